using CaseLedger.LocalPostgres;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>A cluster's life in an orderly world.</summary>
public sealed class LocalClusterTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Theory]
    [InlineData("15")]
    [InlineData("npm")]
    public async Task Start_OfEitherMajorVersion_KeepsItsDataOverARestart(string server)
    {
        var binaries = await Server.OrSkip(server);
        await using (var first = await Start(binaries))
        {
            Assert.Equal(server == "npm" ? 18 : 15, first.MajorVersion);
            await Sql.Run(await first.EnsureDatabase("kept"), "create table fact (n int); insert into fact values (1)");
        }

        // Without saying which: the data says.
        await using var second = await Start(new());

        Assert.Equal(binaries.MajorVersion ?? 18, second.MajorVersion);
        Assert.Equal(1L, await Sql.Scalar<long>(await second.EnsureDatabase("kept"), "select count(*) from fact"));
    }

    [Fact]
    public async Task Start_WithoutSettings_IsDurableChecksummedAndClosed()
    {
        await using var cluster = await Start();

        await Expect("data_checksums", "on");
        await Expect("fsync", "on");
        await Expect("full_page_writes", "on");
        await Expect("synchronous_commit", "on");
        await Expect("server_encoding", "UTF8");
        await Expect("TimeZone", "UTC");
        await Expect("password_encryption", "scram-sha-256");
        if (!OperatingSystem.IsWindows())
        {
            await Expect("listen_addresses", "");
            await Expect("unix_socket_permissions", "0700");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(cluster.DataDirectory, "password")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(cluster.LogFile));
        }

        Assert.Equal("C", await Sql.Scalar<string>(cluster.ConnectionString("postgres"), "select datcollate::text from pg_database where datname = 'postgres'"));

        async Task Expect(string setting, string value) =>
            Assert.Equal((setting, value), (setting, await Sql.Scalar<string>(cluster.ConnectionString("postgres"), $"show {setting}")));
    }

    [Fact]
    public async Task ConnectionString_WithoutOrWithAnotherPassword_IsRefused()
    {
        await using var cluster = await Start();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => Sql.Run(
            new NpgsqlConnectionStringBuilder(cluster.ConnectionString("postgres")) { Password = "guessed" }.ConnectionString, "select 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Start_SecondOnTheSameDirectory_IsRefusedNamingDirectoryAndHolder()
    {
        await using var cluster = await Start();

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => Start());

        Assert.Contains(cluster.DataDirectory, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Stop that one first", refused.Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Contains($"(process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Sql.Scalar<int>(cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task Start_SecondInAnotherProcess_IsRefused()
    {
        await using var cluster = await Start();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ClusterHolder.Start(cluster.DataDirectory));

        Assert.Contains($"is using the data directory {cluster.DataDirectory}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PathTooLongForASocket_ListensOnLoopback()
    {
        await using var cluster = await LocalCluster.Start(Options with { DataDirectory = _temporary[new string('d', 120)] });

        Assert.Equal("127.0.0.1", cluster.Host);
        Assert.Equal(1, await Sql.Scalar<int>(cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task Start_PathWithSpacesQuotesAndUmlauts_Works()
    {
        await using var cluster = await LocalCluster.Start(Options with { DataDirectory = _temporary["a 'b' \"c\" ü"] });

        Assert.Equal(1, await Sql.Scalar<int>(cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task Start_WithSettings_TheyGoBeforeTheProductsOwn()
    {
        await using var cluster = await Start(settings: new() { ["shared_buffers"] = "32MB", ["application_name"] = @"it's a \ test" });

        Assert.Equal("32MB", await Sql.Scalar<string>(cluster.ConnectionString("postgres"), "show shared_buffers"));
        Assert.Equal(@"it's a \ test", await Sql.Scalar<string>(cluster.ConnectionString("postgres"), "select reset_val from pg_settings where name = 'application_name'"));
    }

    [Theory]
    [InlineData("fsync")]
    [InlineData("full_page_writes")]
    public async Task Start_WithASettingThatLosesCommits_IsRefused(string setting)
    {
        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => Start(settings: new() { [setting] = "off" }));

        Assert.Contains(setting, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ServerRefusesItsSettings_TellsTheEndOfItsLogAndLetsTheDirectoryGo()
    {
        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => Start(settings: new() { ["shared_buffers"] = "plenty" }));

        Assert.Contains("invalid value for parameter \"shared_buffers\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains(_temporary["data", "postgres.log"], refused.Message, StringComparison.Ordinal);
        await using var cluster = await Start();
    }

    [Fact]
    public async Task Start_DataOfAnUnknownMajorVersion_IsRefusedTellingWhichWroteIt()
    {
        Directory.CreateDirectory(_temporary["data", "cluster"]);
        await File.WriteAllTextAsync(_temporary["data", "cluster", "PG_VERSION"], "14\n");

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => Start());

        Assert.Contains($"The data in {_temporary["data"]} was written by PostgreSQL 14", refused.Message, StringComparison.Ordinal);
        Assert.Contains("pg_dumpall", refused.Message, StringComparison.Ordinal);
        Assert.Equal("14\n", await File.ReadAllTextAsync(_temporary["data", "cluster", "PG_VERSION"]));
    }

    [Fact]
    public async Task Start_DataOfAnotherMajorVersionThanTheDirectorySet_IsRefusedTellingBoth()
    {
        var fifteen = await PostgresBinaries.FindOrFetch(await Server.OrSkip("15"));
        Directory.CreateDirectory(_temporary["data", "cluster"]);
        await File.WriteAllTextAsync(_temporary["data", "cluster", "PG_VERSION"], "18\n");

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => Start(new() { Directory = fifteen.BinDirectory }));

        Assert.Contains("written by PostgreSQL 18", refused.Message, StringComparison.Ordinal);
        Assert.Contains("which is version 15, not 18", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_Cancelled_LeavesNothingRunningAndTheDirectoryFree()
    {
        for (var milliseconds = 50; milliseconds <= 1600; milliseconds *= 2)
        {
            using var soon = new CancellationTokenSource(milliseconds);
            try
            {
                await using var early = await LocalCluster.Start(Options, ct: soon.Token);
            }
            catch (OperationCanceledException)
            {
                // What the token asked for, unless the start was quicker.
            }
        }

        await using var cluster = await Start();
        Assert.Equal(1, await Sql.Scalar<int>(cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task EnsureDatabase_ManyAtOnce_MakeOne()
    {
        await using var cluster = await Start();

        var strings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.EnsureDatabase("one \"of\" many")));

        Assert.Single(strings.Distinct());
        Assert.Equal(1, await Sql.Scalar<int>(strings[0], "select 1"));
    }

    [Fact]
    public async Task Server_OfARunningCluster_IsInASessionOfItsOwn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sessions are read from /proc.");
        await using var cluster = await Start();

        // Ctrl-C goes to the terminal's session; the server must not get it while last writes are under way.
        Assert.NotEqual(Processes.Session(Environment.ProcessId), Processes.Session(cluster.ServerProcessId));
    }

    private LocalClusterOptions Options => new() { DataDirectory = _temporary["data"], Binaries = Server.Chosen, CreateUnsynced = true };

    private Task<LocalCluster> Start(PostgresBinariesOptions? binaries = null, Dictionary<string, string>? settings = null) =>
        LocalCluster.Start(Options with { Binaries = binaries ?? Server.Chosen, Settings = settings ?? [] });
}
