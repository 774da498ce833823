using System.Text.Json;

namespace CaseLedger.Cli.Server;

/// <summary>An import, as the server shows it (<c>GET /api/v1/imports/{id}</c>). What this client does not use is left out.</summary>
/// <param name="Id">The import; the same for the same bytes, read to the same place.</param>
/// <param name="State"><c>running</c>, <c>finished</c> or <c>failed</c>.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="Rows">Rows seen so far.</param>
/// <param name="Accepted">Rows recorded by this import.</param>
/// <param name="Repeated">Rows that the ledger held before.</param>
/// <param name="Refused">Rows that were refused.</param>
/// <param name="Share">Of a running one: how much of the file was read, 0 to 1.</param>
/// <param name="RowsPerSecond">Of a running one.</param>
/// <param name="SecondsLeft">Of a running one, if it goes on like this.</param>
/// <param name="Fault">Of a failed one: why.</param>
internal sealed record ImportAnswer(
    Guid Id, string State, string Kind, long Rows, long Accepted, long Repeated, long Refused,
    double? Share, double? RowsPerSecond, double? SecondsLeft, FaultAnswer? Fault)
{
    /// <summary>Whether the server still reads it in.</summary>
    public bool IsRunning => State == "running";

    /// <summary>Whether it could not be read to its end.</summary>
    public bool IsFailed => State == "failed";
}

/// <summary>Why a file could not be read on.</summary>
/// <param name="Code">As a stable code.</param>
/// <param name="Detail">In words, with what to do.</param>
/// <param name="Line">Where, from 1; null where it is about the whole file.</param>
internal sealed record FaultAnswer(string Code, string Detail, long? Line);

/// <summary>A doubt that a person has to decide.</summary>
/// <param name="Name">Its name for <c>--choose</c>.</param>
/// <param name="Values">What can be chosen.</param>
/// <param name="Evidence">What the file says for either.</param>
internal sealed record QuestionAnswer(string Name, IReadOnlyList<string> Values, string Evidence);

/// <summary>A row that would be refused.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Field">The column; null where it is about the whole row.</param>
/// <param name="Code">Why, as a stable code.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Row">As it stands in the file.</param>
internal sealed record RefusedRowAnswer(long Line, string? Field, string Code, string Reason, string Advice, string Row);

/// <summary>What a file would come to (<c>preview=true</c>).</summary>
/// <param name="Kind">What the file holds.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Accepted">Rows that could be taken.</param>
/// <param name="Refused">Rows that could not.</param>
/// <param name="RefusedRows">The first of them.</param>
/// <param name="Fault">Why the file cannot be read on.</param>
/// <param name="Questions">What has to be decided first.</param>
/// <param name="ImportedBefore">The import that has read in the same bytes.</param>
internal sealed record PreviewAnswer(
    string Kind, long Rows, long Accepted, long Refused, IReadOnlyList<RefusedRowAnswer>? RefusedRows,
    FaultAnswer? Fault, IReadOnlyList<QuestionAnswer>? Questions, Guid? ImportedBefore);

/// <summary>An error of the server (RFC 9457).</summary>
/// <param name="Status">The status of HTTP.</param>
/// <param name="Code">A stable code.</param>
/// <param name="Title">What is wrong in general.</param>
/// <param name="Detail">What is wrong this time.</param>
/// <param name="Line">Of a file: where.</param>
/// <param name="Errors">What is wrong, by field.</param>
/// <param name="Questions">Of a file: what has to be decided first.</param>
internal sealed record ProblemAnswer(
    int Status, string Code, string? Title, string? Detail, long? Line,
    IReadOnlyDictionary<string, string[]>? Errors, IReadOnlyList<QuestionAnswer>? Questions);

/// <summary>What came of asking the server once.</summary>
/// <param name="Raw">The answer as the server wrote it, for scripts; null where there is none.</param>
internal abstract record Reply(JsonElement? Raw)
{
    /// <summary>An import.</summary>
    /// <param name="Import">How it stands.</param>
    /// <param name="IsNew">Whether it was begun by this request.</param>
    /// <param name="Raw">The answer.</param>
    public sealed record Imported(ImportAnswer Import, bool IsNew, JsonElement? Raw) : Reply(Raw);

    /// <summary>What it would come to.</summary>
    /// <param name="Preview">The preview.</param>
    /// <param name="Raw">The answer.</param>
    public sealed record Previewed(PreviewAnswer Preview, JsonElement? Raw) : Reply(Raw);

    /// <summary>The server understood and says no.</summary>
    /// <param name="Problem">Why.</param>
    /// <param name="Raw">The answer.</param>
    public sealed record Refused(ProblemAnswer Problem, JsonElement? Raw) : Reply(Raw);

    /// <summary>There is no answer, or none that says anything about the file.</summary>
    /// <param name="Why">What happened, in words.</param>
    /// <param name="MayHelpToRepeat">Whether trying again can help.</param>
    /// <param name="After">When the server wants to be asked again.</param>
    /// <param name="IsServerFault">Whether the server failed on this very request (status 500), so that other files may fare better.</param>
    public sealed record Unanswered(string Why, bool MayHelpToRepeat, TimeSpan? After = null, bool IsServerFault = false) : Reply((JsonElement?)null);
}
