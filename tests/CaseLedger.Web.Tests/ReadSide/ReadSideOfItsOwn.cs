using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.ReadSide;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Writing;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Tests.ReadSide;

/// <summary>A ledger with its views and no server, so that a test decides when the views are kept up to date.</summary>
internal sealed class ReadSideOfItsOwn : IAsyncDisposable
{
    private readonly string _owner;

    private ReadSideOfItsOwn(string connectionString)
    {
        _owner = connectionString;
        Database = NpgsqlDataSource.Create(RuntimeConnection.For(connectionString));
        Ledger = new(Database);
        var deciding = new Deciding(Ledger, SystemClock.Instance);
        (Cases, Incidents) = (new(deciding), new(deciding));
    }

    public NpgsqlDataSource Database { get; }

    public EventLedger Ledger { get; }

    public CaseStore Cases { get; }

    public IncidentStore Incidents { get; }

    public static async Task<ReadSideOfItsOwn> Create(Postgres postgres)
    {
        var made = new ReadSideOfItsOwn(await postgres.CreateMigrated());
        await made.Daemon().Prepare();
        return made;
    }

    /// <summary>A daemon that takes few events at once, so that there are many moments at which it can be stopped.</summary>
    public ProjectionDaemon Daemon(int batch = 5) => new(Ledger, Database, Projections.All, new() { BatchEvents = batch });

    /// <summary>Lets a daemon run until the views have everything.</summary>
    public async Task CatchUp()
    {
        using var stop = new CancellationTokenSource();
        var daemon = Daemon();
        var running = daemon.Run(stop.Token);
        try
        {
            Assert.True(await daemon.WaitFor((await Ledger.Head()).Size, TimeSpan.FromSeconds(30)));
            Assert.All(await daemon.Status(), status => Assert.Null(status.Failure));
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    /// <summary>Ends every connection to the database, as a server's crash would; only the owner may.</summary>
    public async Task CutConnections()
    {
        await using var owner = NpgsqlDataSource.Create(_owner);
        await using var command = owner.CreateCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await command.ExecuteScalarAsync();
        Database.Clear();
    }

    /// <summary>All rows of all views, as text.</summary>
    public async Task<Dictionary<string, List<string>>> Dump()
    {
        var tables = new Dictionary<string, List<string>>();
        foreach (var table in Projections.All.SelectMany(projection => projection.Tables))
        {
            await using var command = Database.CreateCommand($"select t::text from read.{table} t order by 1");
            await using var rows = await command.ExecuteReaderAsync();
            tables.Add(table, []);
            while (await rows.ReadAsync())
            {
                tables[table].Add(rows.GetString(0));
            }
        }

        return tables;
    }

    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await Database.DisposeAsync();
    }
}
