using Npgsql;

namespace CaseLedger.Web.Tests.Support;

/// <summary>Makes the database refuse every change of a kind to one table, until it is disposed of.</summary>
internal sealed class Fault : IAsyncDisposable
{
    private readonly NpgsqlDataSource _owner;
    private readonly string _table;

    private Fault(NpgsqlDataSource owner, string table) => (_owner, _table) = (owner, table);

    /// <param name="server">The server.</param>
    /// <param name="table">The table, with its schema.</param>
    /// <param name="kinds">As a trigger names them: <c>insert or update</c>.</param>
    public static async Task<Fault> Of(TestServer server, string table, string kinds)
    {
        var fault = new Fault(NpgsqlDataSource.Create(server.ConnectionString), table);
        await fault.Do(
            $"""
            create function public.fault() returns trigger language plpgsql as $$ begin raise exception 'a fault that a test made'; end $$;
            create trigger fault before {kinds} on {table} for each row execute function public.fault()
            """);
        return fault;
    }

    public async ValueTask DisposeAsync()
    {
        await Do($"drop trigger fault on {_table}; drop function public.fault()");
        await _owner.DisposeAsync();
    }

    private async Task Do(string sql)
    {
        await using var command = _owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
