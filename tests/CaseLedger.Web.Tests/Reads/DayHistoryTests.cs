using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Reads;

public sealed class DayHistoryTests(TestServer server) : IClassFixture<TestServer>
{
    private static int _isrcs = 2420000;

    private readonly string _isrc = $"AADEM{Interlocked.Increment(ref _isrcs)}";

    private string Day => $"/api/v1/cases/{_isrc}/days/2024-04-03";

    [Fact]
    public async Task NotReceived_IsNullAndNoZero()
    {
        await Trends("2024-04-05", null);
        await Trends("2024-04-06", 0);
        await Trends("2024-04-07", 104);

        var readings = (await Get(Day)).Json["readings"]!.AsArray();

        Assert.Equal(["null ", "0 arrival", "104 backfill"], readings.Select(r => $"{r!["count"]?.ToJsonString() ?? "null"} {r["change"]}"));
        Assert.True(readings[0]!.AsObject().ContainsKey("count"));
        Assert.Equal([1, 2, 3], readings.Select(r => (int)r!["vintage"]!));
    }

    [Fact]
    public async Task Breakdown_BecomesReadingsOfTheirOwn()
    {
        await Trends("2024-04-07", 104, streamsTotal: 130, nonMonetised: 20, shortPlays: 6);

        var latest = (await Get(Day)).Json["stores"]![0]!["latest"]!.AsArray();

        Assert.Equal(
            ["monetised-streams 104", "non-monetised-streams 20", "short-plays 6", "streams 130"],
            latest.Select(l => $"{l!["measure"]} {l["count"]}").Order());
    }

    [Fact]
    public async Task Withdrawn_StaysVisibleAndCountsNoMore_AndStandsAsOfBefore()
    {
        await server.OpenCase(_isrc);
        var (first, wrong) = (Guid.NewGuid(), Guid.NewGuid());
        await server.Screenshot(_isrc, first, "2024-04-03", 114);
        await server.Screenshot(_isrc, wrong, "2024-04-03", 999);
        var between = (await Get(Day)).Json["readings"]![1]!["recordedAt"]!.ToString();
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/withdrawals", new { id = Guid.NewGuid(), eventId = wrong, day = "2024-04-03", reason = "misread" });

        var now = (await Get(Day)).Json;
        var then = (await Get($"{Day}?recordedBy={between}")).Json;

        Assert.Equal("misread", (string)now["readings"]![1]!["withdrawn"]!["reason"]!);
        Assert.Null(now["readings"]![1]!["vintage"]);
        Assert.Equal(114, (int)now["stores"]![0]!["latest"]![0]!["count"]!);
        Assert.Equal(1, (int)now["stores"]![0]!["withdrawn"]!);
        Assert.Null(then["readings"]![1]!["withdrawn"]);
        Assert.Equal(999, (int)then["stores"]![0]!["latest"]![0]!["count"]!);
    }

    [Fact]
    public async Task LookBack_NamesNoIncidentThatWasDeclaredLater()
    {
        await server.OpenCase(_isrc);
        await server.Screenshot(_isrc, Guid.NewGuid(), "2024-04-03", 114);
        var before = (await Get(Day)).Json["readings"]![0]!["recordedAt"]!.ToString();
        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b =>
            (b["slug"], b["firstDay"], b["lastDay"]) = ($"trends-{_isrc.ToLowerInvariant()}", "2024-04-03", "2024-04-03")));

        Assert.NotNull((await Get(Day)).Json["stores"]![0]!["incident"]);
        Assert.NotNull((await Get($"/api/v1/cases/{_isrc}/days")).Items()[0]["incident"]);
        Assert.Null((await Get($"{Day}?recordedBy={before}")).Json["stores"]![0]!["incident"]);
        Assert.Null((await Get($"/api/v1/cases/{_isrc}/days?recordedBy={before}")).Items()[0]["incident"]);
        Assert.Null((await Get($"{Day}?observedBy=2024-05-01")).Json["stores"]![0]!["incident"]);
    }

    [Fact]
    public async Task Clocks_AreIndependent()
    {
        await server.OpenCase(_isrc);
        await Trends("2024-04-20T12:00:00Z", 104);
        var recorded = (await Get(Day)).Json["readings"]![0]!["recordedAt"]!.ToString();
        await Trends("2024-04-10T12:00:00Z", 90);

        Assert.Equal([90, 104], await Counts(""));
        Assert.Equal([104], await Counts($"?recordedBy={recorded}"));
        Assert.Equal([90], await Counts("?observedBy=2024-04-10T12:00:00Z"));
        Assert.Equal([], await Counts("?observedBy=2024-04-10T11:59:59Z"));
        Assert.Equal([], await Counts($"?observedBy=2024-04-19&recordedBy={recorded}"));

        // The first instant of a day is not of the day before.
        await Trends("2024-04-11T00:00:00Z", 91);
        Assert.Equal([90], await Counts("?observedBy=2024-04-10"));
        Assert.Equal([90, 91], await Counts("?observedBy=2024-04-11"));

        async Task<IEnumerable<int>> Counts(string query) => (await Get(Day + query)).Json["readings"]!.AsArray().Select(r => (int)r!["count"]!);
    }

    [Fact]
    public async Task Days_AreCutByStoreAndDay_AndSayWhichIncidentCoversThem()
    {
        await server.OpenCase(_isrc);
        foreach (var day in new[] { "2024-05-01", "2024-05-02", "2024-05-03" })
        {
            await server.Screenshot(_isrc, Guid.NewGuid(), day, 10, observedOn: "2024-05-20");
        }

        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b =>
            (b["slug"], b["firstDay"], b["lastDay"]) = ($"may-{_isrc.ToLowerInvariant()}", "2024-05-02", "2024-05-02")));

        var days = (await Get($"/api/v1/cases/{_isrc}/days?from=2024-05-02&to=2024-05-03&store=spotify")).Items();

        Assert.Equal([$"2024-05-02 may-{_isrc.ToLowerInvariant()}", "2024-05-03 "], days.Select(d => $"{d["day"]} {d["incident"]}"));
        Assert.Empty((await Get($"/api/v1/cases/{_isrc}/days?store=deezer")).Items());
        var readiness = (await Get($"/api/v1/cases/{_isrc}/readiness?asOf=2024-05-20&store=spotify")).Json["stores"]![0]!;
        Assert.Equal("qualifies, incident, qualifies", string.Join(", ", readiness["days"]!.AsArray().Select(d => d!["verdict"])));
        Assert.Equal(3, (int)(await Get($"/api/v1/cases/{_isrc}/readiness?asOf=2024-05-20&store=deezer")).Json["stores"]![0]!["missing"]!);
    }

    private Task<Reply> Get(string path) => Scenario.Run(server, s => s.As("agent").Get(path).StatusIs(200));

    private async Task Trends(string takenAt, long? count, long? streamsTotal = null, long? nonMonetised = null, long? shortPlays = null)
    {
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/trends-snapshots", new
        {
            id = Guid.NewGuid(), store = "spotify", takenAt, readings = new[] { new { day = "2024-04-03", count, streamsTotal, nonMonetised, shortPlays } },
        });
    }
}
