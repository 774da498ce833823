using CaseLedger.Domain.Duties;
using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Whose move an open case waits for. Derived, never recorded.</summary>
/// <param name="Party">Who has to act.</param>
/// <param name="Since">Since when.</param>
/// <param name="Store">Which store, when it is a challenged one.</param>
public sealed record WaitingOn(Party Party, Instant Since, Store? Store = null)
{
    /// <summary>
    /// Whoever the latest open request was put to; else, of the stores that have not answered a challenge, the one challenged
    /// last; else the distributor,
    /// since the case was opened or an answer last came in.
    /// </summary>
    internal static WaitingOn Of(
        IReadOnlyList<Recorded<CaseEvent>> openRequests,
        IReadOnlyList<Recorded<CaseEvent>> openChallenges,
        Recorded<CaseEvent> lastOpening,
        Recorded<CaseEvent>? lastAnswer)
    {
        if (openRequests is [.., { Event: InformationRequested request } asked])
        {
            return new(request.Of, request.Asked.LatestPossible(asked.RecordedAt));
        }

        if (openChallenges is [.., { Event: ChallengeSent challenge } sent])
        {
            return new(Party.Store, challenge.Sent.LatestPossible(sent.RecordedAt), challenge.Store);
        }

        var latest = lastAnswer?.Position > lastOpening.Position ? lastAnswer : lastOpening;
        return new(Party.Distributor, Moment(latest));
    }

    private static Instant Moment(Recorded<CaseEvent> recorded) => recorded.Event switch
    {
        CaseOpened { OpenedAt: { } openedAt } => openedAt.LatestPossible(recorded.RecordedAt),
        StoreReplyReceived reply => reply.Observed.LatestPossible(recorded.RecordedAt),
        _ => recorded.RecordedAt,
    };
}
