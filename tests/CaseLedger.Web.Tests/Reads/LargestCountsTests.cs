using CaseLedger.Domain;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Reads;

/// <summary>Counts as large as a count can be, of so many days that their sum is more than a long holds.</summary>
public sealed class LargestCountsTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Days = 1_100;
    private const string Isrc = "AADEM2480001";

    [Fact]
    public async Task SumOfTheLargestCounts_IsAnswered()
    {
        await server.OpenCase(Isrc);
        foreach (var days in Enumerable.Range(0, Days).Select(i => Day.Parse("2020-01-01").PlusDays(i).ToString()).Chunk(400))
        {
            await server.Recorded("agent", $"/api/v1/cases/{Isrc}/screenshots", new
            {
                id = Guid.NewGuid(), store = "spotify", readings = days.Select(day => new { day, count = StreamCount.Largest }), observed = new { on = "2024-04-18" },
            });
            await server.Recorded("agent", $"/api/v1/cases/{Isrc}/trends-snapshots", new
            {
                id = Guid.NewGuid(), store = "spotify", takenAt = "2024-04-18", readings = days.Select(day => new { day, count = 0 }),
            });
        }

        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b =>
            (b["slug"], b["firstDay"], b["lastDay"]) = ("trends-always", "2020-01-01", "2023-12-31")));
        await server.CatchUp();
        var sum = (decimal)StreamCount.Largest * Days;

        var gap = (await Get($"/api/v1/cases/{Isrc}")).Json["gap"]![0]!;
        Assert.Equal((sum, 0m, sum, 0d), ((decimal)gap["dashboard"]!, (decimal)gap["trends"]!, (decimal)gap["gap"]!, (double)gap["share"]!));
        Assert.Equal(sum, (decimal)(await Get("/api/v1/incidents/trends-always")).Json["cases"]![0]!["gap"]!);
        foreach (var page in new[] { "/cases", $"/cases/{Isrc}" })
        {
            Assert.Contains(sum.ToString("#,0"), System.Net.WebUtility.HtmlDecode((await Get(page)).Text), StringComparison.Ordinal);
        }
    }

    private Task<Reply> Get(string path) => Scenario.Run(server, s => s.As("manager").Get(path).StatusIs(200));
}
