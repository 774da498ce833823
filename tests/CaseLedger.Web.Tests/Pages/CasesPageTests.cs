using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

public sealed class CasesPageTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string First = "AADEM2472001";
    private const string Second = "AADEM2472002";
    private const string Watched = "AADEM2472003";
    private const string Script = "<script>alert(1)</script>";

    public async ValueTask InitializeAsync()
    {
        if (await server.Size() > 0)
        {
            return;
        }

        await Open(First, "100 % Sure", "=HYPERLINK(\"x\")", "artist:a", "2024-03-01");
        await Open(Second, Script, "artist B", "artist:b", "2024-02-01");
        await server.Recorded("ingest", $"/api/v1/cases/{Watched}/trends-snapshots", Write.Of("/api/v1/cases/{isrc}/trends-snapshots").WithId());
        await server.Screenshot(First, Guid.NewGuid(), "2024-03-31", 100);
        await server.Recorded("agent", $"/api/v1/cases/{First}/trends-snapshots", new
        {
            id = Guid.NewGuid(), store = "spotify", takenAt = "2024-04-20", readings = new[] { new { day = "2024-03-31", count = 60 } },
        });
        await server.Recorded("agent", $"/api/v1/cases/{Second}/assignment", new { id = Guid.NewGuid(), assignee = "agent:support-2" });
        await server.Request(Second, Guid.NewGuid());
        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => b["slug"] = "trends-list"));
        await server.CatchUp();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("", $"{First} {Second}")]
    [InlineData("?status=all", $"{First} {Second} {Watched}")]
    [InlineData("?status=watched", Watched)]
    [InlineData("?status=resolved", "")]
    [InlineData("?q=&status=open&waitingOn=&store=&incident=&assignee=&sort=", $"{First} {Second}")]
    [InlineData("?sort=opened", $"{Second} {First}")]
    [InlineData("?sort=-opened", $"{First} {Second}")]
    [InlineData("?sort=isrc&status=all", $"{First} {Second} {Watched}")]
    [InlineData("?q=sure", First)]
    [InlineData("?q=aa-dem-24-72002", Second)]
    [InlineData("?store=spotify", First)]
    [InlineData("?waitingOn=artist", Second)]
    [InlineData("?assignee=agent:support-2", Second)]
    [InlineData("?incident=trends-list", First)]
    [InlineData("?incident=nobody-declared-it", "")]
    [InlineData("?cursor=mangled", $"{First} {Second}")]
    public async Task Filter_OfTheAddress_IsWhatThePageAndItsFileShow(string query, string expected)
    {
        var page = await server.OpenPage("manager", $"/cases{query}");
        var file = await Scenario.Run(server, s => s.As("manager").Get($"/cases.csv{query}").StatusIs(200));

        Assert.Equal(expected, string.Join(' ', page.Rows()));
        Assert.Equal("text/csv", file.MediaType);
        Assert.Equal(expected, string.Join(' ', Lines(file).Skip(1).Select(line => line.Split(',')[0])));
    }

    [Theory]
    [InlineData("status", "half-open")]
    [InlineData("waitingOn", "nobody")]
    [InlineData("store", "Not A Slug")]
    [InlineData("incident", "--")]
    [InlineData("assignee", Script)]
    [InlineData("sort", "luck")]
    [InlineData("q", "bell\u0007")]
    public async Task Filter_ThatCannotBeRead_IsSaid_WithWhatWasTyped(string field, string value)
    {
        var query = $"{field}={Uri.EscapeDataString(value)}";

        var page = await server.OpenPage("manager", $"/cases?{query}", 400);

        Assert.Contains("The filter cannot be read.", page.Text, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"#filter-{field}\">", page.Text, StringComparison.Ordinal);
        Assert.Matches($"id=\"filter-{field}\"[^>]*aria-invalid=\"true\"", page.Text);
        Assert.Empty(page.Rows());
        Assert.DoesNotContain(Script, page.Text, StringComparison.Ordinal);
        if (field is "store" or "incident" or "assignee")
        {
            Assert.Contains($"value=\"{value}\"", page.Words(), StringComparison.Ordinal);
        }

        var file = await Scenario.Run(server, s => s.As("manager").Get($"/cases.csv?{query}").IsProblem(400, "malformed"));
        Assert.Equal([field], file.Errors);
    }

    [Fact]
    public async Task Row_SaysHowTheCaseStands_AndWhatSomebodyTypedIsText()
    {
        var page = await server.OpenPage("manager", "/cases");

        Assert.Matches($"href=\"/cases/{First}\"[^§]*?class=\"number\">1 of 1</td>[^§]*?class=\"number gap\">40</td>[^§]*?>60.0%</td>", page.Text);
        Assert.Contains("agent:support-2", page.Text, StringComparison.Ordinal);
        Assert.Contains(Script, page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain(Script, page.Text, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(page.Text, "aria-sort="));
        Assert.Matches("aria-sort=\"descending\">\\s*<a href=\"/cases\\?sort=opened\">Age</a>", page.Text);
    }

    [Fact]
    public async Task Csv_HoldsNoFormula_AndTheGap()
    {
        var file = await Scenario.Run(server, s => s.As("manager").Get("/cases.csv?sort=isrc").StatusIs(200));

        var lines = Lines(file);
        Assert.Equal("attachment; filename=cases.csv; filename*=UTF-8''cases.csv", file.Headers["Content-Disposition"]);
        Assert.EndsWith(",days_compared,days_affected,gap,share", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{First},open,100 % Sure,\"'=HYPERLINK(\"\"x\"\")\",artist:a,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",1,1,40,0.6000", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",0,0,,", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_IsKeptUnderItsName_Once_AndIsItsOwnersAlone()
    {
        var owner = await Manager();
        var shown = await owner.Get("/cases?waitingOn=artist&sort=opened");
        var form = Visit.Forms(shown.Text, "/cases").Single(form => form.Action.EndsWith("handler=Save", StringComparison.Ordinal));
        var sent = form.Hidden.Append(new("name", "Waits <b>long</b>")).ToList();

        var saved = await owner.Post(form.Action, sent);
        var again = await owner.Post(form.Action, sent);
        var page = await owner.Get("/cases?waitingOn=artist&sort=opened");

        Assert.Equal((302, 302), (saved.Status, again.Status));
        Assert.Equal("/cases?waitingOn=artist&sort=opened", saved.Headers["Location"]);
        Assert.Equal(1, Regex.Count(page.Text, "Waits &lt;b&gt;long&lt;/b&gt;</a>"));
        Assert.Contains("""<a href="/cases?waitingOn=artist&sort=opened" aria-current="page">Waits <b>long</b></a>""", page.Words(), StringComparison.Ordinal);
        Assert.Equal([Second], page.Rows());

        var other = await Manager();
        Assert.DoesNotContain("Waits", (await other.Get("/cases")).Text, StringComparison.Ordinal);
        var view = Regex.Match(page.Text, "name=\"view\" value=\"([^\"]+)\"").Groups[1].Value;
        var foreign = Visit.Forms((await other.Get("/cases")).Text, "/cases").Single(found => found.Action.EndsWith("handler=Save", StringComparison.Ordinal));
        await other.Post("/cases?handler=Remove", foreign.Hidden.Append(new("view", view)));
        Assert.Contains("Waits", (await owner.Get("/cases")).Text, StringComparison.Ordinal);

        Assert.Equal(302, (await owner.Fill("/cases", "/cases?handler=Remove", ("view", view))).Status);
        Assert.DoesNotContain("Waits", (await owner.Get("/cases")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task View_OfATakenName_OrOneTooMany_IsRefusedWithWords()
    {
        var owner = await Manager();
        for (var i = 0; i < 29; i++)
        {
            Assert.Equal(302, (await owner.Fill($"/cases?q=word{i}", $"/cases?q=word{i}&handler=Save", ("name", $"View {i}"))).Status);
        }

        var taken = await owner.Fill("/cases?q=else", "/cases?q=else&handler=Save", ("name", "View 3"));
        Assert.Equal(422, taken.Status);
        Assert.Contains("You have another view called View 3.", taken.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"View 3\"", taken.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"else\"", taken.Text, StringComparison.Ordinal);

        await owner.Fill("/cases", "/cases?handler=Save", ("name", "View 29"));
        var tooMany = await owner.Fill("/cases", "/cases?handler=Save", ("name", "View 30"));
        Assert.Equal(422, tooMany.Status);
        Assert.Contains("You keep 30 views, which is the most.", tooMany.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "This is needed.")]
    [InlineData("sixty-one characters, one more than a name of a view may have", "At most 60 characters; this has 61.")]
    [InlineData("two\nlines", "Holds a character that cannot be shown.")]
    public async Task View_OfABadName_IsRefusedWithWords(string name, string words)
    {
        var owner = await Manager();

        var refused = await owner.Fill("/cases", "/cases?handler=Save", ("name", name));

        Assert.Equal(422, refused.Status);
        Assert.Contains(words, refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("nav class=\"views\"", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnArtist_AndAMachine_AreRefused_AndNobodySignsIn()
    {
        foreach (var path in new[] { "/cases", "/cases.csv" })
        {
            await server.OpenPage("artist", path, 403);
            await server.OpenPage("ingest", path, 403);
            await server.OpenPage("agent", path);
            var nobody = await Scenario.Run(server, s => s.Header("Accept", "text/html").Get(path).StatusIs(302));
            Assert.Contains("/sign-in?to=", nobody.Headers["Location"], StringComparison.Ordinal);
        }
    }

    private static string[] Lines(Reply file) => file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private Task<Visit> Manager() => Visit.SignedIn(server, "manager", $"manager:views-{Guid.NewGuid():N}");

    private Task<Reply> Open(string isrc, string title, string artist, string artistAccount, string openedAt) =>
        server.Recorded("agent", "/api/v1/cases", new { id = Guid.NewGuid(), isrc, title, artist, artistAccount, channel = "email", openedAt });
}
