using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Take in what the distributor's Trends report shows.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Store">Which store's streams.</param>
/// <param name="Observed">When Trends showed them.</param>
/// <param name="Readings">1 to 400 days.</param>
/// <param name="Note">Anything else.</param>
/// <param name="From">The file that it was read from.</param>
public sealed record TakeTrendsSnapshot(
    Guid Id,
    AccountId Actor,
    Store Store,
    Observed Observed,
    ValueList<TrendsCount> Readings,
    string? Note = null,
    FileLine? From = null) : Command(Id, Actor)
{
    internal TrendsSnapshotTaken Fact => new(Store, Observed, Readings, Note, From);
}

/// <summary>Takes in Trends snapshots.</summary>
public static class TakingTrendsSnapshot
{
    /// <summary>Decides what a snapshot adds to a case.</summary>
    /// <remarks>Snapshots arrive for every recording, long before anybody complains: the case need not be open.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, TakeTrendsSnapshot command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Counts(command.Readings, command.Observed, now)
            ?? Rules.OptionalText("note", command.Note),
            command.Fact,
            CaseRules.BeforeRelease(@case, command.Readings.Select(reading => reading.Day)));
}
