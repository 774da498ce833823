using CaseLedger.Ledger.Tests;
using CaseLedger.LocalPostgres;
using Xunit;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace CaseLedger.Ledger.Tests;

/// <summary>One throw-away cluster for the run, with a migrated template to clone.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    internal const string Template = "ledger";

    internal ThrowawayCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await ThrowawayCluster.Start(ct: TestContext.Current.CancellationToken);
        await MakeTemplate(Cluster);
    }

    internal static Task MakeTemplate(ThrowawayCluster cluster) =>
        cluster.MakeTemplate(Template, connection => Migrator.Run(connection, [MigrationSet.Ledger]));

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}
