using System.Data;
using CaseLedger.Ledger.Projections;
using CaseLedger.Transparency;
using NodaTime;
using Npgsql;

namespace CaseLedger.Ledger.Auditing;

/// <summary>
/// Walks the whole ledger: positions dense, time never running back, versions dense in every stream, commitments
/// holding, and every projection equal to a fresh fold, row for row.
/// </summary>
/// <remarks>
/// Reads the events once and in bounded memory, but for one number a stream. Changes nothing but tables
/// of its own, which it drops. Appends and projections go on meanwhile.
/// </remarks>
/// <param name="ledger">What to audit.</param>
/// <param name="dataSource">Connects as the runtime role.</param>
/// <param name="projections">What to compare with a fresh fold.</param>
public sealed class LedgerAudit(EventLedger ledger, NpgsqlDataSource dataSource, IReadOnlyList<Projection> projections)
{
    /// <summary>Findings beyond this many are not listed: the first ones tell where it began.</summary>
    public const int MostFindings = 100;

    private readonly List<Finding> findings = [];

    /// <summary>Audits.</summary>
    /// <param name="progress">Told the number of events read so far, now and then.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidOperationException">Another audit is running.</exception>
    public async Task<AuditReport> Run(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        findings.Clear();
        var (events, redacted) = await WalkEvents(progress, cancellationToken);
        var compared = new List<ComparedProjection>();
        foreach (var projection in projections)
        {
            try
            {
                if (await Compare(projection, cancellationToken) is { } done)
                {
                    compared.Add(done);
                }
            }
            catch (ProjectionFailedException fault)
            {
                Report(fault.Position, FindingKind.ProjectionFails, fault.Message);
            }
        }

        return new(
            events,
            redacted,
            [.. findings.OrderBy(f => f.Position).ThenBy(f => f.Kind).Take(MostFindings)],
            compared);
    }

    private void Report(long position, FindingKind kind, string detail)
    {
        // The walk reports in order of position, so that what is left out is never the first.
        if (findings.Count(f => f.Kind == kind) < MostFindings)
        {
            findings.Add(new(position, kind, detail));
        }
    }

    private async Task<(long Events, long Redacted)> WalkEvents(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var before = await ledger.Head(cancellationToken);
        var versions = new Dictionary<string, int>();
        var (next, events, redacted) = (0L, 0L, 0L);
        var last = Instant.MinValue;
        await foreach (var recorded in ledger.ReadAll(0, cancellationToken))
        {
            if (recorded.Position > next)
            {
                Report(next, FindingKind.Missing, recorded.Position == next + 1
                    ? "no event stands here"
                    : $"no event stands here up to {recorded.Position - 1}");
            }

            if (recorded.RecordedAt < last)
            {
                Report(recorded.Position, FindingKind.TimeRunsBack, $"recorded at {recorded.RecordedAt}, the one before at {last}");
            }

            var expected = versions.GetValueOrDefault(recorded.Stream) + 1;
            if (recorded.Version != expected)
            {
                Report(recorded.Position, FindingKind.VersionBroken, $"{recorded.Stream} should be at version {expected}, is at {recorded.Version}");
            }

            if (recorded is { Salt: { } salt, Payload: { } payload })
            {
                if (!Commitment.Holds(recorded.Commitment, salt, payload))
                {
                    Report(recorded.Position, FindingKind.CommitmentBroken, $"the payload of {recorded.EventId} is not the one that was committed to");
                }
            }
            else
            {
                redacted++;
            }

            versions[recorded.Stream] = recorded.Version;
            last = recorded.RecordedAt;
            next = recorded.Position + 1;
            events++;
            if (events % 10_000 == 0)
            {
                progress?.Report(events);
            }
        }

        var after = await ledger.Head(cancellationToken);
        if (next < before.Size)
        {
            Report(next, FindingKind.Missing, $"the ledger's size is {before.Size}, but no event stands from here on");
        }
        else if (next > after.Size)
        {
            Report(after.Size, FindingKind.BeyondHead, $"the ledger's size is {after.Size}, but events stand up to {next - 1}");
        }

        progress?.Report(events);
        return (events, redacted);
    }

    private async Task<ComparedProjection?> Compare(Projection projection, CancellationToken cancellationToken)
    {
        var rebuild = new ProjectionRebuild(ledger, dataSource);
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await using var only = await SessionLock.TryTake(connection, SessionLock.Audit, projection.Name, cancellationToken)
            ?? throw new InvalidOperationException("Another audit is running.");

        // Swapped tables would be empty in a snapshot from before the swap.
        await using var noRebuild = await SessionLock.Take(connection, SessionLock.Rebuild, projection.Name, cancellationToken);

        if (await ProjectionTables.ReadCheckpoint(connection, projection.Name, cancellationToken) is not { } checkpoint)
        {
            foreach (var table in projection.Tables)
            {
                if (await ProjectionTables.Exists(connection, ProjectionSchema.Live, table, cancellationToken))
                {
                    Report(0, FindingKind.ProjectionDiffers, $"{projection.Name} has its table {table} but no checkpoint: somebody removed it");
                }
            }

            return null; // or it was never made: nobody has served from this ledger yet
        }

        await ProjectionRebuild.CreateEmpty(connection, projection, ProjectionSchema.Audit, cancellationToken);
        try
        {
            var position = await rebuild.Fill(
                connection, projection, ProjectionSchema.Audit, 0, checkpoint.Position, progress: null, cancellationToken);

            // The last few, and the comparison, in one snapshot: in it the live tables agree with their checkpoint,
            // and the runner goes on meanwhile.
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            var live = await ProjectionTables.ReadCheckpoint(connection, projection.Name, cancellationToken);
            if (live is null || live.Version != projection.Version)
            {
                Report(0, FindingKind.ProjectionDiffers, $"{projection.Name} was made by another version of the program: rebuild it");
                return null;
            }

            await rebuild.Apply(connection, projection, ProjectionSchema.Audit, position, cancellationToken, live.Position);
            if (live.FailedAt is { } failedAt)
            {
                Report(failedAt, FindingKind.ProjectionFails, $"{projection.Name} stopped here");
            }

            long rows = 0;
            foreach (var table in projection.Tables)
            {
                rows += await CompareTable(connection, projection, table, cancellationToken);
            }

            return new(projection.Name, live.Position, rows);
        }
        catch (PostgresException fault) when (fault.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn)
        {
            Report(0, FindingKind.ProjectionDiffers, $"{projection.Name} lacks a table or a column: {fault.MessageText}");
            return null;
        }
        finally
        {
            await ProjectionTables.Drop(connection, projection, ProjectionSchema.Audit, CancellationToken.None);
        }
    }

    private async Task<long> CompareTable(
        NpgsqlConnection connection, Projection projection, string table, CancellationToken cancellationToken)
    {
        // Columns by name, not by order: a table that was altered by hand must not pass as different for that alone.
        var columns = new List<string>();
        await using (var command = new NpgsqlCommand(
            "select attname from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum", connection)
        {
            Parameters = { new() { Value = $"{ProjectionSchema.Audit}.{table}" } },
        })
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                columns.Add(reader.GetString(0));
            }
        }

        var list = string.Join(", ", columns.Select(c => $"\"{c}\""));
        var position = columns.Contains("position") ? "position" : "0::bigint";
        await using var compare = new NpgsqlCommand(
            $"""
            with fresh as (select {list} from {ProjectionSchema.Audit}.{table}),
                 live as (select {list} from {ProjectionSchema.Live}.{table}),
                 lacking as (select * from fresh except all select * from live),
                 extra as (select * from live except all select * from fresh)
            select (select count(*) from fresh), (select count(*) from lacking), (select count(*) from extra),
                   least((select min({position}) from lacking), (select min({position}) from extra))
            """,
            connection)
        {
            CommandTimeout = 0,
        };
        await using var result = await compare.ExecuteReaderAsync(cancellationToken);
        await result.ReadAsync(cancellationToken);
        var (rows, lacking, extra) = (result.GetInt64(0), result.GetInt64(1), result.GetInt64(2));
        if (lacking + extra > 0)
        {
            Report(
                await result.IsDBNullAsync(3, cancellationToken) ? 0 : result.GetInt64(3),
                FindingKind.ProjectionDiffers,
                $"{projection.Name}: table {table} lacks {lacking} rows of a fresh fold and holds {extra} others");
        }

        return rows;
    }
}
