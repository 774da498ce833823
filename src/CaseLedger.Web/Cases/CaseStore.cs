using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>The way in for everything that happens to a case. There is no other: the API and the demonstration both come through here.</summary>
internal sealed class CaseStore(Deciding deciding, EventLedger ledger, CaseTable cases)
{
    /// <summary>Carries out a command on a case that the reporter may see.</summary>
    /// <param name="isrc">The recording.</param>
    /// <param name="reporter">Who, and on which version.</param>
    /// <param name="command">The command.</param>
    /// <param name="decide">The domain's decision.</param>
    /// <param name="cancellationToken">Withdraws the command while it waits.</param>
    /// <param name="guard">What else has to hold of the case for this reporter: a problem, or null.</param>
    public async Task<Outcome> Handle<TCommand>(
        Isrc isrc,
        Reporter reporter,
        TCommand command,
        Func<CaseState, TCommand, Instant, Decision> decide,
        CancellationToken cancellationToken,
        Func<CaseState, Problem?>? guard = null)
        where TCommand : Command
    {
        if (reporter.Caller.SeesSomeOnly && !await Sees(isrc, reporter.Caller, cancellationToken))
        {
            return new Outcome.Denied(Problems.NotFound);
        }

        var question = new Question<CaseState>(
            CaseEvent.StreamOf(isrc),
            events => Fold(isrc, events),
            state => (reporter.Caller.MaySee(isrc, state.ArtistAccount) ? guard?.Invoke(state) : Problems.NotFound) is { } problem
                ? new Outcome.Denied(problem)
                : null,
            (state, now) => decide(state, command, now));
        return await deciding.Handle(command, question, reporter.IfVersion, cancellationToken);
    }

    /// <summary>Opens a case; an artist can do so only where none is there, or one of their own.</summary>
    /// <param name="reporter">Who, and on which version.</param>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Withdraws the command while it waits.</param>
    /// <param name="holder">Whose case it becomes where the command does not say.</param>
    public Task<Outcome> Open(Reporter reporter, OpenCase command, CancellationToken cancellationToken, AccountId? holder = null)
    {
        var question = new Question<CaseState>(
            CaseEvent.StreamOf(command.Isrc),
            events => Fold(command.Isrc, events),
            state => state.Opening is null || reporter.Caller.MaySee(command.Isrc, state.ArtistAccount)
                ? null
                : new Outcome.Denied(Problems.RecordingNotYours),
            (state, now) => OpeningCase.Decide(state, Owned(state, command, holder), now));
        return deciding.Handle(command, question, reporter.IfVersion, cancellationToken);
    }

    // Loading a long stream takes longer than finding none: how long a refusal takes would tell which cases exist. So a
    // refusal is settled by the summary and by what the stream holds beyond it, which is as little for a foreign case as
    // for an absent one. Beyond it, because the summary may lag behind a case that its artist has just opened.
    private async Task<bool> Sees(Isrc isrc, Caller caller, CancellationToken cancellationToken)
    {
        var (version, holder) = await cases.Holder(isrc, cancellationToken);
        await foreach (var recorded in ledger.ReadStream(CaseEvent.StreamOf(isrc), version + 1, cancellationToken: cancellationToken))
        {
            holder = recorded.As<CaseEvent>() is { Event: CaseOpened opened } ? opened.ArtistAccount : holder;
        }

        return caller.MaySee(isrc, holder);
    }

    // The same command again stays the same, whoever was given the recording since.
    private static OpenCase Owned(CaseState state, OpenCase command, AccountId? holder) => command.ArtistAccount is not null
        ? command
        : command with { ArtistAccount = state.Find(command.Id) is { Event: CaseOpened before } ? before.ArtistAccount : holder };

    private static CaseState Fold(Isrc isrc, IReadOnlyList<RecordedEvent> events) =>
        CaseState.Fold(isrc, events.As<CaseEvent>());
}
