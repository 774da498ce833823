using System.Diagnostics;
using System.Globalization;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>Looks at processes from outside.</summary>
internal static class Processes
{
    /// <summary>Whether the process runs; one that has ended does not, though its parent has yet to ask how.</summary>
    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited && !(OperatingSystem.IsLinux() && Status(processId)[0] == "Z");
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }

    public static void Kill(int processId)
    {
        using var process = Process.GetProcessById(processId);
        process.Kill();
    }

    /// <summary>The session of a process on Linux.</summary>
    public static int Session(int processId) => int.Parse(Status(processId)[3], CultureInfo.InvariantCulture);

    /// <summary>The effective user id of a process, from <c>ps</c>.</summary>
    public static long User(int processId)
    {
        using var ps = Process.Start(new ProcessStartInfo("ps", ["-o", "uid=", "-p", $"{processId}"]) { RedirectStandardOutput = true })!;
        return long.Parse(ps.StandardOutput.ReadToEnd().Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the process has ended; false when it has not in that time.</summary>
    public static async Task<bool> EndsWithin(int processId, TimeSpan time)
    {
        for (var since = Stopwatch.GetTimestamp(); IsAlive(processId); await Task.Delay(20))
        {
            if (Stopwatch.GetElapsedTime(since) > time)
                return false;
        }

        return true;
    }

    // From the third field of proc(5)'s stat on, the state; before it comes the name in brackets, which may hold anything.
    private static string[] Status(int processId)
    {
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
    }
}
