using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Take in a store's answer.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Store">Which store.</param>
/// <param name="Observed">When it answered.</param>
/// <param name="Readings">The numbers it named.</param>
/// <param name="Quote">Its words, verbatim.</param>
/// <param name="Evidence">Digests of evidence attached before.</param>
/// <param name="Note">Anything else.</param>
public sealed record ReceiveStoreReply(
    Guid Id,
    AccountId Actor,
    Store Store,
    Observed Observed,
    ValueList<DayCount>? Readings = null,
    string? Quote = null,
    ValueList<Sha256>? Evidence = null,
    string? Note = null) : Command(Id, Actor)
{
    internal StoreReplyReceived Fact => new(Store, Observed, Readings.NullIfEmpty(), Quote, Evidence.NullIfEmpty(), Note);
}

/// <summary>Takes in replies of stores.</summary>
public static class ReceivingStoreReply
{
    /// <summary>Decides what a store's reply adds to a case.</summary>
    /// <remarks>A store may write without being asked: the case need not be open.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, ReceiveStoreReply command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            Said(command)
            ?? Rules.NotInFuture("observed", command.Observed, now)
            ?? (command.Readings.NullIfEmpty() is { } readings ? CaseRules.Counts(readings, command.Observed, now) : null)
            ?? CaseRules.EvidenceKnown(@case, command.Evidence)
            ?? Rules.OptionalText("quote", command.Quote, Rules.LongestQuote)
            ?? Rules.OptionalText("note", command.Note),
            command.Fact,
            CaseRules.BeforeRelease(@case, (command.Readings ?? []).Select(reading => reading.Day)));

    private static Refusal? Said(ReceiveStoreReply command) =>
        command.Quote is null && command.Readings.NullIfEmpty() is null && command.Evidence.NullIfEmpty() is null ? new(RefusalKinds.ReplyEmpty) : null;
}
