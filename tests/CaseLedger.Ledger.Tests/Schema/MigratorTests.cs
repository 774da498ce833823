using CaseLedger.LocalPostgres;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.Schema;

public sealed class MigratorTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_SeveralProcessesAtOnceOnAnEmptyDatabase_EachFileIsAppliedOnce()
    {
        var connectionString = await postgres.Cluster.CreateDatabase(ct: Cancellation);
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ =>
            Task.Run(() => Migrator.Run(connectionString, [MigrationSet.Ledger], Cancellation), Cancellation)));

        var files = MigrationSet.Ledger.Migrations().Select(m => $"ledger/{m.File}").ToList();
        Assert.Equal(files, applied.SelectMany(a => a));
        Assert.Empty(await Migrator.Run(connectionString, [MigrationSet.Ledger], Cancellation));
        await postgres.Cluster.DropDatabase(connectionString, Cancellation);
    }

    [Fact]
    public async Task Run_SeveralDatabasesAtOnce_ShareTheRoles()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => postgres.Cluster.CreateDatabase(ct: Cancellation)));
        await Task.WhenAll(databases.Select(d => Migrator.Run(d, [MigrationSet.Ledger], Cancellation)));
        foreach (var database in databases)
        {
            await postgres.Cluster.DropDatabase(database, Cancellation);
        }
    }

    [Fact]
    public async Task Run_AsAnOrdinaryOwnerWhoMayCreateRoles_Works()
    {
        // A server of its own: on the shared one the roles are there already, and making them is half of the point.
        await using var cluster = await ThrowawayCluster.Start(ct: Cancellation);
        var superuser = await cluster.CreateDatabase(ct: Cancellation);
        await Execute(superuser, $"""
            create role deployer login createrole password 'deployer';
            create role another login createrole password 'another';
            alter database "{NameOf(superuser)}" owner to deployer
            """);
        var deployer = new NpgsqlConnectionStringBuilder(superuser) { Username = "deployer", Password = "deployer" }.ConnectionString;
        await Migrator.Run(deployer, [MigrationSet.Ledger], Cancellation);
        Assert.Empty(await Migrator.Run(deployer, [MigrationSet.Ledger], Cancellation));

        await using (var dataSource = NpgsqlDataSource.Create(RuntimeConnection.For(deployer)))
        await using (var ledger = new EventLedger(dataSource))
        {
            var outcome = await ledger.Append(LedgerTest.Request("a", ExpectedVersion.NoStream, LedgerTest.Event()), Cancellation);
            Assert.IsType<AppendOutcome.Appended>(outcome);
        }

        // Another login can't make itself a member of roles that somebody else made, and is told what to do.
        var second = await cluster.CreateDatabase(ct: Cancellation);
        await Execute(second, $"alter database \"{NameOf(second)}\" owner to another");
        var another = new NpgsqlConnectionStringBuilder(second) { Username = "another", Password = "another" }.ConnectionString;
        if (cluster.Cluster.MajorVersion >= 16)
        {
            var refused = await Assert.ThrowsAsync<MigrationException>(() => Migrator.Run(another, [MigrationSet.Ledger], Cancellation));
            Assert.Contains("grant caseledger_owner, caseledger_app to \"another\"", refused.Message, StringComparison.Ordinal);
        }

        await Execute(second, "grant caseledger_owner, caseledger_app to another");
        await Migrator.Run(another, [MigrationSet.Ledger], Cancellation);

        // And once a member, it can go on with what the first began.
        Assert.Empty(await Migrator.Run(
            new NpgsqlConnectionStringBuilder(superuser) { Username = "another", Password = "another" }.ConnectionString,
            [MigrationSet.Ledger], Cancellation));
    }

    private static string NameOf(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    [Fact]
    public async Task Run_AFileWasEditedAfterItWasApplied_IsRefused()
    {
        var connectionString = await postgres.Cluster.CreateDatabase(PostgresFixture.Template, Cancellation);
        await Execute(connectionString, "update ledger.migration set digest = 'other' where number = 2");
        var refused = await Assert.ThrowsAsync<MigrationException>(() => Migrator.Run(connectionString, [MigrationSet.Ledger], Cancellation));
        Assert.Contains("0002_event.sql", refused.Message, StringComparison.Ordinal);
        await postgres.Cluster.DropDatabase(connectionString, Cancellation);
    }

    [Fact]
    public async Task Run_ANewerProgramHasMigrated_IsRefused()
    {
        var connectionString = await postgres.Cluster.CreateDatabase(PostgresFixture.Template, Cancellation);
        await Execute(connectionString, "insert into ledger.migration (set, number, file, digest) values ('ledger', 9999, '9999_later.sql', 'x')");
        var refused = await Assert.ThrowsAsync<MigrationException>(() => Migrator.Run(connectionString, [MigrationSet.Ledger], Cancellation));
        Assert.Contains("newer version", refused.Message, StringComparison.Ordinal);
        await postgres.Cluster.DropDatabase(connectionString, Cancellation);
    }

    [Fact]
    public async Task DurabilitySettings_SwitchedOff_AreNamed()
    {
        var connectionString = await postgres.Cluster.CreateDatabase(PostgresFixture.Template, Cancellation);
        await using (var safe = NpgsqlDataSource.Create(RuntimeConnection.For(connectionString)))
        {
            Assert.Empty(await DurabilitySettings.FindUnsafe(safe, Cancellation));
        }

        var name = new NpgsqlConnectionStringBuilder(connectionString).Database!;
        await Execute(connectionString, $"alter database \"{name}\" set synchronous_commit = off");
        await using (var @unsafe = NpgsqlDataSource.Create(RuntimeConnection.For(connectionString) + ";Application Name=other"))
        {
            Assert.Equal(["synchronous_commit"], (await DurabilitySettings.FindUnsafe(@unsafe, Cancellation)).Select(s => s.Name));
        }

        await postgres.Cluster.DropDatabase(connectionString, Cancellation);
    }

    private static async Task Execute(string connectionString, string sql)
    {
        await using var dataSource = NpgsqlDataSource.Create(connectionString);
        await using var command = dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
