using System.Diagnostics;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>Looks at processes from outside.</summary>
internal static class Processes
{
    public static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
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
}
