using System.Diagnostics;

namespace CaseLedger.Web.Evidence;

/// <summary>
/// Runs a program that reads what strangers sent: without the server's environment, without a network where the system lets
/// it be taken away, with little memory and little time, its input and output through pipes, so that it is told no name.
/// </summary>
internal static class LimitedProcess
{
    // The picture of the largest size that is taken fits, held as 16 bits a channel.
    private const long MostMemory = 2L * 1024 * 1024 * 1024;
    private const int MostSeconds = 15;
    private const int MostOpenFiles = 64;

    /// <summary>The most bytes that such a program may write.</summary>
    public const long MostOutput = 256L * 1024 * 1024;

    private const int ChunkBytes = 128 * 1024;

    /// <summary>How a program is called with limits; null without prlimit (not Linux): without limits nothing is run.</summary>
    /// <param name="program">Its path.</param>
    public static IReadOnlyList<string>? Of(string program) => OnPath("prlimit") is { } prlimit
        ?
        [
            .. OnPath("unshare") is { } unshare && CanUnshare(unshare) ? new[] { unshare, "--user", "--net", "--" } : [],
            prlimit, $"--as={MostMemory}", $"--cpu={MostSeconds}", $"--fsize={MostOutput}", $"--nofile={MostOpenFiles}", "--core=0", "--",
            program,
        ]
        : null;

    /// <summary>Where a program stands on the path; null where it does not.</summary>
    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathRooted)
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">As <see cref="Of"/> says.</param>
    /// <param name="arguments">What follows.</param>
    /// <param name="directory">The only directory that it is told of.</param>
    /// <param name="environment">What it needs beside PATH and HOME.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">What it writes, until it is more than it may.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How it ended, and what it said of it.</returns>
    public static async Task<(bool IsGood, string Said)> Run(
        IReadOnlyList<string> command, IEnumerable<string> arguments, string directory, IEnumerable<(string Name, string Value)> environment,
        Stream input, Stream output, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (var argument in command.Skip(1).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        // Nothing of the server's own settings, which hold passwords.
        start.Environment.Clear();
        foreach (var (name, value) in environment.Concat([("PATH", Environment.GetEnvironmentVariable("PATH") ?? ""), ("HOME", directory), ("LC_ALL", "C")]))
        {
            start.Environment[name] = value;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(patience);
        using var process = Process.Start(start)!;
        try
        {
            var (fed, said) = (Feed(input, process, waiting.Token), process.StandardError.ReadToEndAsync(waiting.Token));
            if (!await Copy(process.StandardOutput.BaseStream, output, waiting.Token))
            {
                return (false, "it wrote more than it may");
            }

            await fed;
            await process.WaitForExitAsync(waiting.Token);
            return (process.ExitCode == 0, $"it ended with {process.ExitCode}: {await said}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (false, "it took too long");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task Feed(Stream input, Process process, CancellationToken cancellationToken)
    {
        try
        {
            await input.CopyToAsync(process.StandardInput.BaseStream, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has seen enough, or has ended; its exit code says which.
        }
    }

    private static async Task<bool> Copy(Stream from, Stream to, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkBytes];
        var written = 0L;
        for (int read; (read = await from.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            written += read;
            if (written > MostOutput)
            {
                return false;
            }

            await to.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
        }

        return true;
    }

    // Many containers allow no namespaces of one's own.
    private static bool CanUnshare(string unshare)
    {
        using var process = Process.Start(new ProcessStartInfo(unshare, ["--user", "--net", "--", "true"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
