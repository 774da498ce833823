using CaseLedger.Domain;
using CaseLedger.Ledger;
using CaseLedger.Web.Http;
using NodaTime;

namespace CaseLedger.Web.Writing;

/// <summary>Proof of one recorded event, as a caller gets it.</summary>
/// <param name="Id">The id that the caller chose.</param>
/// <param name="Isrc">The recording; absent for incidents.</param>
/// <param name="Incident">The incident; absent for cases.</param>
/// <param name="Stream">The stream.</param>
/// <param name="Version">The event's place in the stream, from 1.</param>
/// <param name="Position">Its place in the whole ledger, from 0.</param>
/// <param name="RecordedAt">When the database recorded it.</param>
internal sealed record ReceiptBody(
    Guid Id, Isrc? Isrc, Slug? Incident, string Stream, int Version, long Position, Instant RecordedAt);

/// <summary>A write's good answer: 201 the first time, 200 for the same command again.</summary>
/// <param name="Receipt">The receipt, the same both times.</param>
/// <param name="Location">Where what was recorded can be read.</param>
/// <param name="IsNew">Whether it was recorded now.</param>
/// <param name="Warnings">What looks odd and was recorded all the same: a code and the field, e.g. <c>before-release; field=readings[2].day</c>.</param>
internal sealed record Receipted(ReceiptBody Receipt, string Location, bool IsNew, IReadOnlyList<string> Warnings) : IResult
{
    /// <summary>The header that lists warnings. Not in the body, which is the receipt and the same for every repeat.</summary>
    public const string WarningHeader = "CaseLedger-Warning";

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var warnings = Warnings.Concat(Remarks.Of(httpContext)).Distinct().ToList();
        if (warnings.Count > 0)
        {
            httpContext.Response.Headers[WarningHeader] = string.Join(", ", warnings);
        }

        httpContext.Response.Headers.ETag = $"\"{Receipt.Version}\"";
        IResult answer = IsNew ? TypedResults.Created(Location, Receipt) : TypedResults.Ok(Receipt);
        return answer.ExecuteAsync(httpContext);
    }
}

/// <summary>Says an outcome in HTTP: the one place where both meet.</summary>
internal static class Answer
{
    /// <summary>The answer to a write on a case.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="isrc">The case.</param>
    /// <param name="location">Where to read it; the case's timeline by default.</param>
    public static IResult About(this Outcome outcome, Isrc isrc, string? location = null) =>
        outcome.Answered(
            receipt => new(receipt.EventId, isrc, null, receipt.Stream, receipt.Version, receipt.Position, receipt.RecordedAt),
            location ?? $"/api/v1/cases/{isrc}/timeline");

    /// <summary>The answer to a write on an incident.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="incident">The incident.</param>
    public static IResult About(this Outcome outcome, Slug incident) =>
        outcome.Answered(
            receipt => new(receipt.EventId, null, incident, receipt.Stream, receipt.Version, receipt.Position, receipt.RecordedAt),
            $"/api/v1/incidents/{incident}");

    /// <summary>The answer to a write that was not recorded.</summary>
    /// <param name="outcome">What became of it; not a recorded one.</param>
    public static IResult AsProblem(this Outcome outcome) =>
        outcome.Answered(receipt => throw new InvalidOperationException($"{receipt.EventId} was recorded: it is no problem."), "");

    private static IResult Answered(
        this Outcome outcome, Func<Receipt, ReceiptBody> body, string location) => outcome switch
        {
            Outcome.Recorded(var receipt, var warnings) =>
                new Receipted(body(receipt), location, true, [.. warnings.Select(warning => Remarks.Text(warning.Code, warning.Field))]),
            Outcome.RecordedBefore(var receipt) => new Receipted(body(receipt), location, false, []),
            Outcome.Denied(var problem) => problem,
            Outcome.Refused(var refusal) => Problems.For(refusal),
            Outcome.VersionConflict(var expected, var actual) => Problems.VersionConflict(expected, actual),
            Outcome.IdReused(var id) => Problems.IdReused(id),
            Outcome.Overloaded(var capacity) => Problems.Overloaded(capacity),
            Outcome.Contended => Problems.Contended,
            Outcome.NotRecorded => Problems.NotRecorded,
            Outcome.Unknown(var ids) => Problems.OutcomeUnknown(ids),
            _ => throw new InvalidOperationException($"The outcome {outcome.GetType().Name} has no answer."),
        };
}
