using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseLedger.Ledger;

/// <summary>
/// "The ledger has grown": to followers in this process at once, to other processes by NOTIFY.
/// </summary>
/// <remarks>
/// Only a wake-up, never the news itself: followers read the table and poll as a fallback, so a lost notification
/// costs a moment and nothing else. It is therefore sent beside the append's transaction, not in it (where NOTIFY
/// takes a lock over the whole server at commit), and what happens within one interval is told once.
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
    private TaskCompletionSource grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long size;
    private Task? notifying;
    private Task? listening;

    internal AppendSignal(NpgsqlDataSource dataSource, ILogger logger)
    {
        this.dataSource = dataSource;
        this.logger = logger;
    }

    /// <summary>This process has committed: wake everybody.</summary>
    internal void Appended(long newSize)
    {
        Grown(newSize);
        lock (gate)
        {
            if (stopping.IsCancellationRequested)
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

    /// <summary>Returns when the ledger is known to hold the position, and in any case after a while.</summary>
    internal async Task WaitFor(long position, TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task waiting;
        lock (gate)
        {
            if (size > position || stopping.IsCancellationRequested)
            {
                return;
            }

            listening ??= Task.Run(() => Listen(stopping.Token), CancellationToken.None);
            waiting = grown.Task;
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

    private void Grown(long newSize)
    {
        TaskCompletionSource woken;
        lock (gate)
        {
            if (newSize <= size)
            {
                return;
            }

            size = newSize;
            woken = grown;
            grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        woken.SetResult();
    }

    private async Task Notify(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await toNotify.WaitAsync(cancellationToken);
                // A wake-up needs no flush: nothing is lost with it that the next poll would not find.
                await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
                await using var batch = new NpgsqlBatch(connection)
                {
                    BatchCommands =
                    {
                        new("set local synchronous_commit = off"),
                        new("select pg_notify($1, $2)")
                        {
                            Parameters =
                            {
                                new() { Value = ChannelName },
                                new() { Value = Volatile.Read(ref size).ToString(CultureInfo.InvariantCulture) },
                            },
                        },
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
                connection.Notification += (_, notification) =>
                {
                    if (long.TryParse(notification.Payload, NumberStyles.None, CultureInfo.InvariantCulture, out var newSize))
                    {
                        Grown(newSize);
                    }
                };
                await using (var listen = new NpgsqlCommand($"listen {ChannelName}", connection))
                {
                    await listen.ExecuteNonQueryAsync(cancellationToken);
                }

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
            stopping.Cancel();
            running = [notifying ?? Task.CompletedTask, listening ?? Task.CompletedTask];
        }

        grown.TrySetResult();
        await Task.WhenAll(running);
        stopping.Dispose();
        toNotify.Dispose();
    }
}
