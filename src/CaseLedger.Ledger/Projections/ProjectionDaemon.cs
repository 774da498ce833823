using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CaseLedger.Ledger.Projections;

/// <summary>
/// Keeps projections up to date: each by one runner in all processes together, each checkpoint moving in the
/// transaction of its rows.
/// </summary>
public sealed class ProjectionDaemon
{
    private readonly EventLedger ledger;
    private readonly NpgsqlDataSource dataSource;
    private readonly ILogger logger;
    private readonly DaemonOptions options;
    private readonly List<ProjectionRunner> runners;

    /// <summary>Makes a daemon; nothing runs yet.</summary>
    /// <param name="ledger">Whose events to apply.</param>
    /// <param name="dataSource">Connects as the runtime role.</param>
    /// <param name="projections">What to keep up to date; names are unique.</param>
    /// <param name="options">Batches and intervals.</param>
    /// <param name="loggers">Where to log; nowhere by default.</param>
    public ProjectionDaemon(
        EventLedger ledger,
        NpgsqlDataSource dataSource,
        IReadOnlyList<Projection> projections,
        DaemonOptions? options = null,
        ILoggerFactory? loggers = null)
    {
        this.ledger = ledger;
        this.dataSource = dataSource;
        this.options = options ?? new();
        logger = (loggers ?? NullLoggerFactory.Instance).CreateLogger<ProjectionDaemon>();
        Projections = projections;
        var besideBulk = new BesideBulk(ledger.Signal, new(1, 1));
        runners = [.. projections.Select(p => new ProjectionRunner(p, dataSource, ledger.Signal, besideBulk, this.options, logger))];
    }

    /// <summary>What this daemon keeps up to date.</summary>
    public IReadOnlyList<Projection> Projections { get; }

    /// <summary>
    /// Makes sure that every projection has tables in the shape that this program reads: creates missing ones,
    /// and rebuilds those that an older version made. To be awaited before serving.
    /// </summary>
    /// <param name="cancellationToken">Stops; what was begun is begun anew next time.</param>
    /// <exception cref="MigrationException">A newer version of the program has made the tables.</exception>
    /// <exception cref="ProjectionFailedException">A rebuild fails on an event.</exception>
    public async Task Prepare(CancellationToken cancellationToken = default)
    {
        foreach (var projection in Projections)
        {
            await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
            if (IsCurrent(projection, await ProjectionTables.ReadCheckpoint(connection, projection.Name, cancellationToken)))
            {
                continue;
            }

            // One process makes them, the others wait and find it done.
            await using var only = await SessionLock.Take(connection, SessionLock.Rebuild, projection.Name, cancellationToken);
            var checkpoint = await ProjectionTables.ReadCheckpoint(connection, projection.Name, cancellationToken);
            if (checkpoint is null)
            {
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                await ProjectionTables.Create(connection, projection, ProjectionSchema.Live, withIndexes: true, cancellationToken);
                await ProjectionTables.SetCheckpoint(connection, projection, 0, cancellationToken);
                await transaction.CommitAsync(cancellationToken);
            }
            else if (!IsCurrent(projection, checkpoint))
            {
                logger.LogInformation(
                    "Projection {Projection} was made by version {Old}; rebuilding it as version {New}.",
                    projection.Name, checkpoint.Version, projection.Version);
                await new ProjectionRebuild(ledger, dataSource, options).Run(connection, projection, progress: null, cancellationToken);
            }
        }
    }

    private static bool IsCurrent(Projection projection, Checkpoint? checkpoint) =>
        checkpoint?.Version > projection.Version
            ? throw new MigrationException(
                $"The projection '{projection.Name}' was made by version {checkpoint.Version} of it, this program knows version {projection.Version}: run the newer program.")
            : checkpoint?.Version == projection.Version;

    /// <summary>Runs until cancelled. A projection that fails on an event stops; the others go on.</summary>
    /// <param name="cancellationToken">Ends the running; a batch under way is rolled back.</param>
    public Task Run(CancellationToken cancellationToken) =>
        Task.WhenAll(runners.Select(runner => Task.Run(() => runner.Run(cancellationToken), CancellationToken.None)));

    /// <summary>
    /// Waits until every projection that has not failed has applied the events before a position, in whichever process.
    /// </summary>
    /// <param name="position">The position that must not be lacking any more is <c>position − 1</c>.</param>
    /// <param name="atMost">After this the wait ends all the same.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether they have.</returns>
    public async Task<bool> WaitFor(long position, TimeSpan atMost, CancellationToken cancellationToken = default)
    {
        var until = Environment.TickCount64 + (long)atMost.TotalMilliseconds;
        while (true)
        {
            if (runners.TrueForAll(runner => runner.Applied >= position))
            {
                return true;
            }

            await using (var command = dataSource.CreateCommand(
                "select coalesce(min(position) filter (where failed_at is null), $1) from read.projection where name = any ($2)"))
            {
                command.Parameters.Add(new() { Value = position });
                command.Parameters.Add(new() { Value = Projections.Select(p => p.Name).ToArray() });
                if ((long)(await command.ExecuteScalarAsync(cancellationToken))! >= position)
                {
                    return true;
                }
            }

            if (Environment.TickCount64 >= until)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken);
        }
    }

    /// <summary>How every projection in the database stands, by name.</summary>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<IReadOnlyList<ProjectionStatus>> Status(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            """
            select p.name, p.version, p.position, greatest(h.size - p.position, 0), p.failed_at, p.failure
              from read.projection p cross join ledger.head h
             order by p.name
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var status = new List<ProjectionStatus>();
        while (await reader.ReadAsync(cancellationToken))
        {
            status.Add(new(
                reader.GetString(0),
                reader.GetInt32(1),
                reader.GetInt64(2),
                reader.GetInt64(3),
                await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetInt64(4),
                await reader.IsDBNullAsync(5, cancellationToken) ? null : reader.GetString(5)));
        }

        return status;
    }
}
