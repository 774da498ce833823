using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Statements;

namespace CaseLedger.Web.Timeline;

/// <summary>Knows which events of a case are not for somebody who may see the case.</summary>
/// <remarks>
/// Withheld from artists: private statements and their withdrawals, unless they recorded the statement themselves;
/// links to cases that are not theirs, and other accounts that follow, for these would tell that other cases exist.
/// </remarks>
internal sealed class WithheldEvents(EventLedger ledger, CaseTable cases)
{
    /// <summary>The ids of those among some events that are not for somebody.</summary>
    public async Task<HashSet<Guid>> Among(IReadOnlyList<RecordedEvent> events, Caller caller, CancellationToken cancellationToken)
    {
        var withheld = new HashSet<Guid>();
        if (!caller.SeesSomeOnly)
        {
            return withheld;
        }

        var (withdrawals, links) = (new Dictionary<Guid, Guid>(), new Dictionary<Guid, Isrc>());
        foreach (var recorded in events)
        {
            switch (Decode(recorded))
            {
                case StatementMade made when !StatementRow.MayRead(caller, made.Visibility, AccountId.Parse(recorded.Actor)):
                case FollowerAdded follower when caller.IsArtist && follower.Account != caller.Account:
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
            var seen = await cases.Seen(links.Values, caller, cancellationToken);
            withheld.UnionWith(links.Where(pair => !seen.Contains(pair.Value)).Select(pair => pair.Key));
        }

        return withheld;
    }

    /// <summary>The same of events that others refer to: an id by itself would tell that there is something.</summary>
    public async Task<HashSet<Guid>> Among(IReadOnlyCollection<Guid> ids, Caller caller, CancellationToken cancellationToken) =>
        ids.Count == 0 || !caller.SeesSomeOnly ? [] : await Among(await ledger.Find(ids, cancellationToken), caller, cancellationToken);

    /// <summary>What an event says; null where it was redacted.</summary>
    public static DomainEvent? Decode(RecordedEvent recorded) =>
        recorded.Payload is { } payload ? EventCodec.Current.Decode(recorded.Type, payload) : null;
}
