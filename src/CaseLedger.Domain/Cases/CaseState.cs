using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Statements;

namespace CaseLedger.Domain.Cases;

/// <summary>How far a case has come.</summary>
public enum CaseStatus
{
    /// <summary>Nobody opened it: it is empty, or only holds what arrives by itself, such as Trends snapshots.</summary>
    [Word("watched")]
    Watched = 1,

    /// <summary>It is worked on.</summary>
    [Word("open")]
    Open,

    /// <summary>It is settled. It still takes readings and statements.</summary>
    [Word("resolved")]
    Resolved,
}

/// <summary>A case as its events left it: all that a decision may see.</summary>
/// <remarks>It changes only while it is folded; afterwards it is read.</remarks>
public sealed class CaseState
{
    private readonly Dictionary<Guid, Recorded<CaseEvent>> events = [];
    private readonly List<Recorded<CaseEvent>> screenshots = [];
    private readonly Dictionary<Guid, WithdrawnDays> withdrawnReadings = [];
    private readonly HashSet<Guid> withdrawnStatements = [];
    private readonly HashSet<Guid> supersededStatements = [];
    private readonly HashSet<Sha256> evidence = [];
    private readonly HashSet<Isrc> links = [];
    private readonly HashSet<AccountId> followers = [];
    private readonly List<Recorded<CaseEvent>> openRequests = [];
    private readonly List<Recorded<CaseEvent>> openPromises = [];
    private readonly List<Recorded<CaseEvent>> openChallenges = [];
    private Recorded<CaseEvent>? lastAnswer;
    private Recorded<CaseEvent>? lastOpening;

    private CaseState(Isrc isrc) => Isrc = isrc;

    /// <summary>The recording.</summary>
    public Isrc Isrc { get; }

    /// <summary>The version of the last event folded; 0 when there is none.</summary>
    public long Version { get; private set; }

    /// <summary>How far the case has come.</summary>
    public CaseStatus Status { get; private set; } = CaseStatus.Watched;

    /// <summary>Whether the case is worked on.</summary>
    public bool IsOpen => Status == CaseStatus.Open;

    /// <summary>How the case was opened; null while it is watched.</summary>
    public CaseOpened? Opening { get; private set; }

    /// <summary>The account that may see the case as its artist.</summary>
    public AccountId? ArtistAccount => Opening?.ArtistAccount;

    /// <summary>The first day on which the recording could be streamed, where known.</summary>
    public Day? ReleaseDate => Opening?.ReleaseDate;

    /// <summary>Who works on it.</summary>
    public AccountId? Assignee { get; private set; }

    /// <summary>Requests without an answer, in the order recorded.</summary>
    public IReadOnlyList<Recorded<CaseEvent>> OpenRequests => openRequests;

    /// <summary>Promises neither kept nor withdrawn, in the order recorded.</summary>
    public IReadOnlyList<Recorded<CaseEvent>> OpenPromises => openPromises;

    /// <summary>The recordings whose cases belong to this one.</summary>
    public IReadOnlySet<Isrc> Links => links;

    /// <summary>The accounts that follow the case.</summary>
    public IReadOnlySet<AccountId> Followers => followers;

    /// <summary>Whose move it is; null unless the case is open.</summary>
    public WaitingOn? WaitingOn => IsOpen ? WaitingOn.Of(openRequests, openChallenges, lastOpening!, lastAnswer) : null;

    /// <summary>Folds the events of one case.</summary>
    /// <param name="isrc">The recording; a case without events has one too.</param>
    /// <param name="events">All events of its stream, in order.</param>
    /// <returns>The state after them.</returns>
    public static CaseState Fold(Isrc isrc, IEnumerable<Recorded<CaseEvent>> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        var state = new CaseState(isrc);
        foreach (var recorded in events) state.Apply(recorded);
        return state;
    }

    /// <summary>An event of this case.</summary>
    /// <param name="id">Its id.</param>
    /// <returns>The event, or null.</returns>
    public Recorded<CaseEvent>? Find(Guid id) => events.GetValueOrDefault(id);

    /// <summary>Whether evidence with this digest is attached.</summary>
    /// <param name="digest">The digest.</param>
    /// <returns>True when an event of this case attached it.</returns>
    public bool HasEvidence(Sha256 digest) => evidence.Contains(digest);

    /// <summary>Whether what an event reported for a day still stands.</summary>
    /// <param name="eventId">The reporting event.</param>
    /// <param name="day">The day.</param>
    /// <returns>False when that day of it, or all of it, was withdrawn.</returns>
    public bool ReadingStands(Guid eventId, Day day) => !withdrawnReadings.TryGetValue(eventId, out var withdrawn) || !withdrawn.Holds(day);

    /// <summary>Whether a statement was withdrawn.</summary>
    /// <param name="statementId">The statement.</param>
    /// <returns>True when it was.</returns>
    public bool IsWithdrawnStatement(Guid statementId) => withdrawnStatements.Contains(statementId);

    /// <summary>Whether a newer wording took a statement's place.</summary>
    /// <param name="statementId">The statement.</param>
    /// <returns>True when one did.</returns>
    public bool IsSupersededStatement(Guid statementId) => supersededStatements.Contains(statementId);

    /// <summary>Whether a stream count of the artist's dashboard stands for a day.</summary>
    /// <param name="store">Whose dashboard.</param>
    /// <param name="day">The day.</param>
    /// <returns>True when at least one does.</returns>
    public bool HasDashboardReading(Store store, Day day)
    {
        foreach (var recorded in screenshots)
        {
            var shot = (ScreenshotReported)recorded.Event;
            if (shot.Store != store || !ReadingStands(recorded.Id, day)) continue;
            foreach (var reading in shot.Readings.AsSpan())
            {
                if (reading.Day == day && reading.Measure == Measure.Streams) return true;
            }
        }

        return false;
    }

    private void Apply(Recorded<CaseEvent> recorded)
    {
        events.Add(recorded.Id, recorded);
        Version = recorded.Version;
        switch (recorded.Event)
        {
            case TrendsSnapshotTaken or RoyaltyLinesReported or StoreFeedReceived:
                break;
            case CaseOpened opened:
                Opening = opened;
                Status = CaseStatus.Open;
                lastOpening = recorded;
                break;
            case ScreenshotReported:
                screenshots.Add(recorded);
                break;
            case StoreReplyReceived reply:
                if (openChallenges.RemoveAll(challenge => ((ChallengeSent)challenge.Event).Store == reply.Store) > 0) lastAnswer = recorded;
                break;
            case ReadingWithdrawn withdrawal:
                if (!withdrawnReadings.TryGetValue(withdrawal.EventId, out var days)) withdrawnReadings.Add(withdrawal.EventId, days = new());
                days.Add(withdrawal.Day);
                break;
            case EvidenceAttached { Sha256: { } digest }:
                evidence.Add(digest);
                break;
            case StatementMade { Supersedes: { } superseded }:
                supersededStatements.Add(superseded);
                break;
            case StatementWithdrawn withdrawal:
                withdrawnStatements.Add(withdrawal.StatementId);
                break;
            case InformationRequested:
                openRequests.Add(recorded);
                break;
            case InformationProvided answer:
                openRequests.RemoveAll(request => request.Id == answer.RequestId);
                lastAnswer = recorded;
                break;
            case PromiseMade:
                openPromises.Add(recorded);
                break;
            case PromiseSettled settled:
                openPromises.RemoveAll(promise => promise.Id == settled.PromiseId);
                break;
            case CaseAssigned assigned:
                Assignee = assigned.Assignee;
                break;
            case ChallengeSent:
                openChallenges.Add(recorded);
                break;
            case CaseResolved:
                Status = CaseStatus.Resolved;
                break;
            case CaseReopened:
                Status = CaseStatus.Open;
                lastOpening = recorded;
                break;
            case CasesLinked linked:
                links.Add(linked.Isrc);
                break;
            case FollowerAdded follower:
                followers.Add(follower.Account);
                break;
            default:
                break;
        }
    }

    /// <summary>The days of one event that were withdrawn, or all of them.</summary>
    private sealed class WithdrawnDays
    {
        private readonly HashSet<Day> days = [];
        private bool all;

        internal bool Holds(Day day) => all || days.Contains(day);

        internal void Add(Day? day)
        {
            if (day is { } one) days.Add(one);
            else all = true;
        }
    }
}
