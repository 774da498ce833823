using System.Net;
using System.Text.RegularExpressions;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Ledger;
using CaseLedger.Web.Tests.Demonstration;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Timeline;

namespace CaseLedger.Web.Tests.Pages;

public sealed partial class CasePageTests(DemoServer demo, TestServer server) : IClassFixture<DemoServer>, IClassFixture<TestServer>
{
    private const string Case = "/cases/AADEM2400001";

    private static int _isrcs = 2490000;

    private readonly string _isrc = $"AADEM{Interlocked.Increment(ref _isrcs)}";

    [Theory]
    [InlineData("numbers", 5, "Trends shows for Spotify", "Said by")]
    [InlineData("statements", 43, "Withdrawn: Support 2 asks to start again", "Asked by")]
    [InlineData("evidence", 4, "a spreadsheet, by e-mail", "Said by")]
    [InlineData("duties", 13, "Asked by the artist, of the distributor", "Said by")]
    [InlineData("course", 4, "Case opened", "Said by")]
    public async Task Timeline_IsNarrowedToAPart_InTheAddress(string part, int events, string shows, string not)
    {
        var page = await Page($"{Case}?part={part}");
        var timeline = page[page.IndexOf("id=\"happened\"", StringComparison.Ordinal)..];

        Assert.Equal(events, Versions().Matches(timeline).Select(match => match.Value).Distinct().Count());
        Assert.Contains(shows, timeline, StringComparison.Ordinal);
        Assert.DoesNotContain(not, timeline, StringComparison.Ordinal);
        Assert.Matches($"part={part}#timeline\" aria-current=\"true\"[^>]*>[^<]* {events}<", timeline);
    }

    [Fact]
    public async Task Timeline_OfAPartThatIsNone_IsWhole() => Assert.Equal(69, Versions().Matches(await Page($"{Case}?part=secrets")).Select(match => match.Value).Distinct().Count());

    [Fact]
    public async Task Timeline_KeepsThePart_AndTheLookBack_InItsLinks()
    {
        var page = await Page($"{Case}?observedBy=2024-04-16&part=duties");

        Assert.Contains($"{Case}?observedBy=2024-04-16&part=statements#timeline", page, StringComparison.Ordinal);
        Assert.Contains($"{Case}/days/2024-04-03?store=spotify&observedBy=2024-04-16", page, StringComparison.Ordinal);
        Assert.Contains("What had been observed by 16 Apr 2024", page, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryKindOfEvent_IsOfOnePart()
    {
        var ofCases = EventTypes.All.Where(type => type.ClrType.IsAssignableTo(typeof(CaseEvent))).Select(type => type.Name).Order();

        Assert.Equal(ofCases, Enum.GetValues<TimelinePart>().SelectMany(part => part.Types()).Order());
    }

    [Fact]
    public async Task OlderEvents_KeepThePart_AndAreStruckThrough_WhereANewerPageTakesThemBack()
    {
        await server.OpenCase(_isrc);
        var wrong = Guid.NewGuid();
        await server.Screenshot(_isrc, wrong, "2024-04-03", 141);
        await Many(215);
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/withdrawals", new { id = Guid.NewGuid(), eventId = wrong, reason = "mistyped" });
        await server.CatchUp();

        var newest = await Own($"/cases/{_isrc}?part=numbers");
        var older = Older().Match(newest);
        var page = await Own(WebUtility.HtmlDecode(older.Groups[1].Value));

        Assert.Contains("part=numbers", older.Value, StringComparison.Ordinal);
        Assert.Contains("<span class=\"struck\">Spotify’s dashboard shows", page, StringComparison.Ordinal);
        Assert.Contains("Withdrawn: mistyped", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Older events", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readiness_NamesTheDaysThatCount_ThoseThatDoNot_AndWhatIsMissing()
    {
        var today = Day.Of(NodaTime.SystemClock.Instance.GetCurrentInstant());
        await server.OpenCase(_isrc);
        foreach (var back in new[] { 5, 6, 7, 200 })
        {
            await server.Screenshot(_isrc, Guid.NewGuid(), $"{today.PlusDays(-back)}", 100, observedOn: $"{today.PlusDays(-1)}");
        }

        var slug = $"trends-{_isrc.ToLowerInvariant()}";
        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b =>
            (b["slug"], b["firstDay"], b["lastDay"]) = (slug, $"{today.PlusDays(-6)}", $"{today.PlusDays(-6)}")));
        await server.CatchUp();

        var page = await Own($"/cases/{_isrc}");
        var artist = WebUtility.HtmlDecode((await Scenario.Run(server, s => s.As("artist").Header("Accept", "text/html").Get($"/cases/{_isrc}").StatusIs(200))).Text);

        Assert.Contains("Spotify: 2 of 3 days", page, StringComparison.Ordinal);
        Assert.Contains("1 more day is needed", page, StringComparison.Ordinal);
        Assert.Contains($"is excluded: incident {slug}", page, StringComparison.Ordinal);
        Assert.Contains("1 day is too old", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/cases/{_isrc}/act/challenge\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("act/challenge", artist, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Artist_IsToldBeforeEverythingElse_WhatIsNeededOfThem()
    {
        await server.OpenCase(_isrc);
        var before = await Artist();
        await server.Request(_isrc, Guid.NewGuid());
        await server.CatchUp();
        var after = await Artist();

        Assert.True(before.IndexOf("Nothing is needed from you now.", StringComparison.Ordinal) > before.IndexOf("id=\"numbers\"", StringComparison.Ordinal));
        Assert.InRange(after.IndexOf("Needed from you", StringComparison.Ordinal), 0, after.IndexOf("id=\"numbers\"", StringComparison.Ordinal));
        Assert.Single(Regex.Matches(after, "Needed from you"));

        async Task<string> Artist() => (await Scenario.Run(server, s => s.As("artist").Header("Accept", "text/html").Get($"/cases/{_isrc}").StatusIs(200))).Text;
    }

    [Fact]
    public async Task DayPage_IsCutByStoreAndMoment()
    {
        var all = await Page($"{Case}/days/2024-04-03");
        var then = await Page($"{Case}/days/2024-04-03?store=spotify&observedBy=2024-04-16");
        var other = await Page($"{Case}/days/2024-04-03?store=deezer");

        Assert.Contains(">104<", all, StringComparison.Ordinal);
        Assert.DoesNotContain(">104<", then, StringComparison.Ordinal);
        Assert.Contains("Only what had been observed by 16 Apr 2024.", then, StringComparison.Ordinal);
        Assert.Contains("Nothing was reported of this day.", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrianglePage_ShowsEachDayByLag_AndWhatChanged()
    {
        var page = await Page($"{Case}/triangle");
        var dashboard = await Page($"{Case}/triangle?source=artist-dashboard");

        Assert.Contains("First numbers came 13 to 19 days after the day. 1 of 2 days changed afterwards, the latest 15 days after its day.", page, StringComparison.Ordinal);
        Assert.Contains("104<span class=\"added\">+104</span>", page, StringComparison.Ordinal);
        Assert.Contains("None changed afterwards.", dashboard, StringComparison.Ordinal);
        Assert.Contains(">153</td>", dashboard, StringComparison.Ordinal);
        Assert.Contains("No number of this kind: Spotify, Store’s reply, streams.", await Page($"{Case}/triangle?source=store-reply"), StringComparison.Ordinal);
        Assert.Contains("No number was reported yet.", await Page("/cases/AADEM2400003/triangle"), StringComparison.Ordinal);
        await Scenario.Run(demo.Server, s => s.As("artist").Header("Accept", "text/html").Get("/cases/AADEM2400002/triangle").StatusIs(404));
        await Scenario.Run(demo.Server, s => s.As("artist").Header("Accept", "text/html").Get($"{Case}/triangle").StatusIs(200));
    }

    // By the ledger itself: through the API it would take as many requests.
    private async Task Many(int count)
    {
        var events = Enumerable.Range(0, count).Select(i => EventCodec.Current.Encode(new ScreenshotReported(
            Store.Spotify, new Observed.On(new(2024, 4, 18)), [new(new(2024, 4, 2), new(i))])));
        await server.Ledger.Append(
            new($"case-{_isrc}", ExpectedVersion.Any, "agent:bulk", [.. events.Select(e => new NewEvent(Guid.NewGuid(), e.Type, e.Payload))]),
            TestContext.Current.CancellationToken);
    }

    private async Task<string> Own(string path) =>
        WebUtility.HtmlDecode((await Scenario.Run(server, s => s.As("agent").Header("Accept", "text/html").Get(path).StatusIs(200))).Text);

    private async Task<string> Page(string path) =>
        WebUtility.HtmlDecode((await Scenario.Run(demo.Server, s => s.Header("Accept", "text/html").Get(path).StatusIs(200))).Text);

    [GeneratedRegex("href=\"#event-\\d+\"")]
    private static partial Regex Versions();

    [GeneratedRegex("<a href=\"([^\"]+)\">Older events")]
    private static partial Regex Older();
}
