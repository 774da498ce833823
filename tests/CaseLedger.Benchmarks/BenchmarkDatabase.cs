using CaseLedger.Ledger;
using CaseLedger.LocalPostgres;
using Npgsql;

namespace CaseLedger.Benchmarks;

/// <summary>A migrated database on the run's throw-away cluster.</summary>
internal sealed class BenchmarkDatabase : IAsyncDisposable
{
    private const string Template = "benchmark";
    private readonly ThrowawayCluster cluster;
    private readonly string connectionString;

    private BenchmarkDatabase(ThrowawayCluster cluster, string connectionString)
    {
        this.cluster = cluster;
        this.connectionString = connectionString;
        Raw = NpgsqlDataSource.Create(connectionString);
        Runtime = NpgsqlDataSource.Create(RuntimeConnection.For(connectionString));
    }

    /// <summary>The cluster's own account, for raw work and tables of our own.</summary>
    internal NpgsqlDataSource Raw { get; }

    /// <summary>As the product connects.</summary>
    internal NpgsqlDataSource Runtime { get; }

    internal static async Task<BenchmarkDatabase> Create(ThrowawayCluster cluster)
    {
        await cluster.MakeTemplate(Template, connection => Migrator.Run(connection, [MigrationSet.Ledger]));
        return new(cluster, await cluster.CreateDatabase(Template));
    }

    internal async Task<BenchmarkDatabase> Another() => new(cluster, await cluster.CreateDatabase(Template));

    internal EventLedger OpenLedger() => new(Runtime);

    internal Task CreateRaw(string table) => RawEvents.CreateTable(Raw, table);

    public async ValueTask DisposeAsync()
    {
        await Raw.DisposeAsync();
        await Runtime.DisposeAsync();
        await cluster.DropDatabase(connectionString);
    }
}
