using System.Diagnostics;
using System.Globalization;
using CaseLedger.LocalPostgres;

namespace CaseLedger.Ledger.Tests.LocalPostgres;

/// <summary>A program that holds a cluster: this test program in a process of its own, so that it can be killed or run under another account.</summary>
internal sealed class ClusterHolder : IAsyncDisposable
{
    public const string Verb = "hold-cluster";

    private const string Ready = "ready";

    private readonly Process _process;

    private ClusterHolder(Process process, int serverProcessId, string dataDirectory, string connectionString)
    {
        _process = process;
        ServerProcessId = serverProcessId;
        DataDirectory = dataDirectory;
        ConnectionString = connectionString;
    }

    public int ProcessId => _process.Id;

    public int ServerProcessId { get; }

    public string DataDirectory { get; }

    public string ConnectionString { get; }

    /// <summary>The program: <c>hold-cluster [data directory]</c>. It tells what it runs and stops when its input ends.</summary>
    public static async Task<int> Hold(string[] arguments)
    {
        try
        {
            var binaries = PostgresBinariesOptions.Parse(Environment.GetEnvironmentVariable(ThrowawayCluster.ServerVariable));
            await using var cluster = await LocalCluster.Start(
                new() { DataDirectory = arguments.FirstOrDefault(), Binaries = binaries }, Console.Error.WriteLine);
            var database = await cluster.EnsureDatabase("held");
            await Console.Out.WriteLineAsync($"{Ready}\t{cluster.ServerProcessId}\t{cluster.DataDirectory}\t{database}");
            await Console.In.ReadToEndAsync();
            return 0;
        }
        catch (LocalPostgresException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Starts the program and waits until its cluster answers.</summary>
    /// <param name="dataDirectory">Null leaves the choice to the product.</param>
    /// <param name="prefix">A command that starts the program, such as one that switches accounts.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="program">Another place of the test program; null is where it runs.</param>
    /// <exception cref="InvalidOperationException">It does not start; the message is what it said.</exception>
    public static async Task<ClusterHolder> Start(
        string? dataDirectory = null, string[]? prefix = null, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        var process = StartProcess(dataDirectory, prefix, environment, program);
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync() is { } told && told.Split('\t') is [Ready, var server, var directory, var database])
            return new(process, int.Parse(server, CultureInfo.InvariantCulture), directory, database);
        await process.WaitForExitAsync();
        throw new InvalidOperationException(await errors);
    }

    /// <summary>Starts the program and leaves it to itself.</summary>
    public static Process StartProcess(
        string? dataDirectory, string[]? prefix = null, IReadOnlyDictionary<string, string>? environment = null, string? program = null)
    {
        string[] line = [.. prefix ?? [], DotNet, "exec", program ?? typeof(ClusterHolder).Assembly.Location, Verb, .. dataDirectory is null ? Array.Empty<string>() : [dataDirectory]];
        var info = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(program) ?? AppContext.BaseDirectory,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            info.Environment[name] = value;

        return Process.Start(info)!;
    }

    /// <summary>Kills the program, and the program alone, as <c>kill -9</c> does.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets the program end by itself and returns its exit code.</summary>
    public async Task<int> Finish()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await Finish();
        _process.Dispose();
    }

    // Its full path: some tests give the program a PATH without it.
    private static string DotNet => Environment.ProcessPath is { } self && Path.GetFileNameWithoutExtension(self) == "dotnet"
        ? self
        : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
            ?? SearchPath.Find(OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")
            ?? throw new InvalidOperationException("dotnet is not on PATH.");
}
