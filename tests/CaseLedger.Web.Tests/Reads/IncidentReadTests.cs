using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Reads;

public sealed class IncidentReadTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Incident_ShowsTheCasesThatItTouches_BeforeTheFixAndNow()
    {
        const string Isrc = "AADEM2450001";
        await server.OpenCase(Isrc);
        await server.Screenshot(Isrc, Guid.NewGuid(), "2024-03-31", 150);
        await Trends(Isrc, "2024-04-10", "2024-03-31", 50);
        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => b["slug"] = "trends-fixed"));

        var open = await Get("incidents/trends-fixed");
        Assert.Equal(100, (int)open["cases"]![0]!["gap"]!);
        Assert.Null(open["cases"]![0]!["gapBeforeFix"]);
        Assert.Null(open["incident"]!["fixedAt"]);

        await server.Recorded("manager", "/api/v1/incidents/trends-fixed/scope", new { id = Guid.NewGuid(), firstDay = "2024-03-30", lastDay = "2024-04-02", publicText = "More days." });
        await server.Recorded("manager", "/api/v1/incidents/trends-fixed/fix", new { id = Guid.NewGuid(), fixedAt = "2024-04-30" });
        await Trends(Isrc, "2024-05-05", "2024-03-31", 140);

        var repaired = await Get("incidents/trends-fixed");
        Assert.Equal("2024-03-30 2024-04-02 More days.", $"{repaired["incident"]!["firstDay"]} {repaired["incident"]!["lastDay"]} {repaired["incident"]!["publicText"]}");
        Assert.Equal("2024-04-30", (string)repaired["incident"]!["fixedAt"]!["on"]!);
        Assert.Equal(10, (int)repaired["cases"]![0]!["gap"]!);
        Assert.Equal(100, (int)repaired["cases"]![0]!["gapBeforeFix"]!);
        Assert.Equal("50 140", $"{repaired["cases"]![0]!["days"]![0]!["trendsBeforeFix"]} {repaired["cases"]![0]!["days"]![0]!["trends"]}");
        await Scenario.Run(server, s => s.As("agent").Get("/api/v1/incidents/trends-nowhere").IsProblem(404, "not-found"));
    }

    [Fact]
    public async Task Candidates_AreTheDaysThatStandOutOverManyCases()
    {
        // Six recordings with shares of their own; on one day of eight Trends lacks most of each.
        var days = Enumerable.Range(1, 8).Select(d => $"2024-06-{d:00}").ToArray();
        for (var i = 0; i < 6; i++)
        {
            var isrc = $"AADEM245010{i}";
            await server.OpenCase(isrc);
            for (var d = 0; d < days.Length; d++)
            {
                var dashboard = 400 + (37 * i) + (11 * d);
                await server.Screenshot(isrc, Guid.NewGuid(), days[d], dashboard, observedOn: "2024-06-20");
                await Trends(isrc, "2024-06-20", days[d], d == 4 ? dashboard / 10 : dashboard * (70 + i + ((d * 3) % 4)) / 100);
            }
        }

        await server.CatchUp();
        var radar = await Get("incidents/candidates?from=2024-06-01&to=2024-06-08");

        var found = Assert.Single(radar["candidates"]!.AsArray())!;
        Assert.Equal("spotify 2024-06-05 6", $"{found["store"]} {found["day"]} {found["cases"]}");
        Assert.True((double)found["z"]! < -3.5);
        Assert.Null(found["incident"]);
        Assert.Equal(8, (int)radar["scored"]!);

        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b =>
            (b["slug"], b["firstDay"], b["lastDay"]) = ("trends-june", "2024-06-05", "2024-06-05")));
        Assert.Equal("trends-june", (string)(await Get("incidents/candidates?from=2024-06-01&to=2024-06-08"))["candidates"]![0]!["incident"]!);
        await Scenario.Run(server, s => s.As("artist").Get("/api/v1/incidents/candidates").IsProblem(403, "not-allowed"));
    }

    [Theory]
    [InlineData("to=1900-01-05")]
    [InlineData("to=1900-01-27")]
    [InlineData("from=2024-01-01&to=2023-12-31")]
    public async Task Candidates_OfAStretchThatIsNone_AreRefused(string query) =>
        await Scenario.Run(server, s => s.As("manager").Get($"/api/v1/incidents/candidates?{query}").IsProblem(400, "malformed"));

    [Theory]
    [InlineData("to=1900-01-28")]
    [InlineData("from=1900-01-01&to=1900-01-05")]
    [InlineData("from=2199-12-31&to=2199-12-31")]
    public async Task Candidates_AtTheEndsOfTheCalendar_AreNone(string query) =>
        Assert.Empty((await Get($"incidents/candidates?{query}"))["candidates"]!.AsArray());

    [Fact]
    public async Task NameOfTheCandidates_IsNoIncidents()
    {
        var reply = await Scenario.Run(server, s => s.As("manager")
            .Post("/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => b["slug"] = "candidates")).IsProblem(400, "malformed"));

        Assert.Equal(["slug"], reply.Errors);
    }

    [Fact]
    public async Task Incident_FixedSomeTimeOnADay_CountsAsBeforeTheFixWhatWasSeenBeforeThatDay()
    {
        const string Isrc = "AADEM2450002";
        await server.OpenCase(Isrc);
        await server.Screenshot(Isrc, Guid.NewGuid(), "2024-02-03", 150);
        await Trends(Isrc, "2024-04-29", "2024-02-03", 50);
        await Trends(Isrc, "2024-04-30T00:00:01Z", "2024-02-03", 140);
        await Declare("trends-february", "2024-02-03");
        await server.Recorded("manager", "/api/v1/incidents/trends-february/fix", new { id = Guid.NewGuid(), fixedAt = "2024-04-30" });

        var touched = (await Get("incidents/trends-february"))["cases"]![0]!;

        Assert.Equal("100 10", $"{touched["gapBeforeFix"]} {touched["gap"]}");
    }

    [Fact]
    public async Task Incident_TouchesNoCaseWhoseReadingsWereWithdrawn()
    {
        const string Isrc = "AADEM2450003";
        await server.OpenCase(Isrc);
        var wrong = Guid.NewGuid();
        await server.Screenshot(Isrc, wrong, "2024-02-10", 150);
        await Declare("trends-withdrawn", "2024-02-10");
        Assert.Single((await Get("incidents/trends-withdrawn"))["cases"]!.AsArray());

        await server.Recorded("agent", $"/api/v1/cases/{Isrc}/withdrawals", new { id = Guid.NewGuid(), eventId = wrong, reason = "Another song." });

        Assert.Empty((await Get("incidents/trends-withdrawn"))["cases"]!.AsArray());
    }

    [Fact]
    public async Task Projections_AreForManagers()
    {
        await server.CatchUp();
        var projections = (await Get("projections"))["items"]!.AsArray();

        Assert.Equal(["cases", "duties", "imports", "incidents", "leaves", "readings", "statements"], projections.Select(p => (string)p!["name"]!));
        Assert.All(projections, p => Assert.Null(p!["failedAt"]));
        await Scenario.Run(server, s => s.As("agent").Get("/api/v1/projections").IsProblem(403, "not-allowed"));
        await Scenario.Run(server, s => s.As("ingest").Get("/api/v1/cases").IsProblem(403, "not-allowed"));
    }

    private async Task<System.Text.Json.Nodes.JsonObject> Get(string path) =>
        (await Scenario.Run(server, s => s.As("manager").Get($"/api/v1/{path}").StatusIs(200))).Json;

    private Task<Reply> Declare(string slug, string day) =>
        server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => (b["slug"], b["firstDay"], b["lastDay"]) = (slug, day, day)));

    private Task<Reply> Trends(string isrc, string takenAt, string day, long count) =>
        server.Recorded("agent", $"/api/v1/cases/{isrc}/trends-snapshots", new
        {
            id = Guid.NewGuid(), store = "spotify", takenAt, readings = new[] { new { day, count } },
        });
}
