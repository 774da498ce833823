using System.Text.Json;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Statements;

namespace CaseLedger.Web.Timeline;

/// <summary>
/// Reads a case's events for somebody. What is not for them is withheld, and seen to be withheld: the place is kept.
/// </summary>
/// <remarks>
/// Withheld from artists: private statements and their withdrawals, unless they recorded the statement themselves;
/// links to cases that are not theirs, and other accounts that follow, for these would tell that other cases exist.
/// Read from the ledger itself and not from a table, so that nothing is missing, even for a moment.
/// </remarks>
internal sealed class CaseTimeline(EventLedger ledger, CaseTable cases)
{
    /// <summary>Events from a version on, as many as there are or as are wanted.</summary>
    /// <param name="isrc">The case. Whether the caller may see it at all was asked before.</param>
    /// <param name="caller">For whom.</param>
    /// <param name="fromVersion">The first; forward from 1, backward from the newest unless given.</param>
    /// <param name="direction">Oldest or newest first.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<TimelineItem>> Read(
        Isrc isrc, Caller caller, int? fromVersion, ReadDirection direction, int count, CancellationToken cancellationToken)
    {
        var events = await ReadEvents(isrc, fromVersion, direction, count, cancellationToken);
        var withheld = caller.IsArtist ? await Withheld(events, caller, cancellationToken) : [];
        return [.. events.Select(recorded => Item(recorded, withheld.Contains(recorded.EventId)))];
    }

    /// <summary>The version of a case's newest event; 0 where it has none.</summary>
    public async Task<int> NewestVersion(Isrc isrc, CancellationToken cancellationToken) =>
        await ReadEvents(isrc, null, ReadDirection.Backward, 1, cancellationToken) is [var newest] ? newest.Version : 0;

    private async Task<List<RecordedEvent>> ReadEvents(
        Isrc isrc, int? fromVersion, ReadDirection direction, int count, CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>();
        await foreach (var recorded in ledger.ReadStream(CaseEvent.StreamOf(isrc), fromVersion, direction, count, cancellationToken))
        {
            events.Add(recorded);
        }

        return events;
    }

    private static TimelineItem Item(RecordedEvent recorded, bool isWithheld) => (isWithheld, recorded.Payload) switch
    {
        (true, _) => new(recorded.Version, recorded.Position, recorded.Type, recorded.RecordedAt, Withheld: true),
        (_, null) => new(
            recorded.Version, recorded.Position, recorded.Type, recorded.RecordedAt, recorded.EventId, AccountId.Parse(recorded.Actor), Redacted: true),
        (_, { } payload) => new(
            recorded.Version, recorded.Position, recorded.Type, recorded.RecordedAt, recorded.EventId, AccountId.Parse(recorded.Actor), Parse(payload)),
    };

    private static JsonElement Parse(byte[] payload)
    {
        using var document = JsonDocument.Parse(payload);
        return document.RootElement.Clone();
    }

    private async Task<HashSet<Guid>> Withheld(IReadOnlyList<RecordedEvent> events, Caller caller, CancellationToken cancellationToken)
    {
        var withheld = new HashSet<Guid>();
        var (withdrawals, links) = (new Dictionary<Guid, Guid>(), new Dictionary<Guid, Isrc>());
        foreach (var recorded in events)
        {
            switch (Decode(recorded))
            {
                case StatementMade made when !StatementRow.MayRead(caller, made.Visibility, AccountId.Parse(recorded.Actor)):
                case FollowerAdded follower when follower.Account != caller.Account:
                    withheld.Add(recorded.EventId);
                    break;
                case StatementWithdrawn withdrawn:
                    withdrawals.Add(recorded.EventId, withdrawn.StatementId);
                    break;
                case CasesLinked linked:
                    links.Add(recorded.EventId, linked.Isrc);
                    break;
            }
        }

        if (withdrawals.Count > 0)
        {
            var statements = await ledger.Find(withdrawals.Values, cancellationToken);
            var hidden = statements.Where(s => Decode(s) is StatementMade made && !StatementRow.MayRead(caller, made.Visibility, AccountId.Parse(s.Actor)))
                .Select(s => s.EventId).ToHashSet();
            withheld.UnionWith(withdrawals.Where(pair => hidden.Contains(pair.Value)).Select(pair => pair.Key));
        }

        if (links.Count > 0)
        {
            var own = await cases.Own(links.Values, caller.ArtistAccount!, cancellationToken);
            withheld.UnionWith(links.Where(pair => !own.Contains(pair.Value)).Select(pair => pair.Key));
        }

        return withheld;
    }

    private static DomainEvent? Decode(RecordedEvent recorded) =>
        recorded.Payload is { } payload ? EventCodec.Current.Decode(recorded.Type, payload) : null;
}
