using System.Diagnostics;
using CaseLedger.LocalPostgres;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>Root, whom PostgreSQL refuses, and ordinary users.</summary>
public sealed class AccountTests : IDisposable
{
    private readonly TemporaryDirectory _temporary = new();

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Start_ByAnOrdinaryUserWithoutADirectory_KeepsItsDataInTheUsersDataDirectory()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The user's directories are taken from variables of Unix.");
        var home = Directory.CreateDirectory(_temporary["home"]).FullName;
        var server = await PostgresBinaries.FindOrFetch(Server.Chosen);
        Dictionary<string, string> environment = new()
        {
            ["HOME"] = home,
            ["XDG_DATA_HOME"] = "",
            ["DOTNET_CLI_HOME"] = home,
            // Found by root, perhaps in root's cache.
            [ThrowawayCluster.ServerVariable] = server.BinDirectory,
        };
        var (prefix, program) = await AsAnOrdinaryUser(home);

        await using (var first = await ClusterHolder.Start(prefix: prefix, environment: environment, program: program))
        {
            var expected = OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Application Support", "CaseLedger") : Path.Combine(home, ".local", "share", "caseledger");
            Assert.Equal(expected, first.DataDirectory);
            Assert.Equal((UnixFileMode)0b111_000_000, Mode(first.DataDirectory));
            Assert.Equal(Processes.User(first.ProcessId), Processes.User(first.ServerProcessId));
            await Sql.Run(first.ConnectionString, "create table fact (n int); insert into fact values (1)");
            Assert.Equal(0, await first.Finish());
        }

        await using var second = await ClusterHolder.Start(prefix: prefix, environment: environment, program: program);
        Assert.Equal(1L, await Sql.Scalar<long>(second.ConnectionString, "select count(*) from fact"));
    }

    [Theory]
    [InlineData("setpriv")]
    [InlineData("runuser")]
    [InlineData("su")]
    public async Task Start_ByRootWithOneWayToSwitchAccounts_RunsTheServerUnderAnother(string way)
    {
        SkipUnlessRoot();
        Assert.SkipWhen(SearchPath.Find(way) is null, $"There is no {way} here.");
        var path = PathWith(way, "chown", "id", "ls", "sleep");

        await using var program = await ClusterHolder.Start(_temporary["data"], environment: new Dictionary<string, string>
        {
            ["PATH"] = path,
            [ThrowawayCluster.ServerVariable] = (await PostgresBinaries.FindOrFetch(Server.Chosen)).BinDirectory,
        });

        Assert.NotEqual(0, Processes.User(program.ServerProcessId));
        Assert.Equal(1, await Sql.Scalar<int>(program.ConnectionString, "select 1"));
        await program.Kill();
        Assert.True(await Processes.EndsWithin(program.ServerProcessId, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task Start_ByRootWithNoWayToSwitchAccounts_SaysWhatToDo()
    {
        SkipUnlessRoot();

        var refused = await Assert.ThrowsAsync<InvalidOperationException>(() => ClusterHolder.Start(
            _temporary["data"], environment: new Dictionary<string, string> { ["PATH"] = PathWith("chown", "ls") }));

        Assert.Contains("none of setpriv, runuser, su and sudo", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Start CaseLedger as an ordinary user", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ByRootWithBinariesThatTheAccountCannotReach_NamesTheClosedDirectory()
    {
        SkipUnlessRoot();
        var closed = MakeClosed();
        var binaries = Directory.CreateDirectory(Path.Combine(closed, "bin")).FullName;
        ShellProgram.Write(Path.Combine(binaries, "postgres"), "echo 'postgres (PostgreSQL) 18.4'");
        ShellProgram.Write(Path.Combine(binaries, "initdb"), "exit 1");

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => LocalCluster.Start(
            new() { DataDirectory = _temporary["data"], Binaries = new() { Directory = binaries } }));

        Assert.Contains($"{closed} is closed to it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ByRootInADirectoryThatTheAccountCannotReach_NamesTheClosedDirectory()
    {
        SkipUnlessRoot();
        var closed = MakeClosed();

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(() => LocalCluster.Start(
            new() { DataDirectory = Path.Combine(closed, "data"), Binaries = Server.Chosen }));

        Assert.Contains($"{closed} is closed to it", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ByRootWhoseFilesAreClosedToOthers_Works()
    {
        SkipUnlessRoot();

        await using var program = await ClusterHolder.Start(_temporary["data"], prefix: ["sh", "-c", "umask 077; exec \"$@\"", "sh"]);

        Assert.Equal(1, await Sql.Scalar<int>(program.ConnectionString, "select 1"));
    }

    [Fact]
    public async Task Start_ByRootOnACopyThatRootOwns_GivesItToTheAccount()
    {
        SkipUnlessRoot();
        await using (var cluster = await Start())
            await Sql.Run(cluster.ConnectionString("postgres"), "create table fact (n int)");
        using (var chown = Process.Start("chown", ["-R", "0:0", _temporary["data"]]))
            await chown.WaitForExitAsync();

        await using var again = await Start();

        Assert.Equal(0L, await Sql.Scalar<long>(again.ConnectionString("postgres"), "select count(*) from fact"));
    }

    private Task<LocalCluster> Start() => LocalCluster.Start(new() { DataDirectory = _temporary["data"], Binaries = Server.Chosen, CreateUnsynced = true });

    private static void SkipUnlessRoot() =>
        Assert.SkipUnless(!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess, "Only root switches accounts.");

    private string MakeClosed()
    {
        var directory = Directory.CreateDirectory(_temporary["closed"]).FullName;
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, (UnixFileMode)0b111_000_000);
        return directory;
    }

    /// <summary>A directory for PATH that holds links to these commands alone.</summary>
    private string PathWith(params string[] commands)
    {
        var directory = Directory.CreateDirectory(_temporary["path"]).FullName;
        foreach (var command in commands.Where(command => SearchPath.Find(command) is not null))
            File.CreateSymbolicLink(Path.Combine(directory, command), SearchPath.Find(command)!);
        return directory;
    }

    /// <summary>For root: how to start the test program as nobody, and a copy of it that nobody may read; else nothing is needed.</summary>
    private async Task<(string[] Prefix, string? Program)> AsAnOrdinaryUser(string home)
    {
        if (!Environment.IsPrivilegedProcess)
            return ([], null);
        Assert.SkipWhen(SearchPath.Find("setpriv") is null, "There is no setpriv to become an ordinary user with.");
        var copy = Directory.CreateDirectory(_temporary["program"]).FullName;
        using (var cp = Process.Start("cp", ["-R", AppContext.BaseDirectory + ".", copy]))
            await cp.WaitForExitAsync();
        using (var chmod = Process.Start("chmod", ["-R", "a+rX", copy]))
            await chmod.WaitForExitAsync();
        using (var chown = Process.Start("chown", ["nobody", home]))
            await chown.WaitForExitAsync();
        return (["setpriv", "--reuid=nobody", "--regid=65534", "--clear-groups"], Path.Combine(copy, Path.GetFileName(typeof(AccountTests).Assembly.Location)));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);
}
