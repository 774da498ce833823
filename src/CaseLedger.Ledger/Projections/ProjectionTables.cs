using Npgsql;

namespace CaseLedger.Ledger.Projections;

/// <summary>The schemas in which a projection's tables can stand.</summary>
internal static class ProjectionSchema
{
    /// <summary>What is served.</summary>
    internal const string Live = "read";

    /// <summary>Being filled to replace what is served.</summary>
    internal const string Rebuild = "read_rebuild";

    /// <summary>Being filled to be compared with what is served.</summary>
    internal const string Audit = "read_audit";
}

/// <summary>Creates, drops, finds and swaps a projection's tables.</summary>
internal static class ProjectionTables
{
    /// <summary>Leads unqualified names to a schema, to the end of the transaction.</summary>
    internal static Task LeadTo(NpgsqlConnection connection, string schema, CancellationToken cancellationToken) =>
        Execute(connection, $"set local search_path = {schema}", cancellationToken);

    internal static async Task Create(
        NpgsqlConnection connection, Projection projection, string schema, bool withIndexes, CancellationToken cancellationToken)
    {
        await LeadTo(connection, schema, cancellationToken);
        await Execute(connection, projection.CreateTables, cancellationToken);
        if (withIndexes)
        {
            await CreateIndexes(connection, projection, schema, cancellationToken);
        }
    }

    internal static async Task CreateIndexes(
        NpgsqlConnection connection, Projection projection, string schema, CancellationToken cancellationToken)
    {
        if (projection.CreateIndexes.Length > 0)
        {
            await LeadTo(connection, schema, cancellationToken);
            await Execute(connection, projection.CreateIndexes, cancellationToken);
        }
    }

    internal static async Task Drop(
        NpgsqlConnection connection, Projection projection, string schema, CancellationToken cancellationToken)
    {
        foreach (var table in projection.Tables)
        {
            await Execute(connection, $"drop table if exists {schema}.{table} cascade", cancellationToken);
        }
    }

    internal static async Task Swap(NpgsqlConnection connection, Projection projection, CancellationToken cancellationToken)
    {
        await Drop(connection, projection, ProjectionSchema.Live, cancellationToken);
        foreach (var table in projection.Tables)
        {
            await Execute(
                connection,
                $"alter table {ProjectionSchema.Rebuild}.{table} set schema {ProjectionSchema.Live}",
                cancellationToken);
        }
    }

    /// <summary>The projection's row as of now; null where it has none.</summary>
    internal static Task<Checkpoint?> ReadCheckpoint(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        Checkpoint(connection, name, "", cancellationToken);

    /// <summary>The projection's row, locked to the end of the transaction: nobody else moves the checkpoint meanwhile.</summary>
    internal static Task<Checkpoint?> LockCheckpoint(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        Checkpoint(connection, name, "for update", cancellationToken);

    /// <summary>As <see cref="LockCheckpoint"/>, but null also where somebody else holds the row.</summary>
    internal static Task<Checkpoint?> TryLockCheckpoint(NpgsqlConnection connection, string name, CancellationToken cancellationToken) =>
        Checkpoint(connection, name, "for update skip locked", cancellationToken);

    private static async Task<Checkpoint?> Checkpoint(
        NpgsqlConnection connection, string name, string locking, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"select version, position, failed_at from read.projection where name = $1 {locking}", connection)
        {
            Parameters = { new() { Value = name } },
            CommandTimeout = 0, // whoever holds it may be swapping tables, which waits for readers
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetInt32(0), reader.GetInt64(1), await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetInt64(2))
            : null;
    }

    internal static async Task SetCheckpoint(
        NpgsqlConnection connection, Projection projection, long position, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into read.projection (name, version, position) values ($1, $2, $3)
            on conflict (name) do update
               set version = excluded.version, position = excluded.position, failed_at = null, failure = null
            """,
            connection)
        {
            Parameters = { new() { Value = projection.Name }, new() { Value = projection.Version }, new() { Value = position } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    internal static async Task<bool> Exists(
        NpgsqlConnection connection, string schema, string table, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select to_regclass($1) is not null", connection)
        {
            Parameters = { new() { Value = $"{schema}.{table}" } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    internal static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>How far a projection's tables are.</summary>
internal sealed record Checkpoint(int Version, long Position, long? FailedAt);
