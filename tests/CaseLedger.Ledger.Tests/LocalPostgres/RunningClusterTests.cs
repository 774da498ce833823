using CaseLedger.LocalPostgres;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>What holds of a cluster while it runs.</summary>
public sealed class RunningClusterTests(RunningClusterTests.Running running) : IClassFixture<RunningClusterTests.Running>
{
    [Fact]
    public async Task Start_WithoutSettings_IsDurableChecksummedAndClosed()
    {
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
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(running.Cluster.DataDirectory, "password")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(running.Cluster.LogFile));
        }

        Assert.Equal("C", await Sql.Scalar<string>(running.Cluster.ConnectionString("postgres"), "select datcollate::text from pg_database where datname = 'postgres'"));

        async Task Expect(string setting, string value) =>
            Assert.Equal((setting, value), (setting, await Sql.Scalar<string>(running.Cluster.ConnectionString("postgres"), $"show {setting}")));
    }

    [Fact]
    public async Task ConnectionString_WithAnotherPassword_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Sql.Run(
            new NpgsqlConnectionStringBuilder(running.Cluster.ConnectionString("postgres")) { Password = "guessed" }.ConnectionString, "select 1"));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Start_SecondOnTheSameDirectory_IsRefusedNamingDirectoryAndHolder()
    {
        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => LocalCluster.Start(new() { DataDirectory = running.Cluster.DataDirectory, Binaries = Server.Chosen }));

        Assert.Contains(running.Cluster.DataDirectory, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Stop that one first", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"(process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Sql.Scalar<int>(running.Cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task Start_SecondInAnotherProcess_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ClusterHolder.Start(running.Cluster.DataDirectory));

        Assert.Contains($"is using the data directory {running.Cluster.DataDirectory}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EnsureDatabase_ManyAtOnce_MakeOne()
    {
        var strings = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => running.Cluster.EnsureDatabase("one \"of\" many")));

        Assert.Single(strings.Distinct());
        Assert.Equal(1, await Sql.Scalar<int>(strings[0], "select 1"));
    }

    [Fact]
    public async Task Server_OfARunningCluster_IsInASessionOfItsOwn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Sessions are read from /proc.");
        // Ctrl-C goes to the terminal's session; the server must not get it while last writes are under way.
        Assert.NotEqual(Processes.Session(Environment.ProcessId), Processes.Session(running.Cluster.ServerProcessId));
    }

    /// <summary>One cluster for all of these tests, none of which disturbs another.</summary>
    public sealed class Running : IAsyncLifetime
    {
        private readonly TemporaryDirectory _temporary = new();

        public LocalCluster Cluster { get; private set; } = null!;

        public async ValueTask InitializeAsync() =>
            Cluster = await LocalCluster.Start(new() { DataDirectory = _temporary["data"], Binaries = Server.Chosen, CreateUnsynced = true });

        public async ValueTask DisposeAsync()
        {
            await Cluster.DisposeAsync();
            _temporary.Dispose();
        }
    }
}
