using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using CaseLedger.Ledger;
using CaseLedger.LocalPostgres;
using CaseLedger.Web.Access;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Verbs;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Tests.Demonstration;

public sealed class DemoVerbTests(Postgres postgres) : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("caseledger-demo-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Demo_AsJson_PrintsOneLineOnceTheServerAnswers_AndTwiceChangesNothing()
    {
        var database = await postgres.CreateEmpty();

        var first = await Run(database, "--json");
        var again = await Run(database, "--json");

        Assert.Equal(first.Size, again.Size);
        Assert.True(first.Size > 60);
        Assert.Equal(Tokens(first.Output), Tokens(again.Output));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"agent\":")]
    [InlineData("{\"agent\":null}")]
    public async Task Demo_WithAnUnreadableFileOfTokens_MakesNewOnes(string left)
    {
        var database = await postgres.CreateEmpty();
        var first = await Run(database, "--json");
        var file = Assert.Single(_data.GetFiles());
        await File.WriteAllTextAsync(file.FullName, left);

        var again = await Run(database, "--json");

        Assert.NotEqual(Tokens(first.Output), Tokens(again.Output));
        Assert.Single(_data.GetFiles());
    }

    [Fact]
    public async Task DemoTokens_EndByThemselves()
    {
        var database = await postgres.CreateEmpty();
        await Run(database);

        await using var source = NpgsqlDataSource.Create(database);
        var ends = (await new TokenTable(source).List(CancellationToken.None)).Select(token => token.ExpiresAt!.Value).ToList();

        var now = SystemClock.Instance.GetCurrentInstant();
        Assert.Equal(4, ends.Count);
        Assert.All(ends, end => Assert.InRange(end, now + Duration.FromDays(29), now + Duration.FromDays(30)));
    }

    [Fact]
    public async Task Demo_OnALedgerOfSomebody_RecordsNothingAndSaysWhy()
    {
        await using var server = new TestServer(postgres);
        await server.InitializeAsync();
        await server.OpenCase("AADEM2470001");
        var error = new StringWriter();

        var exit = await CommandLine.Build().Parse(Args(server.ConnectionString)).InvokeAsync(new() { Output = new StringWriter(), Error = error });

        Assert.Equal(Exit.Failed, exit);
        Assert.Contains("not the demonstration's", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await server.Size());
    }

    [Fact]
    public void Demo_WithoutADirectory_TakesOneOfItsOwn()
    {
        var root = CommandLine.Build();

        Assert.NotEqual(
            DatabaseOptions.Read(root.Parse("serve")).DataDirectory ?? UserDirectories.Data,
            DatabaseOptions.ReadForDemonstration(root.Parse("demo")).DataDirectory);
        Assert.Equal("/somewhere", DatabaseOptions.ReadForDemonstration(root.Parse(["demo", "--data", "/somewhere"])).DataDirectory);
    }

    [Fact]
    public async Task Demo_ForPeople_PrintsThreeTokensAndFourAddresses()
    {
        var run = await Run(await postgres.CreateEmpty());

        Assert.Equal(4, run.Output.Split('\n').Count(line => line.TrimStart().StartsWith(run.Url, StringComparison.Ordinal)));
        Assert.Equal(3, run.Output.Split("clt_").Length - 1);
    }

    private static string Tokens(string output) => JsonNode.Parse(output)!["tokens"]!.ToJsonString();

    private string[] Args(string database, params string[] more) =>
        ["demo", "--database", database, "--data", _data.FullName, "--urls", "http://127.0.0.1:0", "--allow-unsafe-database-settings", .. more];

    private async Task<(string Output, string Url, long Size)> Run(string database, params string[] more)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        using var stop = new CancellationTokenSource();
        var running = CommandLine.Build().Parse(Args(database, more)).InvokeAsync(new() { Output = output, Error = error }, stop.Token);
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
