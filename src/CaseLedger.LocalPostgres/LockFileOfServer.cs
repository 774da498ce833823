using System.Diagnostics;
using System.Globalization;

namespace CaseLedger.LocalPostgres;

/// <summary>
/// <c>postmaster.pid</c>, which PostgreSQL keeps in a cluster while it runs, and which stays after a crash. Its lines
/// are given in PostgreSQL's <c>miscadmin.h</c>; the first is the process id.
/// </summary>
internal sealed record LockFileOfServer(string Path, int ProcessId)
{
    private static readonly TimeSpan FastTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ImmediateTimeout = TimeSpan.FromSeconds(15);

    /// <summary>The lock file of a cluster; null when there is none; process id 0 when it says nothing.</summary>
    public static LockFileOfServer? Read(string cluster)
    {
        var path = System.IO.Path.Combine(cluster, "postmaster.pid");
        try
        {
            var first = File.ReadLines(path).FirstOrDefault();
            return new(path, int.TryParse(first, CultureInfo.InvariantCulture, out var id) ? id : 0);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>
    /// Makes way for a start: stops a server that a killed program left behind, and removes a lock file that names a
    /// process of somebody else's, over which PostgreSQL would refuse to start. The caller holds the instance lock.
    /// </summary>
    /// <remarks>
    /// Nothing is risked by the removal: PostgreSQL also looks for processes still attached to the cluster's shared
    /// memory, and refuses while there are any.
    /// </remarks>
    public static async Task Clear(string cluster, PostgresBinaries binaries, ServerAccount account, Action<string> say, CancellationToken ct)
    {
        if (Read(cluster) is not { } left)
            return;
        if (left.ProcessId <= 0)
        {
            say($"Removing {left.Path}, which a crash left empty.");
            File.Delete(left.Path);
        }
        else if (IsAlive(left.ProcessId))
        {
            if (await IsServerOf(left.ProcessId, cluster, ct))
            {
                say($"Stopping the PostgreSQL (process {left.ProcessId}) that an earlier run left behind in {cluster}.");
                await left.StopServer(cluster, binaries, account, ct);
            }
            else
            {
                say($"Removing {left.Path}, left by a crash: process {left.ProcessId} is another program now.");
                File.Delete(left.Path);
            }
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return true;
        }
    }

    private async Task StopServer(string cluster, PostgresBinaries binaries, ServerAccount account, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
        {
            if (!await PgCtl.StopBy(binaries.PgCtl, cluster, "fast", FastTimeout) && !await PgCtl.StopBy(binaries.PgCtl, cluster, "immediate", ImmediateTimeout))
                throw NotStopped(cluster);
            return;
        }

        if (!await EndsAfter("INT", cluster, FastTimeout, account, ct) && !await EndsAfter("QUIT", cluster, ImmediateTimeout, account, ct))
            throw NotStopped(cluster);
    }

    private LocalPostgresException NotStopped(string cluster) => new(
        $"A PostgreSQL of an earlier run (process {ProcessId}) still runs in {cluster} and cannot be stopped. End it (kill -QUIT {ProcessId}), then start again.");

    private async Task<bool> EndsAfter(string signal, string cluster, TimeSpan timeout, ServerAccount account, CancellationToken ct)
    {
        var since = Stopwatch.GetTimestamp();
        // The result is of no account: a server that has ended meanwhile cannot be signalled, and that is seen below.
        await account.Sh($"kill -{signal} {ProcessId}", "/", timeout, ct);
        // Asked as what it is, not whether its id is taken: where nobody reaps it, as under some first processes of
        // containers, an ended server keeps its id.
        while (await IsServerOf(ProcessId, cluster, ct))
        {
            if (Stopwatch.GetElapsedTime(since) > timeout)
                return false;
            await Task.Delay(TimeSpan.FromMilliseconds(50), ct);
        }

        return true;
    }

    // Its working directory is the cluster, but root in a container may not see that; its command line names the
    // cluster, unless somebody started it by hand.
    private static async Task<bool> IsServerOf(int processId, string cluster, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName == "postgres";
        }

        if (OperatingSystem.IsLinux())
        {
            return CommandLine(processId) is { } line && line.Contains("postgres", StringComparison.Ordinal)
                && (line.Contains(cluster, StringComparison.Ordinal) || WorkingDirectory(processId) == cluster);
        }

        var ps = await Command.Run(Command.Info("ps", "-p", $"{processId}", "-o", "command="), FastTimeout, ct);
        return ps is { Succeeded: true } && ps.Output.Contains("postgres", StringComparison.Ordinal) && ps.Output.Contains(cluster, StringComparison.Ordinal);
    }

    private static string? CommandLine(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? WorkingDirectory(int processId)
    {
        try
        {
            return new FileInfo($"/proc/{processId}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
