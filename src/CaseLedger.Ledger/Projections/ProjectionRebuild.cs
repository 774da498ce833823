using System.Threading.Channels;
using CaseLedger.Ledger.Reading;
using Npgsql;

namespace CaseLedger.Ledger.Projections;

/// <summary>Makes a projection's tables again from all events, while the old ones serve; then swaps them.</summary>
/// <param name="ledger">Whose events to apply.</param>
/// <param name="dataSource">Connects as the runtime role.</param>
/// <param name="options">Batches.</param>
public sealed class ProjectionRebuild(EventLedger ledger, NpgsqlDataSource dataSource, DaemonOptions? options = null)
{
    private readonly DaemonOptions options = options ?? new();

    /// <summary>Rebuilds one projection; also the way out for one that has failed.</summary>
    /// <param name="projection">What to rebuild.</param>
    /// <param name="progress">Told the number of events applied so far, now and then.</param>
    /// <param name="cancellationToken">Gives up; the old tables go on serving.</param>
    /// <returns>The number of events applied.</returns>
    /// <exception cref="InvalidOperationException">It is being rebuilt already.</exception>
    /// <exception cref="ProjectionFailedException">
    /// It fails on an event, or is a witness and would change; the old tables go on serving.
    /// </exception>
    public async Task<long> Run(
        Projection projection, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var only = await SessionLock.TryTake(connection, SessionLock.Rebuild, projection.Name, cancellationToken)
            ?? throw new InvalidOperationException($"The projection '{projection.Name}' is being rebuilt already.");
        return await Run(connection, projection, progress, cancellationToken);
    }

    /// <summary>Rebuilds while the caller holds the rebuild's lock on this connection.</summary>
    internal async Task<long> Run(
        NpgsqlConnection connection, Projection projection, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        await CreateEmpty(connection, projection, ProjectionSchema.Rebuild, cancellationToken);
        var position = await Fill(connection, projection, ProjectionSchema.Rebuild, 0, long.MaxValue, progress, cancellationToken);
        await InTransaction(
            connection,
            () => ProjectionTables.CreateIndexes(connection, projection, ProjectionSchema.Rebuild, cancellationToken),
            cancellationToken);

        // What has come meanwhile, without holding anybody up …
        position = await Fill(connection, projection, ProjectionSchema.Rebuild, position, long.MaxValue, progress, cancellationToken);

        // … and the last few under the checkpoint's lock, which the live runner takes too.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ProjectionTables.LockCheckpoint(connection, projection.Name, cancellationToken);
        position = await Apply(connection, projection, ProjectionSchema.Rebuild, position, cancellationToken);
        if (projection.IsWitness)
        {
            await RefuseOtherEvidence(connection, projection, cancellationToken);
        }

        await ProjectionTables.Swap(connection, projection, cancellationToken);
        await ProjectionTables.SetCheckpoint(connection, projection, position, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        progress?.Report(position);
        return position;
    }

    /// <summary>Makes empty tables, without secondary indexes, in place of what a broken attempt may have left.</summary>
    internal static Task CreateEmpty(
        NpgsqlConnection connection, Projection projection, string schema, CancellationToken cancellationToken) =>
        InTransaction(
            connection,
            async () =>
            {
                await ProjectionTables.Drop(connection, projection, schema, cancellationToken);
                await ProjectionTables.Create(connection, projection, schema, withIndexes: false, cancellationToken);
            },
            cancellationToken);

    /// <summary>Applies the events from one position up to another (or to the end as of now), in many transactions.</summary>
    /// <returns>The next position.</returns>
    internal async Task<long> Fill(
        NpgsqlConnection connection,
        Projection projection,
        string schema,
        long from,
        long to,
        IProgress<long>? progress,
        CancellationToken cancellationToken)
    {
        // Reading runs one batch ahead of writing, and no further: memory stays at a few batches.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<List<RecordedEvent>>(1);
        var reading = Task.Run(() => ReadAhead(from, to, batches.Writer, stopping.Token), CancellationToken.None);
        var position = from;
        try
        {
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                await ApplyInTransaction(connection, projection, schema, batch, cancellationToken);
                position = batch[^1].Position + 1;
                progress?.Report(position);
            }
        }
        finally
        {
            await stopping.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return position;
    }

    /// <summary>Whoever changed events would otherwise only have to rebuild their witness.</summary>
    private static async Task RefuseOtherEvidence(
        NpgsqlConnection connection, Projection projection, CancellationToken cancellationToken)
    {
        foreach (var table in projection.Tables)
        {
            if (!await ProjectionTables.Exists(connection, ProjectionSchema.Live, table, cancellationToken))
            {
                continue; // there is no evidence yet
            }

            await using var command = new NpgsqlCommand(
                $"""
                select min(position) from (
                  select * from {ProjectionSchema.Live}.{table} except all select * from {ProjectionSchema.Rebuild}.{table}) as changed
                """,
                connection)
            {
                CommandTimeout = 0,
            };
            if (await command.ExecuteScalarAsync(cancellationToken) is long position)
            {
                throw new ProjectionFailedException(
                    projection.Name,
                    position,
                    new InvalidDataException("the event is not what it was when it was recorded; the evidence is kept. Run an audit"));
            }
        }
    }

    private static async Task ApplyInTransaction(
        NpgsqlConnection connection,
        Projection projection,
        string schema,
        List<RecordedEvent> batch,
        CancellationToken cancellationToken)
    {
        try
        {
            await InTransaction(
                connection,
                async () =>
                {
                    // Fresh tables are worth nothing before the swap, whose own commit flushes all of this.
                    await ProjectionTables.Execute(connection, "set local synchronous_commit = off", cancellationToken);
                    await ProjectionTables.LeadTo(connection, schema, cancellationToken);
                    await projection.Apply(batch, new(connection), cancellationToken);
                },
                cancellationToken);
        }
        catch (Exception fault) when (Faults.OfAnEvent(fault, connection))
        {
            if (batch.Count == 1)
            {
                throw new ProjectionFailedException(projection.Name, batch[0].Position, fault);
            }

            // One of many: halve until it stands alone.
            var half = batch.Count / 2;
            await ApplyInTransaction(connection, projection, schema, batch[..half], cancellationToken);
            await ApplyInTransaction(connection, projection, schema, batch[half..], cancellationToken);
        }
    }

    /// <summary>Applies what has come since, within the connection's present transaction.</summary>
    internal async Task<long> Apply(
        NpgsqlConnection connection, Projection projection, string schema, long position, CancellationToken cancellationToken, long to = long.MaxValue)
    {
        await ProjectionTables.LeadTo(connection, schema, cancellationToken);
        while (true)
        {
            await using var command = new NpgsqlCommand(
                $"select {EventRows.Columns} from ledger.event where position >= $1 and position < $2 order by position limit $3", connection)
            {
                Parameters = { new() { Value = position }, new() { Value = to }, new() { Value = options.BatchEvents } },
            };
            var batch = await EventRows.All(command, cancellationToken);
            if (batch.Count == 0)
            {
                return position;
            }

            await projection.Apply(batch, new(connection), cancellationToken);
            position = batch[^1].Position + 1;
        }
    }

    private async Task ReadAhead(
        long from, long to, ChannelWriter<List<RecordedEvent>> batches, CancellationToken cancellationToken)
    {
        try
        {
            var batch = new List<RecordedEvent>();
            long bytes = 0;
            await foreach (var recorded in ledger.ReadAll(from, cancellationToken))
            {
                if (recorded.Position >= to)
                {
                    break;
                }

                batch.Add(recorded);
                bytes += recorded.Payload?.Length ?? 0;
                if (batch.Count >= options.BatchEvents || bytes >= options.BatchBytes)
                {
                    await batches.WriteAsync(batch, cancellationToken);
                    batch = new(batch.Count);
                    bytes = 0;
                }
            }

            if (batch.Count > 0)
            {
                await batches.WriteAsync(batch, cancellationToken);
            }

            batches.Complete();
        }
        catch (Exception fault)
        {
            batches.TryComplete(fault);
        }
    }

    private static async Task InTransaction(NpgsqlConnection connection, Func<Task> work, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await work();
        await transaction.CommitAsync(cancellationToken);
    }
}
