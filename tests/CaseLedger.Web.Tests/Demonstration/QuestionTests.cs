using System.Text.Json.Nodes;
using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Demonstration;

/// <summary>The questions of the conversation, each answered by one read.</summary>
public sealed class QuestionTests(DemoServer demo) : IClassFixture<DemoServer>
{
    private const string A = "cases/AADEM2400001";

    [Fact]
    public async Task ThirdOfApril_TrendsIsZeroThen104AsABackfill_BesideTheDashboards114()
    {
        var day = (await demo.Read($"{A}/days/2024-04-03?store=spotify")).Json;

        Assert.Equal(
            ["trends 0 ", "trends 104 backfill", "artist-dashboard 114 "],
            day["readings"]!.AsArray().Select(r => $"{r!["source"]} {r["count"]} {r["change"]}"));
        Assert.Equal(10, (int)day["stores"]![0]!["gap"]!);
        Assert.Equal(104.0 / 114, (double)day["stores"]![0]!["share"]!, 10);
    }

    [Theory]
    [InlineData("2024-04-16", "trends 0")]
    [InlineData("2024-04-17", "trends 0")]
    [InlineData("2024-04-17T12:00:00Z", "trends 0")]
    [InlineData("2024-04-15", "")]
    [InlineData("2024-04-18", "trends 0, trends 104, artist-dashboard 114")]
    public async Task ThirdOfApril_AsOfWhatHadBeenObserved(string observedBy, string expected)
    {
        var day = (await demo.Read($"{A}/days/2024-04-03?store=spotify&observedBy={observedBy}")).Json;

        Assert.Equal(expected, string.Join(", ", day["readings"]!.AsArray().Select(r => $"{r!["source"]} {r["count"]}")));
    }

    [Fact]
    public async Task ThirdOfApril_AsOfBeforeAnythingWasRecorded_IsEmpty()
    {
        var day = (await demo.Read($"{A}/days/2024-04-03?recordedBy=2024-04-18")).Json;

        Assert.Empty(day["readings"]!.AsArray());
        Assert.Empty((await demo.Read($"{A}/days?recordedBy=2024-04-18")).Items());
    }

    [Fact]
    public async Task ThirtiethOfMarch_Shows79Beside153()
    {
        var store = (await demo.Read($"{A}/days/2024-03-30?store=spotify")).Json["stores"]![0]!;

        Assert.Equal(["artist-dashboard 153", "trends 79"], store["latest"]!.AsArray().Select(l => $"{l!["source"]} {l["count"]}"));
        Assert.Equal(74, (int)store["gap"]!);
    }

    [Fact]
    public async Task SecondArtistsThirdOfApril_ShowsZeroThen65()
    {
        var day = (await demo.Read("cases/AADEM2400002/days/2024-04-03")).Json;

        Assert.Equal(["0 ", "65 backfill"], day["readings"]!.AsArray().Select(r => $"{r!["count"]} {r["change"]}"));
    }

    [Fact]
    public async Task Overdue_IsWhatWasPromisedOrAskedWithADay()
    {
        var overdue = (await demo.Read("duties?overdue=true")).Items();

        Assert.Equal(["promise 2024-04-19", "request 2024-05-15"], overdue.Select(d => $"{d["kind"]} {d["dueOn"]}"));
        Assert.All(overdue, d => Assert.True((bool)d["overdue"]!));
        Assert.Equal(["2024-04-19"], (await demo.Read("duties?overdue=true&asOf=2024-05-15")).Items().Each<string>("dueOn"));
        Assert.DoesNotContain((await demo.Read("duties?overdue=false")).Items(), d => (bool)d["overdue"]!);
        Assert.Empty((await demo.Read("duties?isrc=AADEM2400003")).Items());
    }

    [Fact]
    public async Task TwoContradictionsStand_AndOneIsAFormerOne()
    {
        var contradictions = (await demo.Read($"{A}/statements")).Json["contradictions"]!.AsArray().ToDictionary(c => (string)c!["proposition"]!, c => c!);

        Assert.Equal(["filter-known", "one-set-of-stats"], contradictions.Where(c => (bool)c.Value["stands"]!).Select(c => c.Key).Order());
        Assert.False((bool)contradictions["trends-bears-on-payouts"]["stands"]!);
        Assert.Equal([5, 5], ItemsOf(contradictions["filter-known"]["affirming"]));
        Assert.Equal([9], ItemsOf(contradictions["filter-known"]["denying"]));
        Assert.Equal([4, 29], ItemsOf(contradictions["one-set-of-stats"]["affirming"]));
        Assert.Equal([28], ItemsOf(contradictions["one-set-of-stats"]["denying"]));
        Assert.Equal(2, (int)(await demo.Read(A)).Json["contradictions"]!);
    }

    [Fact]
    public async Task EditedPost_IsThereInBothWordings()
    {
        var statements = await demo.Server.All("agent", $"/api/v1/{A}/statements");
        var earlier = statements.Single(s => s["supersededBy"] is not null);
        var later = statements.Single(s => s["supersedes"] is not null);

        Assert.Equal((string)later["id"]!, (string)earlier["supersededBy"]!);
        Assert.Equal("superseded", (string)earlier["standing"]!);
        Assert.Equal("withdrawn", (string)later["standing"]!);
        Assert.DoesNotContain("skip", (string)earlier["quote"]!, StringComparison.Ordinal);
        Assert.Contains("skip", (string)later["quote"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewStart_WithdrawsTheExplanationAndLeavesTheDenial()
    {
        var statements = await demo.Server.All("agent", $"/api/v1/{A}/statements");

        Assert.Equal([21, 21, 22, 22, 23, 24, 24], ItemsOf(statements.Where(s => (string)s["standing"]! == "withdrawn").Each<string>("id")));
        Assert.All(statements.Where(s => s["withdrawn"] is not null), s => Assert.Contains("start again", (string)s["withdrawn"]!["reason"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EvidenceSent_IsCounted()
    {
        var evidence = (await demo.Read(A)).Json["evidence"]!;

        Assert.Equal(4, (int)evidence["times"]!);
        Assert.Equal(3, (int)evidence["byWhat"]!["screenshot"]!);
        Assert.Equal(["2024-03-18", "2024-03-25", "2024-04-02", "2024-04-26"], evidence["items"]!.AsArray().Select(e => (string)e!["sent"]!["on"]!));
    }

    [Fact]
    public async Task Summary_SaysWhatIsMissingAndOnWhomItWaits()
    {
        var summary = (await demo.Read(A)).Json;

        Assert.Equal("open", (string)summary["status"]!);
        Assert.Equal("distributor", (string)summary["waitingOn"]!["party"]!);
        Assert.Equal("three-days", summary["missing"]!["openRequests"]!.AsArray().Select(r => (string?)r!["rule"]).Single(rule => rule is not null));
        Assert.Equal("spotify: 2 days, 267 less 183 is 84", string.Join("; ", summary["gap"]!.AsArray()
            .Select(g => $"{g!["store"]}: {g["days"]} days, {g["dashboard"]} less {g["trends"]} is {g["gap"]}")));
        Assert.Equal(["AADEM2400002", "AADEM2400003"], summary["links"]!.AsArray().Select(l => (string)l!["isrc"]!));
        Assert.Equal("artist:c", (string)summary["followers"]![0]!["account"]!);
        Assert.Equal("AADEM2400001", (string)(await demo.Read("cases/AADEM2400003")).Json["links"]![0]!["isrc"]!);
    }

    [Fact]
    public async Task Readiness_LacksOneOfThreeDays()
    {
        var store = (await demo.Read($"{A}/readiness?asOf=2024-05-01")).Json["stores"]![0]!;

        Assert.Equal(["2024-03-30", "2024-04-03"], store["qualifying"]!.AsArray().Select(d => (string)d!));
        Assert.Equal(1, (int)store["missing"]!);
        var later = (await demo.Read($"{A}/readiness?asOf=2024-07-01")).Json["stores"]![0]!;
        Assert.Equal("2024-03-30 too-old", $"{later["days"]![0]!["day"]} {later["days"]![0]!["verdict"]}");
    }

    [Fact]
    public async Task Artist_SeesTheirOwnCaseAndHearsOfNoOther()
    {
        Assert.Equal(["AADEM2400001"], (await demo.Read("cases", "artist")).Items().Each<string>("isrc"));
        Assert.Equal(["AADEM2400002"], (await demo.Read("cases", "artist-b")).Items().Each<string>("isrc"));
        Assert.Empty((await demo.Read("duties", "artist-b")).Items());

        var timeline = await demo.Server.All("artist", $"/api/v1/{A}/timeline");
        Assert.Equal(Enumerable.Range(1, timeline.Count), timeline.Each<int>("version"));
        Assert.Equal(
            ["follower-added.v1", "cases-linked.v1", "cases-linked.v1"],
            timeline.Where(e => e["withheld"] is not null).Each<string>("type"));
        var whole = string.Concat(timeline.Select(e => e.ToJsonString())) + (await demo.Read(A, "artist")).Text;
        Assert.DoesNotContain("AADEM2400002", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("AADEM2400003", whole, StringComparison.Ordinal);
        Assert.DoesNotContain("artist:c", whole, StringComparison.Ordinal);
    }

    private static IEnumerable<int> ItemsOf(JsonNode? ids) => ItemsOf(ids!.AsArray().Select(id => (string)id!));

    private static IEnumerable<int> ItemsOf(IEnumerable<string> ids) =>
        ids.Select(id => Conversation.Steps.Single(step => step.Command.Id.ToString() == id).Item);
}
