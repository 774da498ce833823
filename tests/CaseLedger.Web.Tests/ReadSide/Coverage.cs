using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Imports;
using CaseLedger.Domain.Incidents;
using CaseLedger.Domain.Statements;

namespace CaseLedger.Web.Tests.ReadSide;

/// <summary>Counts what the histories of a run were made of: a generator that reaches nothing would prove nothing.</summary>
internal sealed class Coverage
{
    private static readonly Dictionary<string, Func<DomainEvent, bool>> Details = new()
    {
        ["a reading withdrawn on one day"] = e => e is ReadingWithdrawn { Day: not null },
        ["an event's readings all withdrawn"] = e => e is ReadingWithdrawn { Day: null },
        ["a newer wording"] = e => e is StatementMade { Supersedes: not null },
        ["an answer that names events"] = e => e is InformationProvided { EventIds: not null },
        ["a promise kept"] = e => e is PromiseSettled { Outcome: PromiseOutcome.Kept },
        ["a promise withdrawn"] = e => e is PromiseSettled { Outcome: PromiseOutcome.Withdrawn },
        ["an assignment to nobody"] = e => e is CaseAssigned { Assignee: null },
        ["evidence with its digest"] = e => e is EvidenceAttached { Sha256: not null },
        ["evidence without its bytes"] = e => e is EvidenceAttached { Sha256: null },
        ["a fix that says something new"] = e => e is IncidentFixed { PublicText: not null },
        ["a fix without a word"] = e => e is IncidentFixed { PublicText: null },
    };

    private readonly SortedDictionary<string, int> _times = new(StringComparer.Ordinal);

    /// <summary>Notes what happened.</summary>
    public void Note(string what) => _times[what] = _times.GetValueOrDefault(what) + 1;

    /// <summary>Notes an event by its type, and by what is particular about it.</summary>
    public void Note<TEvent>(Recorded<TEvent> recorded)
        where TEvent : DomainEvent
    {
        Note(recorded.Type);
        foreach (var (name, isSo) in Details)
        {
            if (isSo(recorded.Event))
            {
                Note(name);
            }
        }
    }

    /// <summary>Notes how a case stands at a moment at which the views are looked at.</summary>
    public void Note(CaseState state)
    {
        Note($"a case that is {Words.Of(state.Status)}");
        if (state.WaitingOn is { } waiting)
        {
            Note(waiting.Store is null ? "waiting for a party" : "waiting for a store");
        }
    }

    /// <summary>Notes how the events of a whole case met.</summary>
    public void Note(IEnumerable<Recorded<CaseEvent>> events)
    {
        var challenged = new HashSet<Store>();
        foreach (var recorded in events)
        {
            Note(recorded);
            if (recorded.Event is ChallengeSent challenge && challenged.Add(challenge.Store) && challenged.Count > 1)
            {
                Note("two stores challenged at once");
            }
            else if (recorded.Event is StoreReplyReceived reply && challenged.Remove(reply.Store))
            {
                Note("a challenge answered");
            }
        }
    }

    /// <summary>How often something was noted.</summary>
    public int Times(string what) => _times.GetValueOrDefault(what);

    /// <summary>Every type of event, every detail and every one of these happened.</summary>
    public void AssertReached(params IEnumerable<string> others) => Assert.All(
        EventTypes.All.Where(type => !type.ClrType.IsAssignableTo(typeof(ImportEvent))).Select(type => type.Name).Concat(Details.Keys).Concat(others),
        what => Assert.True(_times.ContainsKey(what), $"No history of this run held {what}; it held {string.Join(", ", _times)}."));
}
