using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Report the numbers that an artist's dashboard showed.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Store">Whose dashboard.</param>
/// <param name="Observed">When it showed them.</param>
/// <param name="Readings">1 to 400 numbers.</param>
/// <param name="Evidence">Digests of the pictures, attached on the same case before.</param>
/// <param name="Note">Anything else.</param>
public sealed record ReportScreenshot(
    Guid Id,
    AccountId Actor,
    Store Store,
    Observed Observed,
    ValueList<DayCount> Readings,
    ValueList<Sha256>? Evidence = null,
    string? Note = null) : Command(Id, Actor)
{
    internal ScreenshotReported Fact => new(Store, Observed, Readings, Evidence.NullIfEmpty(), Note);
}

/// <summary>Takes in screenshots.</summary>
public static class ReportingScreenshot
{
    /// <summary>Decides what a screenshot's numbers add to a case.</summary>
    /// <remarks>A number that contradicts earlier ones is recorded: contradiction is what a case is built from. Refused is only what could not have been true when it was seen.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, ReportScreenshot command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Opened(@case)
            ?? CaseRules.Counts(command.Readings, command.Observed, now)
            ?? CaseRules.EvidenceKnown(@case, command.Evidence)
            ?? Rules.OptionalText("note", command.Note),
            command.Fact,
            CaseRules.BeforeRelease(@case, command.Readings.Select(reading => reading.Day)));
}
