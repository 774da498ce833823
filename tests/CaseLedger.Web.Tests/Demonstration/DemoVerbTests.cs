using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CaseLedger.Ledger;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Verbs;
using Npgsql;

namespace CaseLedger.Web.Tests.Demonstration;

public sealed class DemoVerbTests(Postgres postgres)
{
    [Fact]
    public async Task Demo_AsJson_PrintsOneLineOnceTheServerAnswers_AndTwiceChangesNothing()
    {
        var database = await postgres.CreateEmpty();

        var first = await Run(database, "--json");
        var again = await Run(database, "--json");

        Assert.Equal(first.Size, again.Size);
        Assert.True(first.Size > 60);
    }

    [Fact]
    public async Task Demo_ForPeople_PrintsThreeTokensAndFourAddresses()
    {
        var run = await Run(await postgres.CreateEmpty());

        Assert.Equal(4, run.Output.Split('\n').Count(line => line.TrimStart().StartsWith(run.Url, StringComparison.Ordinal)));
        Assert.Equal(3, run.Output.Split("clt_").Length - 1);
    }

    private static async Task<(string Output, string Url, long Size)> Run(string database, params string[] more)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var stop = new CancellationTokenSource();
        string[] args = ["demo", "--database", database, "--urls", "http://127.0.0.1:0", "--allow-unsafe-database-settings", .. more];
        var running = CommandLine.Build().Parse(args).InvokeAsync(new() { Output = output, Error = error }, stop.Token);
        while (output.ToString().Length == 0)
        {
            Assert.False(running.IsCompleted, error.ToString());
            await Task.Delay(50);
        }

        try
        {
            var text = output.ToString();
            var url = more.Contains("--json")
                ? await AssertServes(text)
                : text.Split('\n').Select(line => line.Trim()).First(line => line.StartsWith("http://", StringComparison.Ordinal)).Split("/ ")[0];
            await using var source = NpgsqlDataSource.Create(RuntimeConnection.For(database));
            await using var ledger = new EventLedger(source);
            return (text, url, (await ledger.Head()).Size);
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    private static async Task<string> AssertServes(string output)
    {
        Assert.Single(output.Trim().Split('\n'));
        var line = JsonNode.Parse(output)!;
        var url = (string)line["url"]!;
        using var client = new HttpClient { BaseAddress = new Uri(url) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
        foreach (var (role, path) in new[]
        {
            ("agent", "/api/v1/cases/AADEM2400002"), ("manager", "/api/v1/projections"), ("artist", "/api/v1/cases/AADEM2400001"), ("ingest", "/api/v1/health/live"),
        })
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)line["tokens"]![role]!);
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(path, UriKind.Relative))).StatusCode);
        }

        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)line["tokens"]!["artist"]!);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/api/v1/cases/AADEM2400002", UriKind.Relative))).StatusCode);
        return url;
    }
}
