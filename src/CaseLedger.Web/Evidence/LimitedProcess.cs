using System.Diagnostics;
using System.Text;

namespace CaseLedger.Web.Evidence;

/// <summary>How a program is called with limits.</summary>
/// <param name="Command">What is run: the programs that set the limits, and behind them its own path.</param>
/// <param name="MostOutput">The most bytes that it may write, into its output and into any file.</param>
internal sealed record LimitedProgram(IReadOnlyList<string> Command, long MostOutput);

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

    /// <summary>The most bytes that such a program writes where nothing else is said: of text more than any picture holds.</summary>
    public const long UsualOutput = 1024 * 1024;

    /// <summary>The most bytes that are kept of what it says of itself; the rest is let go.</summary>
    public const int MostSaid = 16 * 1024;

    private const int ChunkBytes = 128 * 1024;

    /// <summary>How a program is called with limits; null without prlimit (not Linux): without limits nothing is run.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="mostOutput">The most bytes that it may write.</param>
    public static LimitedProgram? Of(string program, long mostOutput = UsualOutput) => OnPath("prlimit") is { } prlimit
        ? new(
        [
            .. OnPath("unshare") is { } unshare && CanUnshare(unshare) ? new[] { unshare, "--user", "--net", "--" } : [],
            prlimit, $"--as={MostMemory}", $"--cpu={MostSeconds}", $"--fsize={mostOutput}", $"--nofile={MostOpenFiles}", "--core=0", "--",
            program,
        ],
        mostOutput)
        : null;

    /// <summary>Where a program stands on the path; null where it does not.</summary>
    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Where(Path.IsPathRooted)
        .Select(directory => Path.Combine(directory, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">As <see cref="Of"/> says.</param>
    /// <param name="arguments">What follows.</param>
    /// <param name="directory">The only directory that it is told of.</param>
    /// <param name="environment">What it needs beside PATH and HOME.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="output">What it writes, until it is more than it may.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How it ended, and the beginning of what it said of it.</returns>
    public static async Task<(bool IsGood, string Said)> Run(
        LimitedProgram program, IEnumerable<string> arguments, string directory, IEnumerable<(string Name, string Value)> environment,
        Stream input, Stream output, TimeSpan patience, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program.Command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory,
        };
        foreach (var argument in program.Command.Skip(1).Concat(arguments))
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
            var (fed, said) = (Feed(input, process, waiting.Token), Beginning(process.StandardError.BaseStream, waiting.Token));
            if (!await Copy(process.StandardOutput.BaseStream, output, program.MostOutput, waiting.Token))
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

    private static async Task<bool> Copy(Stream from, Stream to, long most, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkBytes];
        var written = 0L;
        for (int read; (read = await from.ReadAsync(chunk, cancellationToken)) > 0;)
        {
            written += read;
            if (written > most)
            {
                return false;
            }

            await to.WriteAsync(chunk.AsMemory(0, read), cancellationToken);
        }

        return true;
    }

    // It is read to its end all the same: a program whose words nobody takes waits for ever.
    private static async Task<string> Beginning(Stream from, CancellationToken cancellationToken)
    {
        var kept = new byte[MostSaid];
        var count = await from.ReadAtLeastAsync(kept, kept.Length, throwOnEndOfStream: false, cancellationToken);
        await from.CopyToAsync(Stream.Null, cancellationToken);
        return Encoding.UTF8.GetString(kept, 0, count);
    }

    // Many containers allow no namespaces of one's own.
    private static bool CanUnshare(string unshare)
    {
        using var process = Process.Start(new ProcessStartInfo(unshare, ["--user", "--net", "--", "true"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
