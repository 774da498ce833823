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
        (Cases, Incidents) = (new(deciding, Ledger, new(Database)), new(deciding));
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
    public ProjectionDaemon Daemon(int batch = 5) => new(Ledger, Database, Projections.All, new() { BatchEvents = batch, PollInterval = TimeSpan.FromMilliseconds(20) });

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

    /// <summary>
    /// Lets no batch write to a table, until one waits there with what it has written so far, and ends its connection, as
    /// a crash in the middle of a batch would.
    /// </summary>
    /// <param name="table">A table of the views.</param>
    /// <param name="meanwhile">Makes the events of the batch; they go on arriving while it is cut.</param>
    /// <returns>Whether a batch came; where none had anything to write there, nothing is cut.</returns>
    public async Task<bool> CutInMidBatch(string table, Func<Task> meanwhile)
    {
        await using var owner = NpgsqlDataSource.Create(_owner);
        await using var connection = await owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var block = new NpgsqlCommand($"lock table read.{table} in exclusive mode", connection, transaction);
        await block.ExecuteNonQueryAsync();
        await using var cut = new NpgsqlCommand(
            "select count(pg_terminate_backend(pid)) from pg_stat_activity where pg_backend_pid() = any (pg_blocking_pids(pid))", connection, transaction);
        var arriving = Task.Run(meanwhile);
        var isCut = false;
        for (var left = 50; !isCut && left > 0; left -= arriving.IsCompleted ? 1 : 0)
        {
            isCut = (long)(await cut.ExecuteScalarAsync())! > 0;
            await Task.Delay(2);
        }

        await transaction.RollbackAsync();
        await arriving;
        return isCut;
    }

    /// <summary>All rows of all views, each by its columns' names.</summary>
    public async Task<Dictionary<string, List<Dictionary<string, object?>>>> Rows()
    {
        var tables = new Dictionary<string, List<Dictionary<string, object?>>>();
        foreach (var table in Projections.All.SelectMany(projection => projection.Tables))
        {
            await using var command = Database.CreateCommand($"select * from read.{table}");
            await using var rows = await command.ExecuteReaderAsync();
            tables.Add(table, []);
            while (await rows.ReadAsync())
            {
                tables[table].Add(Enumerable.Range(0, rows.FieldCount).ToDictionary(rows.GetName, i => rows.IsDBNull(i) ? null : rows.GetValue(i)));
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
