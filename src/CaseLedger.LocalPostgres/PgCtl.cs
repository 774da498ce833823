using System.Diagnostics;

namespace CaseLedger.LocalPostgres;

/// <summary>
/// The server on Windows, where <c>pg_ctl</c> starts it with the administrator's rights taken away. A server whose
/// program was killed is stopped by the next start.
/// </summary>
internal sealed class PgCtl : IServer
{
    private static readonly TimeSpan ImmediateTimeout = TimeSpan.FromSeconds(30);

    private readonly string _program;
    private readonly string _cluster;

    private PgCtl(string program, string cluster, Task<string> ended) => (_program, _cluster, Ended) = (program, cluster, ended);

    public Task<string> Ended { get; }

    public static async Task<PgCtl> Start(string program, string cluster, string log, TimeSpan timeout, CancellationToken ct)
    {
        var info = new ProcessStartInfo(program, ["start", "-D", cluster, "-l", log, "-w", "-t", $"{timeout.TotalSeconds:0}"])
        {
            UseShellExecute = false,
            CreateNoWindow = true,
        }.WithoutCallersPostgres();
        // The server inherits what pg_ctl has open: with its output redirected here, reading to the end would never end.
        using var start = Process.Start(info)!;
        await start.WaitForExitAsync(ct);
        return start.ExitCode == 0 && LockFileOfServer.Read(cluster) is { } running
            ? new(program, cluster, UntilEnded(running.ProcessId))
            : new(program, cluster, Task.FromResult($"pg_ctl ended with exit code {start.ExitCode}."));
    }

    public async Task Stop(TimeSpan fastTimeout)
    {
        if (!Ended.IsCompleted && !await StopBy(_program, _cluster, "fast", fastTimeout) && !await StopBy(_program, _cluster, "immediate", ImmediateTimeout))
            throw new LocalPostgresException("PostgreSQL did not stop, neither by a fast nor by an immediate shutdown.");
    }

    /// <summary>Stops a server, started by whomever, and tells whether it has stopped.</summary>
    public static async Task<bool> StopBy(string program, string cluster, string mode, TimeSpan timeout) =>
        await Command.Run(
            Command.Info(program, "stop", "-D", cluster, "-m", mode, "-w", "-t", $"{timeout.TotalSeconds:0}").WithoutCallersPostgres(),
            timeout + TimeSpan.FromSeconds(10),
            CancellationToken.None) is { Succeeded: true };

    private static async Task<string> UntilEnded(int processId)
    {
        try
        {
            using var server = Process.GetProcessById(processId);
            await server.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        return "";
    }
}
