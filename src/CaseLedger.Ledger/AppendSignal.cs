using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseLedger.Ledger;

/// <summary>
/// "The ledger has grown": to followers in this process at once, to other processes by NOTIFY.
/// </summary>
/// <remarks>
/// Only a wake-up, never the news itself: a notification can be lost, and anybody who may connect can send one, so
/// nothing of what it says is believed. Followers read the table, and poll as a fallback. It is sent beside the
/// append's transaction, not in it (where NOTIFY takes a lock over the whole server at commit), and what happens
/// within one interval is told once.
/// </remarks>
internal sealed class AppendSignal : IAsyncDisposable
{
    private const string ChannelName = "caseledger_appended";
    private static readonly TimeSpan NotifyAtMostEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ReconnectAfter = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource dataSource;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim toNotify = new(0, 1);
    private readonly Lock gate = new();
    private TaskCompletionSource woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long wakeUps;
    private Task? notifying;
    private Task? listening;
    private bool disposed;
    private int bulks;

    internal AppendSignal(NpgsqlDataSource dataSource, ILogger logger)
    {
        this.dataSource = dataSource;
        this.logger = logger;
    }

    /// <summary>How often followers have been woken. To be read before looking, and given to <see cref="WaitAfter"/>.</summary>
    internal long WakeUps => Interlocked.Read(ref wakeUps);

    /// <summary>Whether a bulk append is under way in this process.</summary>
    internal bool IsBulkUnderWay => Volatile.Read(ref bulks) > 0;

    /// <summary>Notes that a bulk append begins.</summary>
    /// <returns>To be disposed when it has ended.</returns>
    internal IDisposable BulkBegins() => new UnderWay(this);

    /// <summary>This process has committed: wake everybody.</summary>
    internal void Appended()
    {
        Wake();
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            notifying ??= Task.Run(() => Notify(stopping.Token));
            if (toNotify.CurrentCount == 0)
            {
                toNotify.Release();
            }
        }
    }

    /// <summary>Returns at the next wake-up after those counted, and in any case after a while.</summary>
    internal async Task WaitAfter(long counted, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task waiting;
        lock (gate)
        {
            if (wakeUps > counted)
            {
                return;
            }

            if (!disposed)
            {
                listening ??= Task.Run(() => Listen(stopping.Token), CancellationToken.None);
            }

            waiting = woken.Task;
        }

        try
        {
            await waiting.WaitAsync(atMost, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The caller looks by itself.
        }
    }

    private sealed class UnderWay : IDisposable
    {
        private readonly AppendSignal signal;

        internal UnderWay(AppendSignal signal)
        {
            this.signal = signal;
            Interlocked.Increment(ref signal.bulks);
        }

        public void Dispose() => Interlocked.Decrement(ref signal.bulks);
    }

    private void Wake()
    {
        TaskCompletionSource before;
        lock (gate)
        {
            wakeUps++;
            before = woken;
            woken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        before.SetResult();
    }

    private async Task Notify(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await toNotify.WaitAsync(cancellationToken);
                await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
                // A wake-up needs no flush: nothing is lost with it that the next poll would not find.
                await using var batch = new NpgsqlBatch(connection)
                {
                    BatchCommands =
                    {
                        new("select set_config('synchronous_commit', 'off', true)"),
                        new($"notify {ChannelName}"),
                    },
                };
                await batch.ExecuteNonQueryAsync(cancellationToken);
                await Task.Delay(NotifyAtMostEvery, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or ObjectDisposedException)
            {
                logger.LogDebug(fault, "Other processes could not be notified; they poll.");
            }
        }
    }

    private async Task Listen(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
                connection.Notification += (_, _) => Wake();
                await using (var listen = new NpgsqlCommand($"listen {ChannelName}", connection))
                {
                    await listen.ExecuteNonQueryAsync(cancellationToken);
                }

                Wake(); // what came before it listened
                while (true)
                {
                    await connection.WaitAsync(cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException or ObjectDisposedException)
            {
                logger.LogDebug(fault, "Not listening; followers poll until the connection is back.");
                await Task.Delay(ReconnectAfter, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] running;
        lock (gate)
        {
            if (disposed)
            {
                return;
            }

            disposed = true;
            running = [notifying ?? Task.CompletedTask, listening ?? Task.CompletedTask];
        }

        await stopping.CancelAsync();
        await Task.WhenAll(running);
        stopping.Dispose();
        toNotify.Dispose();
    }
}
