using CaseLedger.LocalPostgres;
using CaseLedger.Web.Hosting;

[assembly: AssemblyFixture(typeof(CaseLedger.Web.Tests.Support.Postgres))]

namespace CaseLedger.Web.Tests.Support;

/// <summary>One PostgreSQL for the whole run, with a migrated template from which every test class gets its own database.</summary>
public sealed class Postgres : IAsyncLifetime
{
    private const string Template = "migrated";

    private ThrowawayCluster? _cluster;

    private ThrowawayCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster has not been started.");

    public async ValueTask InitializeAsync()
    {
        _cluster = await ThrowawayCluster.Start();
        await _cluster.MakeTemplate(Template, async connectionString =>
        {
            await using var database = await Database.Open(new() { Runtime = connectionString }, _ => { }, CancellationToken.None);
            await database.Migrate(_ => { }, CancellationToken.None);
        });
    }

    /// <summary>A migrated database of the caller's own.</summary>
    public Task<string> CreateMigrated() => Cluster.CreateDatabase(Template);

    /// <summary>An empty database of the caller's own.</summary>
    public Task<string> CreateEmpty() => Cluster.CreateDatabase();

    /// <summary>Kills the server as a crash would; for tests that have a server to themselves.</summary>
    public Task Kill() => Cluster.Kill();

    /// <summary>Starts the server again on the same data.</summary>
    public Task Restart() => Cluster.Restart();

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }
    }
}
