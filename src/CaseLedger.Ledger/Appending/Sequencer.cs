using System.Threading.Channels;
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
    private readonly AppendSignal signal;
    private readonly ILogger logger;
    private readonly UnknownCommit unknown;
    private readonly Channel<PendingAppend> waiting;
    private readonly Task running;
    private List<PendingAppend> deferred = [];
    private AppendConnection? connection;

    internal Sequencer(NpgsqlDataSource dataSource, LedgerOptions options, AppendSignal signal, ILogger logger)
    {
        this.dataSource = dataSource;
        this.options = options;
        this.signal = signal;
        this.logger = logger;
        unknown = new(dataSource, options, logger);
        waiting = Channel.CreateBounded<PendingAppend>(
            new BoundedChannelOptions(options.QueueCapacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        running = Task.Run(Run);
    }

    internal async Task<AppendOutcome> Append(AppendRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var append = new PendingAppend(request);
        if (!waiting.Writer.TryWrite(append))
        {
            ObjectDisposedException.ThrowIf(waiting.Reader.Completion.IsCompleted || stopping, typeof(EventLedger));
            return new AppendOutcome.Overloaded(options.QueueCapacity);
        }

        await using var registration = cancellationToken.UnsafeRegister(
            static (append, token) => ((PendingAppend)append!).Withdraw(token), append);
        return await append.Outcome;
    }

    private volatile bool stopping;

    private async Task Run()
    {
        var batch = new List<PendingAppend>();
        while (deferred.Count > 0 || await waiting.Reader.WaitToReadAsync())
        {
            Take(batch);
            if (batch.Count == 0)
            {
                continue;
            }

            try
            {
                await Commit(batch);
            }
            catch (Exception fault)
            {
                // Not a database's error but a defect: the callers must hear of it, and the next ones must be served.
                logger.LogError(fault, "A batch of {Appends} appends failed.", batch.Count);
                batch.ForEach(append => Settle(append, each => each.Fail(fault)));
                await Disconnect();
            }

            // Whoever was just answered may want to append again: let them come before the next batch is taken,
            // or batches would come in two alternating halves.
            await Task.Yield();
        }
    }

    private void Take(List<PendingAppend> batch)
    {
        batch.Clear();
        var ids = new Dictionary<Guid, PendingAppend>();
        var again = deferred;
        deferred = [];
        long bytes = 0;
        foreach (var append in again)
        {
            Add(append);
        }

        while (batch.Count < options.BatchAppends && bytes < options.BatchBytes && waiting.Reader.TryRead(out var append))
        {
            if (append.TryTake())
            {
                Add(append);
            }
        }

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
            bytes += append.PayloadBytes;
        }
    }

    private async Task Commit(List<PendingAppend> batch)
    {
        AppendConnection session;
        try
        {
            session = connection ??= await AppendConnection.Open(dataSource, CancellationToken.None);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
        {
            logger.LogWarning(fault, "No connection to append with; {Appends} appends are not recorded.", batch.Count);
            Answer(batch, [.. batch.Select(_ => new AppendOutcome.NotRecorded("The database cannot be reached."))]);
            return;
        }

        AppendOutcome[] outcomes;
        try
        {
            outcomes = await session.Append(batch);
        }
        catch (Exception fault) when (Faults.RolledBack(fault))
        {
            await Isolate(batch, (PostgresException)fault);
            return;
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException)
        {
            logger.LogWarning(fault, "The connection was lost while {Appends} appends were committed.", batch.Count);
            await Disconnect();
            outcomes = await unknown.Resolve(session.Session, batch);
        }

        Answer(batch, outcomes);
    }

    /// <summary>The server refused the batch as a whole: one of it must be at fault, and the others must not pay for it.</summary>
    private async Task Isolate(List<PendingAppend> batch, PostgresException fault)
    {
        if (batch.Count == 1)
        {
            logger.LogError(fault, "An append to {Stream} was refused by the database.", batch[0].Request.Stream);
            Answer(batch, [new AppendOutcome.NotRecorded($"The database refused it ({fault.SqlState}).")]);
            return;
        }

        foreach (var append in batch)
        {
            await Commit([append]);
        }
    }

    private void Answer(List<PendingAppend> batch, AppendOutcome[] outcomes)
    {
        long size = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            if (outcomes[i] is AppendOutcome.Appended appended)
            {
                size = Math.Max(size, appended.Receipts[^1].Position + 1);
            }
        }

        // Followers first: whoever has a receipt may go and look.
        if (size > 0)
        {
            signal.Appended(size);
        }

        for (var i = 0; i < batch.Count; i++)
        {
            var (append, outcome) = (batch[i], outcomes[i]);
            append.Complete(outcome);
            foreach (var twin in append.Twins ?? [])
            {
                if (outcome is AppendOutcome.VersionConflict && twin.Request.Expected != append.Request.Expected)
                {
                    deferred.Add(twin); // it expected something else: its own turn
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
        stopping = true;
        waiting.Writer.TryComplete();
        await running;
        await Disconnect();
    }
}
