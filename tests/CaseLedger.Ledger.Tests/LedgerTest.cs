using System.Text;
using CaseLedger.Ledger.Auditing;
using CaseLedger.Ledger.Projections;
using CaseLedger.LocalPostgres;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests;

/// <summary>
/// A test on a database of its own. Afterwards the whole ledger is audited: whatever a test did, it must have left
/// positions and versions dense, time in order, and commitments that hold.
/// </summary>
public abstract class LedgerTest(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> toDispose = [];

    internal ThrowawayCluster Cluster { get; } = postgres.Cluster;

    /// <summary>Connects as the cluster's superuser.</summary>
    internal string OwnerConnectionString { get; private set; } = "";

    internal NpgsqlDataSource Owner { get; private set; } = null!;

    internal NpgsqlDataSource Runtime { get; private set; } = null!;

    internal EventLedger Ledger { get; private set; } = null!;

    /// <summary>False in tests that damage the ledger on purpose, or that leave no server behind.</summary>
    protected bool AuditAfterwards { get; set; } = true;

    internal virtual IReadOnlyList<Projection> Projections => [];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        OwnerConnectionString = await Cluster.CreateDatabase(PostgresFixture.Template, Cancellation);
        Owner = NpgsqlDataSource.Create(OwnerConnectionString);
        Runtime = NpgsqlDataSource.Create(RuntimeConnection.For(OwnerConnectionString));
        Ledger = Disposed(new EventLedger(Runtime));
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (AuditAfterwards)
        {
            var report = await Audit();
            Assert.True(report.IsClean, string.Join('\n', report.Findings));
        }

        foreach (var disposable in Enumerable.Reverse(toDispose))
        {
            await disposable.DisposeAsync();
        }

        await Runtime.DisposeAsync();
        await Owner.DisposeAsync();
        await Cluster.DropDatabase(OwnerConnectionString);
    }

    internal Task<AuditReport> Audit() => new LedgerAudit(Ledger, Runtime, Projections).Run(cancellationToken: CancellationToken.None);

    internal T Disposed<T>(T disposable)
        where T : IAsyncDisposable
    {
        toDispose.Add(disposable);
        return disposable;
    }

    internal static NewEvent Event(string text = "{}", Guid? id = null, string type = "noted.v1") =>
        new(id ?? Guid.NewGuid(), type, Encoding.UTF8.GetBytes(text));

    internal static AppendRequest Request(string stream, ExpectedVersion expected, params NewEvent[] events) =>
        new(stream, expected, "agent:test", events);

    /// <summary>Appends one event each and expects it to be recorded.</summary>
    internal async Task<IReadOnlyList<Receipt>> Record(string stream, params string[] texts)
    {
        var receipts = new List<Receipt>();
        foreach (var text in texts)
        {
            var outcome = await Ledger.Append(Request(stream, ExpectedVersion.Any, Event(text)), Cancellation);
            receipts.AddRange(Assert.IsType<AppendOutcome.Appended>(outcome).Receipts);
        }

        return receipts;
    }

    internal async Task<List<RecordedEvent>> All()
    {
        var all = new List<RecordedEvent>();
        await foreach (var recorded in Ledger.ReadAll(0, Cancellation))
        {
            all.Add(recorded);
        }

        return all;
    }

    internal static async Task<int> Execute(NpgsqlDataSource dataSource, string sql, params object[] parameters)
    {
        await using var command = dataSource.CreateCommand(sql);
        foreach (var value in parameters)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteNonQueryAsync(Cancellation);
    }

    internal static async Task<T> Scalar<T>(NpgsqlDataSource dataSource, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync(Cancellation))!;
    }
}
