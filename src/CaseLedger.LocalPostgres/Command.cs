using System.ComponentModel;
using System.Diagnostics;

namespace CaseLedger.LocalPostgres;

/// <summary>What a command that has ended left behind.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>What it complained about, for an error message.</summary>
    public string Complaint => (Errors.Trim(), Output.Trim()) switch
    {
        ({ Length: > 0 } errors, _) => errors,
        (_, { Length: > 0 } output) => output,
        _ => $"exit code {ExitCode}",
    };
}

/// <summary>Runs a command to its end.</summary>
internal static class Command
{
    public static ProcessStartInfo Info(string file, params IEnumerable<string> arguments) => new(file, arguments)
    {
        UseShellExecute = false,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        CreateNoWindow = true,
    };

    /// <summary>A command of PostgreSQL's: the caller's PGDATA, PGPORT and the like are about other servers, and messages stay English.</summary>
    public static ProcessStartInfo WithoutCallersPostgres(this ProcessStartInfo info)
    {
        foreach (var name in info.Environment.Keys.Where(name => name.StartsWith("PG", StringComparison.OrdinalIgnoreCase)).ToList())
            info.Environment.Remove(name);
        info.Environment["LC_ALL"] = "C";
        return info;
    }

    /// <summary>Runs the command; when it is cancelled or runs out of time, it is killed with its children.</summary>
    /// <returns>Null when there is no such command.</returns>
    /// <exception cref="TimeoutException">It did not end in time.</exception>
    public static async Task<CommandResult?> Run(ProcessStartInfo info, TimeSpan timeout, CancellationToken ct)
    {
        using var process = new Process { StartInfo = info };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return null;
        }

        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(timeout);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            ct.ThrowIfCancellationRequested();
            throw new TimeoutException($"{info.FileName} did not end within {timeout.TotalSeconds:0} s.");
        }

        return new(process.ExitCode, await output, await errors);
    }
}
