using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CaseLedger.Web.Verbs;

namespace CaseLedger.Web.Tests.Hosting;

/// <summary>The product as people run it, killed (SIGKILL) at random moments under load: now the server, now its PostgreSQL.</summary>
public sealed class KilledTests : IDisposable
{
    private const int Callers = 16;
    private const int Cases = 5;

    /// <summary>The switch for more rounds than the test run has time for; the same one as in the ledger's tests.</summary>
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("CASELEDGER_CRASH_ROUNDS"), out var rounds) ? rounds : 10;

    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"caseledger-killed-{Guid.NewGuid():N}");
    private readonly Random _random = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_ServerOrItsPostgresAtRandomMomentsUnderLoad_NothingAcknowledgedIsLostAndNothingStandsTwice()
    {
        var acknowledged = new ConcurrentDictionary<Guid, (Report Report, string Receipt)>();
        var unanswered = new ConcurrentDictionary<Guid, Report>();
        string token;
        await using (var first = await RunningProduct.Start(_directory))
        {
            token = await CreateToken();
            for (var i = 0; i < Cases; i++)
            {
                var opened = await first.Post(token, "/api/v1/cases", new { id = Guid.NewGuid(), isrc = Isrc(i), title = "Song", artist = "artist A", channel = "email" });
                Assert.Equal(HttpStatusCode.Created, opened.Status);
            }
        }

        for (var round = 0; round < Rounds; round++)
        {
            await using var product = await RunningProduct.Start(_directory);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var load = Task.WhenAll(Enumerable.Range(0, Callers).Select(caller =>
                Task.Run(() => Load(product, token, caller, acknowledged, unanswered, stop.Token), Cancellation)));
            var before = acknowledged.Count;
            while (acknowledged.Count < before + Callers)
            {
                await Task.Delay(5, Cancellation);
            }

            await Task.Delay(_random.Next(300), Cancellation);
            if (round % 2 == 0)
            {
                product.Kill();
            }
            else
            {
                product.KillPostgres();
            }

            // Without its PostgreSQL the server ends too, and says so.
            var exitCode = await product.Ended();
            Assert.NotEqual(Exit.Done, exitCode);
            await stop.CancelAsync();
            await load;
        }

        Assert.NotEmpty(unanswered);
        await using (var last = await RunningProduct.Start(_directory))
        {
            // Sent again, each acknowledged report answers with the very receipt that was given: it stands, and stands once.
            await Parallel.ForEachAsync(acknowledged, Cancellation, async (sent, _) =>
            {
                var again = await last.Post(token, sent.Value.Report.Path, sent.Value.Report.Body(sent.Key));
                Assert.Equal(HttpStatusCode.OK, again.Status);
                Assert.Equal(sent.Value.Receipt, again.Body);
            });

            // What was never answered is either there or not; sent again, it is there.
            foreach (var (id, report) in unanswered)
            {
                var again = await last.Post(token, report.Path, report.Body(id));
                Assert.Contains(again.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Created });
            }

            // One event for each id, and nothing else: the cases' versions add up to what was sent.
            var versions = 0;
            for (var i = 0; i < Cases; i++)
            {
                var probe = await last.Post(token, $"/api/v1/cases/{Isrc(i)}/screenshots", new Report(Isrc(i), 0).Body(Guid.NewGuid()));
                versions += JsonDocument.Parse(probe.Body).RootElement.GetProperty("version").GetInt32() - 1;
            }

            Assert.Equal(Cases + acknowledged.Count + unanswered.Count, versions);
        }

        Assert.Equal(Exit.Done, await CommandLine.Run(["audit", "--data", _directory], TextWriter.Null, TextWriter.Null));
        TestContext.Current.SendDiagnosticMessage($"{Rounds} rounds: {acknowledged.Count} acknowledged, {unanswered.Count} without an answer");
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private sealed record Report(string Isrc, int Count)
    {
        public string Path => $"/api/v1/cases/{Isrc}/screenshots";

        public object Body(Guid id) => new
        {
            id, store = "spotify", readings = new[] { new { day = "2024-04-03", count = Count } }, observed = new { on = "2024-04-18" },
        };
    }

    private static string Isrc(int i) => $"AADEM240001{i}";

    private async Task<string> CreateToken()
    {
        var output = new StringWriter();
        Assert.Equal(
            Exit.Done,
            await CommandLine.Run(["token", "create", "--role", "agent", "--account", "agent:crash", "--data", _directory], output, TextWriter.Null));
        return output.ToString().Trim().Split('\n')[0].Trim();
    }

    private static async Task Load(
        RunningProduct product,
        string token,
        int caller,
        ConcurrentDictionary<Guid, (Report, string)> acknowledged,
        ConcurrentDictionary<Guid, Report> unanswered,
        CancellationToken stop)
    {
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var (id, report) = (Guid.NewGuid(), new Report(Isrc((caller + n) % Cases), n));
            try
            {
                var (status, body) = await product.Post(token, report.Path, report.Body(id));
                if (status == HttpStatusCode.Created)
                {
                    acknowledged[id] = (report, body);
                }
                else
                {
                    // Its PostgreSQL is gone: "not recorded" or "unknown", never a receipt.
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
                    unanswered[id] = report;
                    await Task.Delay(20, CancellationToken.None);
                }
            }
            catch (HttpRequestException)
            {
                unanswered[id] = report;
                return;
            }
        }
    }

    /// <summary>The server in a process of its own, with its private PostgreSQL.</summary>
    private sealed class RunningProduct : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

        private readonly Process _process;
        private readonly HttpClient _client;
        private readonly string _directory;

        private RunningProduct(Process process, string url, string directory)
        {
            (_process, _directory) = (process, directory);
            _client = new() { BaseAddress = new(url), Timeout = Patience };
        }

        public static async Task<RunningProduct> Start(string directory)
        {
            var start = new ProcessStartInfo(
                "dotnet", ["exec", typeof(CommandLine).Assembly.Location, "serve", "--data", directory, "--urls", "http://127.0.0.1:0"])
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
                if (line.IndexOf("serves on ", StringComparison.Ordinal) is >= 0 and var at)
                {
                    _ = process.StandardError.ReadToEndAsync(CancellationToken.None); // or it would block on a full pipe
                    return new(process, line[(at + "serves on ".Length)..].Trim(), directory);
                }
            }

            throw new InvalidOperationException($"The server did not start:\n{string.Join('\n', said)}");
        }

        public async Task<(HttpStatusCode Status, string Body)> Post(string token, string path, object body)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
            request.Headers.Authorization = new("Bearer", token);
            using var response = await _client.SendAsync(request, CancellationToken.None);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(CancellationToken.None));
        }

        public void Kill() => _process.Kill();

        public void KillPostgres()
        {
            var pidFile = Directory.GetFiles(_directory, "postmaster.pid", SearchOption.AllDirectories).Single();
            using var postmaster = Process.GetProcessById(int.Parse(File.ReadLines(pidFile).First(), System.Globalization.CultureInfo.InvariantCulture));
            postmaster.Kill();
        }

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
    }
}
