using CaseLedger.Ledger;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Tests.Support;
using Npgsql;

namespace CaseLedger.Web.Tests.Hosting;

public sealed class DatabaseTests(Postgres postgres)
{
    [Fact]
    public async Task OpenReady_EmptyDatabase_MigratesAndConnectsAsTheRuntimeRole()
    {
        await using var database = await Database.OpenReady(
            new() { Runtime = await postgres.CreateEmpty(), AllowUnsafe = true }, _ => { }, CancellationToken.None);

        await using var ask = database.Runtime.CreateCommand("select current_user::text");
        Assert.Equal(RuntimeConnection.Role, await ask.ExecuteScalarAsync());
    }

    [Fact]
    public async Task OpenReady_SynchronousCommitOff_IsRefusedUnlessAllowed()
    {
        var connectionString = await postgres.CreateMigrated();
        await using (var owner = NpgsqlDataSource.Create(connectionString))
        {
            await using var off = owner.CreateCommand($"alter database {new NpgsqlConnectionStringBuilder(connectionString).Database} set synchronous_commit = off");
            await off.ExecuteNonQueryAsync();
        }

        var settings = new DatabaseSettings { Runtime = connectionString };
        var refused = await Assert.ThrowsAsync<DatabaseException>(() => Database.OpenReady(settings, _ => { }, CancellationToken.None));
        Assert.Contains("--allow-unsafe-database-settings", refused.Message, StringComparison.Ordinal);

        var said = new List<string>();
        await using var allowed = await Database.OpenReady(settings with { AllowUnsafe = true }, said.Add, CancellationToken.None);
        Assert.Contains(said, line => line.StartsWith("WARNING", StringComparison.Ordinal) && line.Contains("synchronous_commit is off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task OpenReady_NotMigratedAndToldNotTo_SaysWhatToDo()
    {
        var settings = new DatabaseSettings { Runtime = await postgres.CreateEmpty(), AllowUnsafe = true, Migrate = false };

        var refused = await Assert.ThrowsAsync<DatabaseException>(() => Database.OpenReady(settings, _ => { }, CancellationToken.None));

        Assert.Contains("migrate", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OwnerWithoutRuntime_IsRefused() =>
        await Assert.ThrowsAsync<DatabaseException>(() => Database.Open(new() { Owner = "Host=x" }, _ => { }, CancellationToken.None));

    /// <summary>The stronger set-up: the server's login may do nothing but what the product needs.</summary>
    [Fact]
    public async Task OpenReady_LoginThatIsOnlyTheRuntimeRole_Serves()
    {
        var owner = await postgres.CreateMigrated();
        var login = $"runtime_{Guid.NewGuid():N}";
        await using (var superuser = NpgsqlDataSource.Create(owner))
        {
            await using var create = superuser.CreateCommand($"create role {login} login password 'secret' in role {RuntimeConnection.Role}");
            await create.ExecuteNonQueryAsync();
        }

        var runtime = new NpgsqlConnectionStringBuilder(owner) { Username = login, Password = "secret" }.ConnectionString;
        await using var database = await Database.OpenReady(
            new() { Runtime = runtime, Migrate = false, AllowUnsafe = true }, _ => { }, CancellationToken.None);
        await using var ledger = new EventLedger(database.Runtime);

        var outcome = await ledger.Append(new("case-AADEM2400001", ExpectedVersion.NoStream, "agent:a", [new(Guid.NewGuid(), "case-reopened.v1", "{\"reason\":\"r\"}"u8.ToArray())]));

        Assert.IsType<AppendOutcome.Appended>(outcome);
    }
}
