using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Demonstration;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

public sealed partial class PageTests(DemoServer demo, TestServer server) : IClassFixture<DemoServer>, IClassFixture<TestServer>
{
    private const string Html = "text/html";

    [Fact]
    public async Task List_InTheDemonstration_NeedsNoSignIn()
    {
        var page = await Page("/");

        Assert.Equal(Html, page.MediaType);
        Assert.Contains("""<a href="/cases/AADEM2400001">Recording A</a>""", page.Text, StringComparison.Ordinal);
        Assert.Contains("AA-DEM-24-00003", page.Text, StringComparison.Ordinal);
        Assert.Contains(">84<", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/?q=artist+B", "AADEM2400002", "AADEM2400001")]
    [InlineData("/?status=resolved", "No case matches", "AADEM2400001")]
    [InlineData("/?cursor=mangled", "AADEM2400001", "No case")]
    public async Task List_IsNarrowedByTheAddress(string path, string shows, string not)
    {
        var page = await Page(path);

        Assert.Contains(shows, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(not, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_ShowsDaysContradictionsDutiesEvidenceAndTimeline()
    {
        var text = (await Page("/cases/AADEM2400001")).Text;

        foreach (var shows in new[]
        {
            "0 → 104 (backfill)", "91.2%", ">153<", ">79<", ">74<", "“filter known”", "“one set of stats”",
            "Evidence was sent 4 times", "Overdue since 19 Apr 2024", "69 events", "Withdrawn: Support 2 asks to start again",
            "Case opened: Recording A by artist A, told in the forum", "Evidence sent: a spreadsheet, by e-mail",
            """<blockquote class="struck">""",
        })
        {
            Assert.Contains(shows, System.Net.WebUtility.HtmlDecode(text), StringComparison.Ordinal);
        }

        Assert.Equal(69, Enumerable.Range(1, 69).Count(version => text.Contains($"href=\"#event-{version}\"", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Case_InAnyFormOfItsCode_IsFound_AndAnUnknownOneIsNot()
    {
        await Page("/cases/aa-dem-24-00001");

        Assert.Contains("No such case", (await Page("/cases/AADEM2499999", 404)).Text, StringComparison.Ordinal);
        Assert.Contains("No such case", (await Page("/cases/not-a-code", 404)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/cases/AADEM2400001")]
    public async Task Page_HasNothingInline_AndLetsNothingElseIn(string path)
    {
        var page = await Page(path);

        Assert.Contains("default-src 'none'", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", page.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        Assert.All(Scripts().Matches(page.Text), script => Assert.StartsWith("<script src=\"/", script.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(" onclick", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", page.Text, StringComparison.OrdinalIgnoreCase);
        var style = await Scenario.Run(demo.Server, s => s.Get("/site.css").StatusIs(200));
        Assert.Contains("prefers-color-scheme: dark", style.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/cases/AADEM2400001")]
    public async Task OutsideTheDemonstration_AStrangerIsSentToSignIn_AndAProgramGets401(string path)
    {
        var person = await Scenario.Run(server, s => s.Header("Accept", Html).Get(path).StatusIs(302));

        Assert.Equal($"https://caseledger.example/sign-in?to={Uri.EscapeDataString(path)}", person.Headers["Location"]);
        await Scenario.Run(server, s => s.Get(path).IsProblem(401, "not-signed-in"));
    }

    [Fact]
    public async Task TokenForNumbersOnly_IsNotAllowed()
    {
        var words = await Scenario.Run(server, s => s.As("ingest").Header("Accept", Html).Get("/").StatusIs(403));

        Assert.Contains("Not for your role", words.Text, StringComparison.Ordinal);
        await Scenario.Run(server, s => s.As("ingest").Get("/").IsProblem(403, "not-allowed"));
    }

    [Fact]
    public async Task Artist_SeesOwnCasesOnly_EvenInTheDemonstration()
    {
        var list = await Scenario.Run(demo.Server, s => s.As("artist").Get("/").StatusIs(200));
        Assert.Contains("AADEM2400001", list.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("AADEM2400002", list.Text, StringComparison.Ordinal);

        var own = await Scenario.Run(demo.Server, s => s.As("artist").Get("/cases/AADEM2400001").StatusIs(200));
        Assert.Contains("Not shown to you", own.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("00002", own.Text, StringComparison.Ordinal);
        var foreign = await Scenario.Run(demo.Server, s => s.As("artist").Get("/cases/AADEM2400002").StatusIs(404));
        var absent = await Scenario.Run(demo.Server, s => s.As("artist").Get("/cases/AADEM2499999").StatusIs(404));
        Assert.Equal(Plain(absent, "AADEM2499999"), Plain(foreign, "AADEM2400002"));
    }

    // What the reader themselves sent, and the form token, which is new in every answer.
    private static string Plain(Reply reply, string isrc) =>
        FormToken().Replace(reply.Text.Replace(isrc, "", StringComparison.Ordinal), "");

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"[^\"]+\"")]
    private static partial Regex FormToken();

    [GeneratedRegex("<script[^>]*>")]
    private static partial Regex Scripts();

    private Task<Reply> Page(string path, int status = 200) =>
        Scenario.Run(demo.Server, s => s.Header("Accept", Html).Get(path).StatusIs(status));
}
