using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Take in what a store's feed delivered to the distributor.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Store">Which store.</param>
/// <param name="Observed">When it delivered them.</param>
/// <param name="Readings">1 to 400 numbers.</param>
/// <param name="From">The file that they were read from.</param>
public sealed record ReceiveStoreFeed(
    Guid Id,
    AccountId Actor,
    Store Store,
    Observed Observed,
    ValueList<DayCount> Readings,
    FileLine? From = null) : Command(Id, Actor)
{
    internal StoreFeedReceived Fact => new(Store, Observed, Readings, From);
}

/// <summary>Takes in stores' feeds.</summary>
public static class ReceivingStoreFeed
{
    /// <summary>Decides what a feed adds to a case.</summary>
    /// <remarks>A feed arrives for every recording: the case need not be open. It answers no challenge.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, ReceiveStoreFeed command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Counts(command.Readings, command.Observed, now),
            command.Fact,
            CaseRules.BeforeRelease(@case, command.Readings.Select(reading => reading.Day)));
}
