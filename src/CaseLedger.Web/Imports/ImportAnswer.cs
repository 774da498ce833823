using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using NodaTime;

namespace CaseLedger.Web.Imports;

/// <summary>An import, as the API shows it.</summary>
/// <param name="Id">The import.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="File">Digest of its bytes.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Isrc">The recording, where the file names none.</param>
/// <param name="Store">The store, where the file names none.</param>
/// <param name="Actor">Who started it.</param>
/// <param name="StartedAt">When.</param>
/// <param name="EndedAt">When it ended.</param>
/// <param name="Rows">Rows seen so far, without headers, totals and empty lines.</param>
/// <param name="Accepted">Rows that are in the ledger by this import.</param>
/// <param name="Repeated">Rows that the ledger held before, from the same file.</param>
/// <param name="Refused">Rows that were refused; see <c>/imports/{id}/refused</c>.</param>
/// <param name="Share">Of a running one: how much of the file was read, 0 to 1.</param>
/// <param name="RowsPerSecond">Of a running one.</param>
/// <param name="SecondsLeft">Of a running one, if it goes on like this.</param>
/// <param name="Fault">Of a failed one: why.</param>
/// <param name="Before">In the answer of <c>POST</c>: true where the same bytes were read in before, so that nothing new was recorded.</param>
internal sealed record ImportAnswer(
    Guid Id,
    ImportStanding State,
    ImportKind Kind,
    Sha256 File,
    long Bytes,
    string Name,
    Isrc? Isrc,
    Store? Store,
    AccountId Actor,
    Instant StartedAt,
    Instant? EndedAt,
    long Rows,
    long Accepted,
    long Repeated,
    long Refused,
    double? Share,
    double? RowsPerSecond,
    double? SecondsLeft,
    ImportFaultAnswer? Fault,
    bool? Before = null)
{
    public static ImportAnswer Of(Import import, ImportProgress? progress)
    {
        var running = import.Standing == ImportStanding.Running ? progress : null;
        var counts = running?.Counts ?? import.Counts;
        return new(
            import.Id, import.Standing, import.Kind, import.File, import.Size, import.Name, import.Isrc, import.Store, import.Actor, import.StartedAt, import.EndedAt,
            counts.Rows, counts.Accepted, counts.Repeated, counts.Refused,
            running?.Share, running?.Rate, running?.Left?.TotalSeconds,
            import.Code is { } code ? new(code, import.Detail!, import.Line) : null);
    }
}

/// <summary>Why a file could not be read on.</summary>
internal sealed record ImportFaultAnswer(string Code, string Detail, long? Line);

/// <summary>What a file would come to: nothing of it is recorded.</summary>
/// <param name="Kind">What the file holds.</param>
/// <param name="File">Digest of its bytes.</param>
/// <param name="Bytes">How many.</param>
/// <param name="Name">Its name.</param>
/// <param name="Rows">Its rows, without headers, totals and empty lines.</param>
/// <param name="Accepted">Rows that could be taken, as far as the file itself tells.</param>
/// <param name="Refused">Rows that could not.</param>
/// <param name="RefusedRows">The first of them.</param>
/// <param name="Fault">Why the file cannot be read (on).</param>
/// <param name="Questions">What has to be decided first; each is answered by <c>choices=name:value</c>.</param>
/// <param name="ImportedBefore">The import that has read in the same bytes to the same place, or does; absent where sending them would begin it, anew or for the first time.</param>
internal sealed record ImportPreviewAnswer(
    ImportKind Kind,
    Sha256 File,
    long Bytes,
    string Name,
    long Rows,
    long Accepted,
    long Refused,
    IReadOnlyList<RefusedRowAnswer> RefusedRows,
    ImportFaultAnswer? Fault,
    IReadOnlyList<ImportQuestionAnswer> Questions,
    Guid? ImportedBefore);

/// <summary>A row that was refused.</summary>
internal sealed record RefusedRowAnswer(long Line, string? Field, string Code, string Reason, string Advice, string Row)
{
    public static RefusedRowAnswer Of(RefusedRow row) => new(row.Line, row.Field, row.Code, row.Reason, row.Advice, row.Row);
}

/// <summary>A doubt that a person has to decide.</summary>
internal sealed record ImportQuestionAnswer(string Name, IReadOnlyList<string> Values, string Evidence);
