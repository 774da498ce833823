using CaseLedger.LocalPostgres;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

public sealed class ThrowawayClusterTests
{
    [Fact]
    public async Task CreateDatabase_FromATemplate_HoldsWhatTheTemplateHoldsAndIsApart()
    {
        await using var cluster = await ThrowawayCluster.Start();
        await cluster.MakeTemplate("migrated", async template => await Sql.Run(template, "create table fact (n int); insert into fact values (1)"));

        var one = await cluster.CreateDatabase("migrated");
        var other = await cluster.CreateDatabase("migrated");
        await Sql.Run(one, "insert into fact values (2)");

        Assert.Equal(2L, await Sql.Scalar<long>(one, "select count(*) from fact"));
        Assert.Equal(1L, await Sql.Scalar<long>(other, "select count(*) from fact"));
        await cluster.DropDatabase(one);
        var gone = await Assert.ThrowsAsync<PostgresException>(() => Sql.Run(one, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, gone.SqlState);
    }

    [Theory]
    [InlineData(ClusterListen.Socket)]
    [InlineData(ClusterListen.Loopback)]
    public async Task Restart_AfterKill_KeepsWhatWasCommittedAndTheConnectionString(ClusterListen listen)
    {
        await using var cluster = await ThrowawayCluster.Start(listen: listen);
        var database = await cluster.CreateDatabase();
        await Sql.Run(database, "create table fact (n int); insert into fact values (1)");

        await cluster.Kill();
        await cluster.Restart();

        Assert.Equal(1L, await Sql.Scalar<long>(database, "select count(*) from fact"));
    }

    [Fact]
    public async Task DisposeAsync_LeavesNoServerAndNoDirectory()
    {
        string directory;
        int server;
        await using (var cluster = await ThrowawayCluster.Start())
            (directory, server) = (cluster.Cluster.DataDirectory, cluster.Cluster.ServerProcessId);

        Assert.False(Directory.Exists(directory));
        Assert.False(Processes.IsAlive(server));
    }
}
