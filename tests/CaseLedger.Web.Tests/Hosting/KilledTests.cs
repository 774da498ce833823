using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.Json;
using CaseLedger.Web.Tests.Support;
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
        await using (var first = await RunningProduct.Start("--data", _directory))
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
            await using var product = await RunningProduct.Start("--data", _directory);
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
                KillPostgres();
            }

            // Without its PostgreSQL the server ends too, and says so.
            var exitCode = await product.Ended();
            Assert.NotEqual(Exit.Done, exitCode);
            await stop.CancelAsync();
            await load;
        }

        Assert.NotEmpty(unanswered);
        await using (var last = await RunningProduct.Start("--data", _directory))
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

    private void KillPostgres()
    {
        var pidFile = Directory.GetFiles(_directory, "postmaster.pid", SearchOption.AllDirectories).Single();
        using var postmaster = Process.GetProcessById(int.Parse(File.ReadLines(pidFile).First(), System.Globalization.CultureInfo.InvariantCulture));
        postmaster.Kill();
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
}
