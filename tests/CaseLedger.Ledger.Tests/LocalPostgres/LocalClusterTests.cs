using CaseLedger.LocalPostgres;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>How a cluster starts, and when it is refused.</summary>
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

    private LocalClusterOptions Options => new() { DataDirectory = _temporary["data"], Binaries = Server.Chosen, CreateUnsynced = true };

    private Task<LocalCluster> Start(PostgresBinariesOptions? binaries = null, Dictionary<string, string>? settings = null) =>
        LocalCluster.Start(Options with { Binaries = binaries ?? Server.Chosen, Settings = settings ?? [] });
}
