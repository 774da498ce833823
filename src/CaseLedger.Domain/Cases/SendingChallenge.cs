using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Ask a store to explain its numbers.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Store">Which store.</param>
/// <param name="Sent">When it was sent.</param>
/// <param name="Days">The days challenged.</param>
/// <param name="Reference">The store's ticket.</param>
/// <param name="Note">Anything else.</param>
public sealed record SendChallenge(
    Guid Id,
    AccountId Actor,
    Store Store,
    Observed Sent,
    ValueList<Day> Days,
    string? Reference = null,
    string? Note = null) : Command(Id, Actor)
{
    internal ChallengeSent Fact => new(Store, Sent, Days, Reference, Note);
}

/// <summary>Sends challenges.</summary>
public static class SendingChallenge
{
    /// <summary>Decides whether a challenge is recorded.</summary>
    /// <remarks>A challenge rests on what the artist saw: every day needs a stream count of the dashboard that stands.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, SendChallenge command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Open(@case)
            ?? Refusal.If(command.Days.Count == 0, RefusalKinds.ChallengeDaysMissing, "days")
            ?? Rules.NotTooMany("days", command.Days)
            ?? CaseRules.Once(command.Days, day => day, "days")
            ?? Rules.Each(command.Days, (day, i) => @case.HasDashboardReading(command.Store, day) ? null : new Refusal(RefusalKinds.ChallengeWithoutReading, $"days[{i}]", Actual: $"{day}"))
            ?? Rules.NotInFuture("sent", command.Sent, now)
            ?? Rules.OptionalText("reference", command.Reference)
            ?? Rules.OptionalText("note", command.Note),
            command.Fact);
}
