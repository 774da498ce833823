using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using CaseLedger.Web.Http;
using CaseLedger.Web.Verbs;

namespace CaseLedger.Web.Tests.Support;

/// <summary>The server as people run it, in a process of its own that can be killed.</summary>
internal sealed class RunningProduct : IAsyncDisposable
{
    private const string Announcement = "serves on ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly HttpClient _client;

    private RunningProduct(Process process, string url)
    {
        _process = process;
        _client = new() { BaseAddress = new(url), Timeout = Patience };
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Starts it on a free port and waits until it serves.</summary>
    /// <param name="arguments">What else the verb <c>serve</c> is told, such as where its data is.</param>
    public static async Task<RunningProduct> Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", typeof(CommandLine).Assembly.Location, "serve", .. arguments, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardError = true,
        };
        if (Environment.GetEnvironmentVariable("CASELEDGER_TEST_POSTGRES") is { Length: > 0 } server)
        {
            start.Environment["CASELEDGER_POSTGRES"] = server;
        }

        var process = Process.Start(start)!;
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(Cancellation) is { } line)
        {
            said.Add(line);
            if (line.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
            {
                _ = process.StandardError.ReadToEndAsync(CancellationToken.None); // or it would block on a full pipe
                return new(process, line[(at + Announcement.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"The server did not start:\n{string.Join('\n', said)}");
    }

    /// <summary>Sends an object as JSON.</summary>
    public Task<(HttpStatusCode Status, string Body)> Post(string token, string path, object body) =>
        Send(HttpMethod.Post, token, path, JsonContent.Create(body));

    /// <summary>Sends a file as the whole body.</summary>
    public Task<(HttpStatusCode Status, string Body)> PostFile(string token, string path, byte[] file, string name)
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new("application/octet-stream");
        content.Headers.Add(IncomingFile.NameHeader, name);
        return Send(HttpMethod.Post, token, path, content);
    }

    /// <summary>Reads.</summary>
    public Task<(HttpStatusCode Status, string Body)> Get(string token, string path) => Send(HttpMethod.Get, token, path, null);

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> Ended()
    {
        await _process.WaitForExitAsync(Cancellation).WaitAsync(Patience, Cancellation);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // As Ctrl-C or an orchestrator ends it.
            using var terminate = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _client.Dispose();
        _process.Dispose();
    }

    private async Task<(HttpStatusCode Status, string Body)> Send(HttpMethod method, string token, string path, HttpContent? content)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new("Bearer", token);
        using var response = await _client.SendAsync(request, CancellationToken.None);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(CancellationToken.None));
    }
}
