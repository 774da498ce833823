using CaseLedger.Ledger.Reading;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseLedger.Ledger.Projections;

/// <summary>Applies events to one projection's live tables, if no other process does.</summary>
internal sealed class ProjectionRunner(
    Projection projection, NpgsqlDataSource dataSource, AppendSignal signal, BesideBulk besideBulk, DaemonOptions options, ILogger logger)
{
    private long applied;

    /// <summary>The checkpoint as far as this process has moved it; 0 while another process runs the projection.</summary>
    internal long Applied => Interlocked.Read(ref applied);

    internal async Task Run(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
                // The lock belongs to this session: whoever loses its connection has lost the place too, and a
                // transaction that is still open there ends with it.
                await using var place = await SessionLock.TryTake(connection, SessionLock.Runner, projection.Name, cancellationToken);
                if (place is not null)
                {
                    await Follow(connection, cancellationToken);
                }
                else
                {
                    await Task.Delay(options.PollInterval, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Mostly a lost connection. Whatever it is: a runner that is gone for good would be a silent standstill.
                logger.LogWarning(fault, "Projection {Projection} was interrupted; trying again.", projection.Name);
                await Task.Delay(options.PollInterval, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            finally
            {
                Interlocked.Exchange(ref applied, 0);
            }
        }
    }

    private async Task Follow(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var limit = options.BatchEvents;
        var suspect = 0L; // somewhere before this position is an event that fails
        var failedBefore = -1L;
        while (true)
        {
            var wakeUps = signal.WakeUps;
            var most = limit;
            var attempt = await besideBulk.Do(
                isShort => TryBatch(connection, isShort ? Math.Min(most, BesideBulk.BatchEvents) : most, isShort, cancellationToken), cancellationToken);
            switch (attempt)
            {
                case { Fault: { } fault, Events: 1 } when failedBefore != attempt.From:
                    // Once may be chance; stopping is for good, until somebody rebuilds.
                    logger.LogWarning(fault, "Projection {Projection} fails at position {Position}; trying once more.", projection.Name, attempt.From);
                    failedBefore = attempt.From;
                    await Task.Delay(options.PollInterval, cancellationToken);
                    break;
                case { Fault: { } fault, Events: 1 }:
                    await Stop(connection, attempt.From, fault, cancellationToken);
                    limit = options.BatchEvents;
                    break;
                case { Fault: not null }:
                    // One event of many: halve until it stands alone, so that what comes before it is applied.
                    suspect = attempt.From + attempt.Events;
                    limit = Math.Max(1, attempt.Events / 2);
                    break;
                case { Events: 0 }:
                    await signal.WaitAfter(wakeUps, options.PollInterval, cancellationToken);
                    break;
                case { Stopped: true }:
                    await Task.Delay(options.PollInterval, cancellationToken);
                    break;
                default:
                    Interlocked.Exchange(ref applied, attempt.From + attempt.Events);
                    if (attempt.From + attempt.Events >= suspect)
                    {
                        limit = options.BatchEvents;
                    }

                    break;
            }
        }
    }

    private sealed record Attempt(long From, int Events, bool Stopped = false, Exception? Fault = null);

    private async Task<Attempt> TryBatch(NpgsqlConnection connection, int limit, bool isShort, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Read under the row's lock each time: a rebuild may have swapped the tables and moved the checkpoint.
        // Whoever's turn is short does not wait for it in front of all others.
        var checkpoint = isShort
            ? await ProjectionTables.TryLockCheckpoint(connection, projection.Name, cancellationToken)
            : await ProjectionTables.LockCheckpoint(connection, projection.Name, cancellationToken);
        if (checkpoint is null || checkpoint.FailedAt is not null || checkpoint.Version != projection.Version)
        {
            return new(checkpoint?.Position ?? 0, -1, Stopped: true);
        }

        var batch = await ReadBatch(connection, checkpoint.Position, limit, cancellationToken);
        if (batch.Count == 0)
        {
            return new(checkpoint.Position, 0);
        }

        try
        {
            await ProjectionTables.LeadTo(connection, ProjectionSchema.Live, cancellationToken);
            await projection.Apply(batch, new(connection), cancellationToken);
            await using var advance = new NpgsqlCommand("update read.projection set position = $2 where name = $1", connection)
            {
                Parameters = { new() { Value = projection.Name }, new() { Value = batch[^1].Position + 1 } },
            };
            await advance.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (Exception fault) when (Faults.OfAnEvent(fault, connection))
        {
            return new(checkpoint.Position, batch.Count, Fault: fault);
        }

        await transaction.CommitAsync(cancellationToken);
        return new(checkpoint.Position, batch.Count);
    }

    private async Task<List<RecordedEvent>> ReadBatch(
        NpgsqlConnection connection, long position, int limit, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            // Bounded in bytes by the server: what is sent has to be read to its end.
            $"""
            select {EventRows.Columns}
              from (select e.*,
                           sum(coalesce(octet_length(payload), 0)) over (order by position)
                             - coalesce(octet_length(payload), 0) as bytes_before
                      from (select * from ledger.event where position >= $1 order by position limit $2) as e) as e
             where bytes_before < $3
             order by position
            """,
            connection)
        {
            Parameters = { new() { Value = position }, new() { Value = limit }, new() { Value = options.BatchBytes } },
        };
        return await EventRows.All(command, cancellationToken);
    }

    private async Task Stop(NpgsqlConnection connection, long position, Exception fault, CancellationToken cancellationToken)
    {
        logger.LogError(fault, "Projection {Projection} stopped at position {Position}.", projection.Name, position);
        await using var command = new NpgsqlCommand(
            "update read.projection set failed_at = $2, failure = $3 where name = $1 and position = $2 and version = $4 and failed_at is null", connection)
        {
            Parameters =
            {
                new() { Value = projection.Name },
                new() { Value = position },
                new() { Value = Failures.Describe(fault) },
                new() { Value = projection.Version },
            },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>Words for a failure, for the operations page.</summary>
internal static class Failures
{
    private const int Longest = 500;

    internal static string Describe(Exception fault)
    {
        var text = fault is PostgresException error
            ? $"PostgreSQL {error.SqlState}: {error.MessageText}"
            : $"{fault.GetType().Name}: {fault.Message}";
        return text.Length <= Longest ? text : text[..Longest];
    }
}
