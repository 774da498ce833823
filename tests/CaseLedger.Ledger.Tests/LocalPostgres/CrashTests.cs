using System.Diagnostics;
using CaseLedger.LocalPostgres;
using Xunit;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>A cluster's life among deaths: of its program, of its server, and of starts cut short.</summary>
public sealed class CrashTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly TemporaryDirectory _temporary = new();
    private readonly List<string> _said = [];

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public async Task Program_Killed_ItsServerEndsByItself()
    {
        await using var program = await ClusterHolder.Start(_temporary["data"]);

        await program.Kill();

        Assert.True(await Processes.EndsWithin(program.ServerProcessId, Soon));
        Assert.False(File.Exists(_temporary["data", "cluster", "postmaster.pid"]));
    }

    [Fact]
    public async Task Program_KilledInTransaction_TheNextStartsAtOnceWithWhatWasCommitted()
    {
        await using (var program = await ClusterHolder.Start(_temporary["data"]))
        {
            await Sql.Run(program.ConnectionString, "create table fact (n int); insert into fact values (1)");
            await program.Kill();
        }

        // No wait: the first server may still be shutting down.
        await using var cluster = await Start();

        Assert.Equal(1L, await Sql.Scalar<long>(cluster.ConnectionString("held"), "select count(*) from fact"));
    }

    [Fact]
    public async Task Program_KilledWhileStarting_LeavesNoServerAndNothingThatStopsTheNext()
    {
        for (var milliseconds = 100; milliseconds <= 3200; milliseconds *= 2)
        {
            var starting = ClusterHolder.StartProcess(_temporary["data"]);
            await Task.WhenAny(starting.WaitForExitAsync(), Task.Delay(milliseconds));
            starting.Kill();
            await starting.WaitForExitAsync();
            starting.Dispose();
        }

        await using (var cluster = await Start())
            Assert.Equal(1, await Sql.Scalar<int>(cluster.ConnectionString("postgres"), "select 1"));
        Assert.False(File.Exists(_temporary["data", "cluster", "postmaster.pid"]));
    }

    [Fact]
    public async Task Ended_ServerKilled_CompletesAndTheNextStartRecovers()
    {
        await using (var cluster = await Start())
        {
            await Sql.Run(cluster.ConnectionString("postgres"), "create table fact (n int); insert into fact values (1)");
            Processes.Kill(cluster.ServerProcessId);
            await cluster.Ended.WaitAsync(Soon);
        }

        await using var again = await Start();

        Assert.Equal(1L, await Sql.Scalar<long>(again.ConnectionString("postgres"), "select count(*) from fact"));
    }

    [Fact]
    public async Task Start_OverARunningServerWithoutProgram_StopsItAndStartsAnew()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The orphan is started through a shell.");
        var (account, binaries) = await MakeAndStop();
        var orphan = await account.Sh(
            $"{binaries.Postgres} -D {_temporary["data", "cluster"]} >/dev/null 2>&1 </dev/null & echo $!", "/", Soon, CancellationToken.None);
        var orphanId = int.Parse(orphan.Output, System.Globalization.CultureInfo.InvariantCulture);
        while (LockFileOfServer.Read(_temporary["data", "cluster"])?.ProcessId != orphanId)
            await Task.Delay(20);

        await using var cluster = await Start();

        Assert.NotEqual(orphanId, cluster.ServerProcessId);
        Assert.False(Processes.IsAlive(orphanId));
        Assert.Contains(_said, line => line.Contains($"process {orphanId}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_LockFileOfADeadProcess_Starts()
    {
        using var ended = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true })!;
        await ended.WaitForExitAsync();
        await MakeAndStop();
        await LeaveLockFile($"{ended.Id}");

        await using var cluster = await Start();

        Assert.Equal(1, await Sql.Scalar<int>(cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task Start_LockFileOfAnotherProgramWithThatId_Starts()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The other program is a shell's.");
        var (account, _) = await MakeAndStop();
        // Of the server's account, since PostgreSQL itself disregards others.
        using var foreign = Process.Start(account.Shell("exec sleep 600", "/"))!;
        try
        {
            await LeaveLockFile($"{foreign.Id}");

            await using var cluster = await Start();

            Assert.Equal(1, await Sql.Scalar<int>(cluster.ConnectionString("postgres"), "select 1"));
            Assert.False(foreign.HasExited);
            Assert.Contains(_said, line => line.Contains("is another program now", StringComparison.Ordinal));
        }
        finally
        {
            foreign.Kill();
        }
    }

    [Fact]
    public async Task Start_EmptyLockFile_Starts()
    {
        await MakeAndStop();
        await LeaveLockFile("");

        await using var cluster = await Start();

        Assert.Equal(1, await Sql.Scalar<int>(cluster.ConnectionString("postgres"), "select 1"));
    }

    [Fact]
    public async Task Start_PasswordFileIsGone_SaysSo()
    {
        await MakeAndStop();
        File.Delete(_temporary["data", "password"]);

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(Start);

        Assert.Contains(_temporary["data", "password"], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_PasswordFileOfAnotherCluster_SaysSo()
    {
        await MakeAndStop();
        await File.WriteAllTextAsync(_temporary["data", "password"], "another");

        var refused = await Assert.ThrowsAsync<LocalPostgresException>(Start);

        Assert.Contains("refuses the password", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_temporary["data", "cluster", "postmaster.pid"]));
    }

    private Task<LocalCluster> Start() =>
        LocalCluster.Start(new() { DataDirectory = _temporary["data"], Binaries = Server.Chosen, CreateUnsynced = true }, _said.Add);

    private async Task<(ServerAccount Account, PostgresBinaries Binaries)> MakeAndStop()
    {
        await using var cluster = await Start();
        return (await ServerAccount.Choose(_temporary["data", "cluster"], CancellationToken.None), cluster.Binaries);
    }

    private Task LeaveLockFile(string processId) =>
        File.WriteAllTextAsync(_temporary["data", "cluster", "postmaster.pid"], processId.Length == 0 ? "" : $"{processId}\n{_temporary["data", "cluster"]}\n1700000000\n5432\n\n\n");
}
