using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseLedger.Ledger.Appending;

/// <summary>
/// Group commit: takes everything that waits and appends it in one transaction, one batch after the other.
/// </summary>
/// <remarks>
/// A dense position costs a lock that is held until commit. With one transaction an append, more callers only wait
/// longer; with one transaction a batch, more callers make larger batches at the price of one commit.
/// </remarks>
internal sealed class Sequencer : IAsyncDisposable
{
    private readonly NpgsqlDataSource dataSource;
    private readonly LedgerOptions options;
    private readonly SemaphoreSlim head;
    private readonly AppendSignal signal;
    private readonly ILogger logger;
    private readonly UnknownCommit unknown;
    private readonly ConcurrentQueue<PendingAppend> waiting = new();

    /// <summary>Held by whoever is appending: one at a time, and everything below belongs to them.</summary>
    private readonly SemaphoreSlim turn = new(1, 1);

    private readonly Dictionary<Guid, PendingAppend> ids = [];
    private List<PendingAppend> deferred = [];
    private AppendConnection? connection;
    private int count;
    private bool stopping;

    internal Sequencer(NpgsqlDataSource dataSource, LedgerOptions options, SemaphoreSlim head, AppendSignal signal, ILogger logger)
    {
        this.dataSource = dataSource;
        this.options = options;
        this.head = head;
        this.signal = signal;
        this.logger = logger;
        unknown = new(dataSource, options, logger);
    }

    internal Task<AppendOutcome> Append(AppendRequest request, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<AppendOutcome>(cancellationToken);
        }

        PendingAppend append;
        try
        {
            append = new(request);
        }
        catch (ArgumentException malformed)
        {
            return Task.FromException<AppendOutcome>(malformed);
        }

        if (Interlocked.Increment(ref count) > options.QueueCapacity)
        {
            Interlocked.Decrement(ref count);
            return Task.FromResult<AppendOutcome>(new AppendOutcome.Overloaded(options.QueueCapacity));
        }

        waiting.Enqueue(append);
        if (Volatile.Read(ref stopping))
        {
            // Unless the last turn has taken it already, nobody will.
            Withdraw(append, new ObjectDisposedException(nameof(EventLedger)));
        }

        if (turn.Wait(0, CancellationToken.None))
        {
            // Nobody is at it: this caller begins, on its own thread up to the moment when the batch has been sent.
            // What follows belongs to all callers, so it must not run in this one's context (its trace, its culture).
            if (ExecutionContext.IsFlowSuppressed())
            {
                _ = Run();
            }
            else
            {
                using (ExecutionContext.SuppressFlow())
                {
                    _ = Run();
                }
            }
        }

        return cancellationToken.CanBeCanceled ? Withdrawable(append, cancellationToken) : append.Outcome;
    }

    private async Task<AppendOutcome> Withdrawable(PendingAppend append, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(
            (append, token) => Withdraw((PendingAppend)append!, new OperationCanceledException(token)), append);
        return await append.Outcome;
    }

    /// <summary>Gives a waiting append's place to others at once; what is left in the queue is passed over.</summary>
    private void Withdraw(PendingAppend append, Exception reason)
    {
        if (append.Withdraw(reason))
        {
            Interlocked.Decrement(ref count);
        }
    }

    private async Task Run()
    {
        do
        {
            try
            {
                await AppendAllThatWaits();
            }
            finally
            {
                turn.Release();
            }
        }
        while (!waiting.IsEmpty && turn.Wait(0)); // somebody may have come between the last look and the release
    }

    /// <remarks>
    /// Callers are answered while the next batch is on its way, so that they and the server work at the same time:
    /// those who were just answered make up the batch after that.
    /// </remarks>
    private async Task AppendAllThatWaits()
    {
        Committed? before = null;
        while (true)
        {
            if (Take() is not { } batch)
            {
                if (before is null)
                {
                    return;
                }

                Answer(before);
                before = null;

                // Nothing waits yet, but whoever was just answered may want to append again: let them come first.
                await Task.Yield();
                continue;
            }

            var committing = Commit(batch);
            if (before is not null)
            {
                Answer(before);
                before = null;
            }

            try
            {
                before = new(batch, await committing);
            }
            catch (Exception fault)
            {
                // Not a database's error but a defect: the callers must hear of it, and the next ones must be served.
                batch.ForEach(append => Settle(append, each => each.Fail(fault)));
                logger.LogError(fault, "A batch of {Appends} appends failed.", batch.Count);
                await Disconnect();
            }
        }
    }

    /// <summary>A batch whose transaction has ended, and what became of each append.</summary>
    private sealed record Committed(List<PendingAppend> Appends, AppendOutcome[] Outcomes);

    /// <summary>Takes what waits; null when nothing does.</summary>
    private List<PendingAppend>? Take()
    {
        if (deferred.Count == 0 && waiting.IsEmpty)
        {
            return null;
        }

        var batch = new List<PendingAppend>();
        ids.Clear();
        var again = deferred;
        deferred = [];
        long bytes = 0;
        foreach (var append in again)
        {
            Add(append);
        }

        while (batch.Count < options.BatchAppends && bytes < options.BatchBytes && deferred.Count < options.BatchAppends
            && waiting.TryDequeue(out var append))
        {
            if (append.TryTake())
            {
                Add(append);
            }
        }

        return batch.Count > 0 ? batch : null;

        // Within one batch an id stands once. The same append again shares the first one's outcome;
        // another content under the same id is judged in the next batch, when the first has its place.
        void Add(PendingAppend append)
        {
            foreach (var @event in append.Request.Events)
            {
                if (ids.TryGetValue(@event.EventId, out var first))
                {
                    if (first.SameContentAs(append))
                    {
                        first.AddTwin(append);
                        Interlocked.Decrement(ref count);
                    }
                    else
                    {
                        deferred.Add(append);
                    }

                    return;
                }
            }

            foreach (var @event in append.Request.Events)
            {
                ids.Add(@event.EventId, append);
            }

            batch.Add(append);
            Interlocked.Decrement(ref count);
            bytes += append.PayloadBytes;
        }
    }

    private async Task<AppendOutcome[]> Commit(List<PendingAppend> appends)
    {
        AppendConnection session;
        try
        {
            session = connection ??= await AppendConnection.Open(dataSource, CancellationToken.None);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            logger.LogWarning(fault, "No connection to append with; {Appends} appends are not recorded.", appends.Count);
            return NotRecorded(appends, fault is PostgresException refused
                ? $"The database lets nobody append now ({refused.SqlState})."
                : "The database cannot be reached.");
        }

        try
        {
            await head.WaitAsync(CancellationToken.None);
            try
            {
                return await session.Append(appends);
            }
            finally
            {
                head.Release();
            }
        }
        catch (Exception fault) when (Faults.RolledBack(fault))
        {
            return await Isolate(appends, (PostgresException)fault);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
        {
            logger.LogWarning(fault, "The connection was lost while {Appends} appends were committed.", appends.Count);
            await Disconnect();
            return await unknown.Resolve(session.Session, appends);
        }
    }

    /// <summary>The server refused the batch as a whole: if one of it may be at fault, the others must not pay for it.</summary>
    private async Task<AppendOutcome[]> Isolate(List<PendingAppend> appends, PostgresException fault)
    {
        if (appends.Count == 1 || !Faults.MayBeOneEvents(fault))
        {
            logger.LogError(fault, "{Appends} appends were refused by the database, the first of them to {Stream}.", appends.Count, appends[0].Request.Stream);
            return NotRecorded(appends, $"The database refused it ({fault.SqlState}).");
        }

        var outcomes = new AppendOutcome[appends.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            outcomes[i] = (await Commit([appends[i]]))[0];
        }

        return outcomes;
    }

    private static AppendOutcome[] NotRecorded(List<PendingAppend> appends, string reason) =>
        [.. appends.Select(_ => new AppendOutcome.NotRecorded(reason))];

    private void Answer(Committed committed)
    {
        var (appends, outcomes) = committed;

        // Followers first: whoever has a receipt may go and look.
        if (Array.Exists(outcomes, outcome => outcome is AppendOutcome.Appended))
        {
            signal.Appended();
        }

        for (var i = 0; i < appends.Count; i++)
        {
            var (append, outcome) = (appends[i], outcomes[i]);
            append.Complete(outcome);
            foreach (var twin in append.Twins ?? [])
            {
                if (outcome is AppendOutcome.VersionConflict && twin.Request.Expected != append.Request.Expected)
                {
                    deferred.Add(twin); // it expected something else: its own turn
                    Interlocked.Increment(ref count);
                }
                else
                {
                    twin.Complete(outcome is AppendOutcome.Appended first ? new AppendOutcome.AlreadyRecorded(first.Receipts) : outcome);
                }
            }
        }
    }

    private static void Settle(PendingAppend append, Action<PendingAppend> settle)
    {
        settle(append);
        append.Twins?.ForEach(settle);
    }

    private async Task Disconnect()
    {
        if (connection is { } lost)
        {
            connection = null;
            await lost.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref stopping, true))
        {
            return;
        }

        await turn.WaitAsync();
        await AppendAllThatWaits(); // whoever was told to wait before it stopped
        await Disconnect();
    }
}
