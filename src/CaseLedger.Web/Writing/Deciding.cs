using System.Diagnostics;
using CaseLedger.Domain;
using CaseLedger.Domain.Codec;
using CaseLedger.Ledger;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Writing;

/// <summary>What a decision is made of: how to read a stream's events into a state, and what the state says about a command.</summary>
/// <typeparam name="TState">The folded state.</typeparam>
/// <param name="Stream">The stream that the command is about; no other is looked at.</param>
/// <param name="Fold">Folds the whole stream.</param>
/// <param name="Guard">Who may: an outcome to end with before any rule is judged, or null.</param>
/// <param name="Decide">The domain's decision.</param>
internal sealed record Question<TState>(
    string Stream,
    Func<IReadOnlyList<RecordedEvent>, TState> Fold,
    Func<TState, Outcome?> Guard,
    Func<TState, Instant, Decision> Decide);

/// <summary>
/// The glue between decisions, which are pure, and the ledger: read the stream, fold, decide, append at the version read.
/// </summary>
internal sealed class Deciding(EventLedger ledger, IClock clock)
{
    // Appends of one moment share a commit, so that of n callers on one stream one wins each round.
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(10);
    private const int LongestPauseMilliseconds = 20;

    /// <summary>Carries a command out, deciding anew whenever another write came between reading and appending.</summary>
    /// <param name="command">The command.</param>
    /// <param name="question">How to decide it.</param>
    /// <param name="ifVersion">The only version on which the caller wants it done; null for any.</param>
    /// <param name="cancellationToken">Withdraws the command while it waits; an append that is under way is waited for.</param>
    public async Task<Outcome> Handle<TState>(
        Command command, Question<TState> question, int? ifVersion, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var repeated = false;
        do
        {
            var events = await ledger.Load(question.Stream, cancellationToken);
            var state = question.Fold(events);
            if (question.Guard(state) is { } end)
            {
                return end;
            }

            switch (question.Decide(state, clock.GetCurrentInstant()))
            {
                case Decision.AlreadyRecorded(var id):
                    return new Outcome.RecordedBefore(ReceiptOf(events.Single(e => e.EventId == id)));
                case Decision.IdReused(var id):
                    return new Outcome.IdReused(id);
                // A repeat is answered whatever has happened since; only what is new has to meet the version.
                case Decision when ifVersion is { } expected && expected != events.Count:
                    return new Outcome.VersionConflict(expected, events.Count);
                case Decision.Refused(var refusal):
                    return new Outcome.Refused(refusal);
                case Decision.Append append:
                    var outcome = await Append(command, question.Stream, events.Count, append, cancellationToken);
                    if (outcome is Outcome.NotRecorded && !repeated)
                    {
                        // Mostly a connection that died while nobody used it. The ledger was asked and does not hold
                        // the event: deciding once more is no guess, and the caller need not hear of it.
                        repeated = true;
                        break;
                    }

                    if (outcome is not null)
                    {
                        return outcome;
                    }

                    break;
            }

            await Task.Delay(Random.Shared.Next(LongestPauseMilliseconds), cancellationToken);
        }
        while (Stopwatch.GetElapsedTime(started) < GiveUpAfter);

        return new Outcome.Contended();
    }

    private async Task<Outcome?> Append(
        Command command, string stream, int version, Decision.Append decided, CancellationToken cancellationToken)
    {
        var encoded = EventCodec.Current.Encode(decided.Event);
        var @event = new NewEvent(command.Id, encoded.Type, encoded.Payload);
        var request = new AppendRequest(stream, ExpectedVersion.Exactly(version), command.Actor.ToString(), [@event]);
        return await ledger.Append(request, cancellationToken) switch
        {
            AppendOutcome.Appended(var receipts) => new Outcome.Recorded(receipts[0], decided.Warnings),
            AppendOutcome.AlreadyRecorded(var receipts) => new Outcome.RecordedBefore(receipts[0]),
            AppendOutcome.VersionConflict => null,
            AppendOutcome.IdReused(var id, _) => new Outcome.IdReused(id),
            AppendOutcome.Overloaded(var capacity) => new Outcome.Overloaded(capacity),
            AppendOutcome.NotRecorded => new Outcome.NotRecorded(),
            AppendOutcome.Unknown => await LookUp(stream, @event, decided, cancellationToken),
            var other => throw new InvalidOperationException($"An append came to {other.GetType().Name}, which nobody handles."),
        };
    }

    // Absence proves nothing here: a commit that was cut off may still be under way. Only presence is reported.
    private async Task<Outcome> LookUp(string stream, NewEvent @event, Decision.Append decided, CancellationToken cancellationToken)
    {
        try
        {
            return await ledger.Find([@event.EventId], cancellationToken) switch
            {
                [] => new Outcome.Unknown([@event.EventId]),
                [var found] when found.Stream == stream && found.Type == @event.Type && @event.Payload.AsSpan().SequenceEqual(found.Payload) =>
                    new Outcome.Recorded(ReceiptOf(found), decided.Warnings),
                _ => new Outcome.IdReused(@event.EventId),
            };
        }
        catch (NpgsqlException)
        {
            return new Outcome.Unknown([@event.EventId]);
        }
    }

    private static Receipt ReceiptOf(RecordedEvent recorded) =>
        new(recorded.EventId, recorded.Stream, recorded.Version, recorded.Position, recorded.RecordedAt);
}
