using System.Net;
using CaseLedger.Web.Tests.Demonstration;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

/// <summary>The first page of an artist: their cases, one card each.</summary>
public sealed class MyCasesTests(TestServer server, DemoServer demo) : IClassFixture<TestServer>, IClassFixture<DemoServer>
{
    private static readonly string[] OfTheDemonstration = ["AADEM2400001", "AADEM2400002", "AADEM2400003"];

    private static int _isrcs = 2480000;

    private readonly string _isrc = $"AADEM{Interlocked.Increment(ref _isrcs)}";
    private readonly string _account = $"artist:mine-{Guid.NewGuid():N}";

    [Fact]
    public async Task Cards_AreOfOwnCasesOnly()
    {
        var foreign = $"AADEM{Interlocked.Increment(ref _isrcs)}";
        await server.OpenCase(_isrc, _account);
        await server.OpenCase(foreign, "artist:somebody-else");
        await server.Request(foreign, Guid.NewGuid());

        var page = await Home();

        Assert.Contains($"/cases/{_isrc}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(foreign, page, StringComparison.Ordinal);
        Assert.Single(Cards(page));
    }

    [Fact]
    public async Task Card_SaysWhoseMoveItIs_WhatIsNeeded_AndWhatWasPromised()
    {
        var (request, late) = (Guid.NewGuid(), Guid.NewGuid());
        await server.OpenCase(_isrc, _account);
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/requests", new { id = late, of = "store", what = "Not for you" });
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/promises", new { id = Guid.NewGuid(), by = "distributor", what = "An answer <b>soon</b>", dueOn = "2199-06-01" });
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/promises", new { id = Guid.NewGuid(), by = "distributor", what = "A call", dueOn = "2024-06-01" });
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/requests", new
        {
            id = request, by = "distributor", of = "artist", what = "Three days", askedAt = "2024-05-20", dueOn = "2024-06-01",
        });

        var card = WebUtility.HtmlDecode(Assert.Single(Cards(await Home())));

        foreach (var shows in new[]
        {
            "Open, waiting on you since 20 May 2024", "Three days", "Overdue since 1 Jun 2024.", $"/cases/{_isrc}/act/answer?request={request}",
            "An answer <b>soon</b>", "By 1 Jun 2199.", "A call", "Promised by 1 Jun 2024, and overdue.", "No number was reported yet.",
        })
        {
            Assert.Contains(shows, card, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("Not for you", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_WithNothingOpen_SaysSo()
    {
        await server.OpenCase(_isrc, _account);

        var card = Assert.Single(Cards(await Home()));

        Assert.Equal(3, card.Split(">nothing<").Length);
        Assert.Contains("Open, waiting on the distributor", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gap_IsOfTheLastTwentyEightDaysOfTheData()
    {
        await server.OpenCase(_isrc, _account);
        foreach (var (day, dashboard, trends) in new[] { ("2024-03-06", 1_000, 0), ("2024-03-07", 100, 60), ("2024-04-03", 114, 104) })
        {
            await server.Screenshot(_isrc, Guid.NewGuid(), day, dashboard);
            await server.Recorded("agent", $"/api/v1/cases/{_isrc}/trends-snapshots", new
            {
                id = Guid.NewGuid(), store = "spotify", takenAt = "2024-04-18", readings = new[] { new { day, count = trends } },
            });
        }

        var card = Assert.Single(Cards(await Home()));

        Assert.Contains("<strong>50</strong>", card, StringComparison.Ordinal);
        Assert.Contains("in the 28 days up to 3 Apr 2024", card, StringComparison.Ordinal);
        Assert.Contains("Known from both on 2 days", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cards_ArePaged_WithoutLosingOne()
    {
        var isrcs = Enumerable.Range(0, 30).Select(_ => $"AADEM{Interlocked.Increment(ref _isrcs)}").ToArray();
        foreach (var isrc in isrcs)
        {
            await server.OpenCase(isrc, _account);
        }

        var artist = await Visit.SignedIn(server, "artist", _account);
        var first = (await artist.Get("/")).Text;
        var next = System.Text.RegularExpressions.Regex.Match(first, "rel=\"next\" href=\"([^\"]+)\"").Groups[1].Value;
        var second = (await artist.Get(WebUtility.HtmlDecode(next))).Text;

        Assert.Equal(30, Cards(first).Count + Cards(second).Count);
        Assert.All(isrcs, isrc => Assert.Contains($"/cases/{isrc}\"", first + second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Artist_WithoutACase_IsToldWhereTheyWillBe() =>
        Assert.Contains("No case of yours yet", await Home(), StringComparison.Ordinal);

    [Fact]
    public async Task InTheDemonstration_TheArtistSeesTheirCase_AndVisitorsStillAllThree()
    {
        var artist = (await Scenario.Run(demo.Server, s => s.As("artist").Get("/").StatusIs(200))).Text;
        var visitor = (await Scenario.Run(demo.Server, s => s.Header("Accept", "text/html").Get("/").StatusIs(200))).Text;

        var card = Assert.Single(Cards(artist));
        Assert.Contains("<strong>84</strong>", card, StringComparison.Ordinal);
        Assert.Contains("In private: one ISRC", card, StringComparison.Ordinal);
        Assert.Contains("Overdue since 19 Apr 2024", WebUtility.HtmlDecode((await Scenario.Run(demo.Server, s => s.As("artist").Get("/cases/AADEM2400001").StatusIs(200))).Text), StringComparison.Ordinal);
        Assert.All(OfTheDemonstration, isrc => Assert.Contains($"/cases/{isrc}\"", visitor, StringComparison.Ordinal));
    }

    private static List<string> Cards(string page) => [.. page.Split("<li class=\"card\">").Skip(1)];

    private async Task<string> Home()
    {
        await server.CatchUp();
        return (await (await Visit.SignedIn(server, "artist", _account)).Get("/")).Text;
    }
}
