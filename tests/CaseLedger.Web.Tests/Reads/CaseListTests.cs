using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CaseLedger.Web.Tests.Reads;

public sealed class CaseListTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string First = "AADEM2400201";
    private const string Second = "AADEM2400202";
    private const string Watched = "AADEM2400203";

    public async ValueTask InitializeAsync()
    {
        if (await server.Size() > 0)
        {
            return;
        }

        await Open(First, "100 % Sure", "=HYPERLINK(\"x\")", "artist:a", "2024-03-01");
        await Open(Second, "Under_score, \"quoted\"", "artist B", "artist:b", "2024-02-01");
        await server.Recorded("ingest", $"/api/v1/cases/{Watched}/trends-snapshots", Write.Of("/api/v1/cases/{isrc}/trends-snapshots").WithId());
        await server.Screenshot(First, Guid.NewGuid(), "2024-03-31", 100);
        await server.Recorded("agent", $"/api/v1/cases/{Second}/assignment", new { id = Guid.NewGuid(), assignee = "agent:support-2" });
        await server.Request(Second, Guid.NewGuid());
        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => b["slug"] = "trends-list"));
        await server.CatchUp();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("", $"{First} {Second} {Watched}")]
    [InlineData("sort=opened", $"{Second} {First} {Watched}")]
    [InlineData("sort=title", $"{First} {Second} {Watched}")]
    [InlineData("sort=artist", $"{First} {Second} {Watched}")]
    [InlineData("sort=isrc", $"{First} {Second} {Watched}")]
    [InlineData("status=watched", Watched)]
    [InlineData("status=open", $"{First} {Second}")]
    [InlineData("status=resolved", "")]
    [InlineData("store=spotify", $"{First} {Watched}")]
    [InlineData("store=deezer", "")]
    [InlineData("waitingOn=artist", Second)]
    [InlineData("waitingOn=distributor", First)]
    [InlineData("assignee=agent:support-2", Second)]
    [InlineData("incident=trends-list", First)]
    [InlineData("incident=trends-other", "")]
    [InlineData("q=100 %25", First)]
    [InlineData("q=%25", First)]
    [InlineData("q=_", Second)]
    [InlineData("q=ARTIST b", Second)]
    [InlineData("q=aa-dem-24-00203", Watched)]
    [InlineData("q=00203", Watched)]
    [InlineData("q=b artist", Second)]
    [InlineData("q=quoted under", Second)]
    [InlineData("q=quoted sure", "")]
    [InlineData("q=aa-dem-24-002", $"{First} {Second} {Watched}")]
    [InlineData("q=rtis", Second)]
    [InlineData("q=nowhere", "")]
    [InlineData("q=b&status=watched", "")]
    public async Task Filter_Shows(string query, string expected)
    {
        var reply = await Scenario.Run(server, s => s.As("manager").Get($"/api/v1/cases?{query}").StatusIs(200));

        Assert.Equal(expected, string.Join(' ', reply.Items().Each<string>("isrc")));
    }

    [Theory]
    [InlineData("e", $"{First} {Second} {Watched}")]
    [InlineData("b artist", Second)]
    [InlineData("_", Second)]
    [InlineData("100 %", First)]
    [InlineData("00203", Watched)]
    [InlineData("nowhere", "")]
    public async Task Words_OfManyCases_FindWhatWordsOfFewDo(string words, string expected)
    {
        var query = new CaseListQuery(null, null, null, null, null, words, CaseOrder.LatestFirst, null, null);
        var viewer = new Caller(AccountId.Parse("agent:support-1"), Role.Agent, null);
        var database = server.Services.GetRequiredService<NpgsqlDataSource>();

        foreach (var rare in new[] { 0, 1, 1_000 })
        {
            var found = await new CaseList(database) { Rare = rare }.Read(query, viewer, TestContext.Current.CancellationToken);
            Assert.Equal(expected, string.Join(' ', found!.Items.Select(item => item.Isrc)));
        }
    }

    [Fact]
    public async Task AnIncidentThatTouchesManyCases_FindsWhatOneOfFewDoes()
    {
        var query = new CaseListQuery(null, null, null, null, Slug.Parse("trends-list"), null, CaseOrder.LatestFirst, null, null);
        var viewer = new Caller(AccountId.Parse("agent:support-1"), Role.Agent, null);

        foreach (var rare in new[] { 0, 1_000 })
        {
            var found = await new CaseList(server.Services.GetRequiredService<NpgsqlDataSource>()) { Rare = rare }.Read(query, viewer, TestContext.Current.CancellationToken);
            Assert.Equal([First], found!.Items.Select(item => $"{item.Isrc}"));
        }
    }

    [Fact]
    public async Task Item_SaysHowTheCaseStands()
    {
        var item = (await Scenario.Run(server, s => s.As("agent").Get("/api/v1/cases?waitingOn=artist").StatusIs(200))).Items().Single();

        Assert.Equal("open", (string)item["status"]!);
        Assert.Equal("agent:support-2", (string)item["assignee"]!);
        Assert.Equal("artist", (string)item["waitingOn"]!["party"]!);
        Assert.Equal("2024-02-01T23:59:59.999999Z", (string)item["beganBy"]!);
        Assert.Equal(3, (int)item["version"]!);
    }

    [Fact]
    public async Task Csv_IsForSpreadsheetsAndNoFormula()
    {
        var reply = await Scenario.Run(server, s => s.As("agent").Header("Accept", "text/csv").Get("/api/v1/cases?sort=isrc&limit=2").StatusIs(200));

        Assert.Equal("text/csv", reply.MediaType);
        var lines = reply.Text.Split("\r\n");
        Assert.StartsWith("isrc,status,title,artist,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{First},open,100 % Sure,\"'=HYPERLINK(\"\"x\"\")\",artist:a,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{Second},open,\"Under_score, \"\"quoted\"\"\",artist B,", lines[2], StringComparison.Ordinal);
        Assert.Equal("", lines[3]);
        var next = reply.Headers["Link"].Split('<', '>')[1];
        var rest = await Scenario.Run(server, s => s.As("agent").Header("Accept", "text/csv").Get(next).StatusIs(200));
        Assert.StartsWith($"{Watched},watched,,,", rest.Text.Split("\r\n")[1], StringComparison.Ordinal);
        Assert.DoesNotContain("Link", rest.Headers.Keys);
    }

    [Theory]
    [InlineData("application/json, text/csv;q=0.5", "application/json")]
    [InlineData("text/csv, application/json;q=0.5", "text/csv")]
    [InlineData("*/*", "application/json")]
    public async Task Form_IsWhatTheCallerWouldRatherHave(string accept, string mediaType)
    {
        var reply = await Scenario.Run(server, s => s.As("agent").Header("Accept", accept).Get("/api/v1/cases").StatusIs(200));

        Assert.Equal(mediaType, reply.MediaType);
    }

    private Task<Reply> Open(string isrc, string title, string artist, string account, string openedAt) =>
        server.Recorded("agent", "/api/v1/cases", new
        {
            id = Guid.NewGuid(), isrc, title, artist, artistAccount = account, channel = "email", openedAt, approximate = true,
        });
}
