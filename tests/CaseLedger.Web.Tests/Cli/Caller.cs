using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using CaseLedger.Cli;

namespace CaseLedger.Web.Tests.Cli;

/// <summary>What a run of the command came to.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Waits">How long it waited, each time; no time passed for it.</param>
internal sealed record Called(int Code, string Output, string Error, IReadOnlyList<TimeSpan> Waits)
{
    public string All => Output + Error;

    public IReadOnlyList<JsonObject> Lines =>
        [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())];

    public Called Is(int code)
    {
        Assert.True(Code == code, $"expected exit code {code}, got {Code}:\n{Output}\n{Error}");
        return this;
    }

    public Called Says(string text)
    {
        Assert.Contains(text, All, StringComparison.Ordinal);
        return this;
    }

    public override string ToString() => $"{Code}\n{Output}\n{Error}";
}

/// <summary>Somebody at a shell: calls the command as its program does, without a process of its own.</summary>
internal sealed class Caller : IDisposable
{
    private const int MostWaits = 20_000;

    private readonly CancellationTokenSource _soon = new();
    private readonly CancellationTokenSource _now = new();
    private readonly ConcurrentQueue<TimeSpan> _waits = [];

    public required string Server { get; init; }

    public string? Token { get; init; } = "clt_a-token_that-nobody-may-see_0123456789abcdefg";

    public Func<HttpMessageHandler> Handler { get; init; } = () => new SocketsHttpHandler { AllowAutoRedirect = false };

    public Func<Stream> Input { get; init; } = () => Stream.Null;

    public ManualClock Clock { get; } = new();

    /// <summary>Asked before each wait: once true, the caller asks to stop.</summary>
    public Func<bool> StopsWhen { get; init; } = () => false;

    public void StopSoon() => _soon.Cancel();

    public void StopNow() => _now.Cancel();

    public async Task<Called> Run(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.Run(arguments, new()
        {
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            Input = Input,
            Variable = name => name switch { "CASELEDGER_SERVER" => Server, "CASELEDGER_TOKEN" => Token, _ => null },
            Handler = Handler,
            Clock = Clock,
            Wait = Wait,
            StopSoon = _soon.Token,
            StopNow = _now.Token,
        });
        var called = new Called(code, output.ToString(), error.ToString(), [.. _waits]);
        Assert.True(_waits.Count < MostWaits, $"It waits for ever: {called}");
        // In no run whatsoever.
        Assert.DoesNotContain(Token ?? "clt_", called.All, StringComparison.Ordinal);
        return called;
    }

    public void Dispose()
    {
        _soon.Dispose();
        _now.Dispose();
    }

    private async Task Wait(TimeSpan time, CancellationToken cancellationToken)
    {
        _waits.Enqueue(time);
        Clock.Advance(time);
        if (StopsWhen() || _waits.Count >= MostWaits)
        {
            _soon.Cancel();
        }

        // Real work elsewhere, such as a server's, gets a turn.
        await Task.Delay(1, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
    }
}

/// <summary>A folder that is gone at the end.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("caseledger-");

    public string Path => _folder.FullName;

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    public string Write(string name, byte[] content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this[name];
    }

    public string Text(params string[] parts) => File.ReadAllText(this[parts]);

    /// <summary>The files in it, by their path within, without the watch's lock.</summary>
    public IReadOnlyList<string> Files =>
        [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/'))
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Delete(recursive: true);
}
