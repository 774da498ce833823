using Npgsql;

namespace CaseLedger.Web.Operations;

/// <summary>How the database server is.</summary>
/// <param name="Version">PostgreSQL's, as it writes it.</param>
/// <param name="Bytes">The whole database on disk.</param>
/// <param name="Connections">Connections to the server now, this page's among them.</param>
/// <param name="MostConnections">As many as the server takes.</param>
/// <param name="LedgerBytes">The events on disk, with their indexes.</param>
internal sealed record DatabaseState(string Version, long Bytes, int Connections, int MostConnections, long LedgerBytes);

/// <summary>A table on disk.</summary>
/// <param name="Name">With its schema.</param>
/// <param name="Bytes">With its indexes.</param>
/// <param name="Rows">As the server estimates; null where it never has.</param>
internal sealed record TableSize(string Name, long Bytes, long? Rows);

/// <summary>Asks the database how it is. Nothing here counts rows: what it asks for is known to the server already.</summary>
internal sealed class OperationsTable(NpgsqlDataSource database)
{
    private const int MostTables = 12;

    /// <summary>How the server is.</summary>
    public async Task<DatabaseState> State(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select split_part(current_setting('server_version'), ' ', 1),
                   pg_database_size(current_database()),
                   (select sum(numbackends)::int from pg_stat_database),
                   current_setting('max_connections')::int,
                   pg_total_relation_size('ledger.event')
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return new(rows.GetString(0), rows.GetInt64(1), rows.GetInt32(2), rows.GetInt32(3), rows.GetInt64(4));
    }

    /// <summary>The product's biggest tables, the biggest first.</summary>
    public async Task<IReadOnlyList<TableSize>> Biggest(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select n.nspname || '.' || c.relname, pg_total_relation_size(c.oid) as bytes, c.reltuples::bigint
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
             where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
             order by bytes desc, 1
             limit {MostTables}
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var tables = new List<TableSize>();
        while (await rows.ReadAsync(cancellationToken))
        {
            tables.Add(new(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2) is >= 0 and var estimate ? estimate : null));
        }

        return tables;
    }
}
