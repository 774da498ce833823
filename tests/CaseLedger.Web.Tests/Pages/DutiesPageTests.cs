using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

public sealed class DutiesPageTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string First = "AADEM2474001";
    private const string Second = "AADEM2474002";
    private const string Script = "<script>alert(1)</script>";

    private static readonly Guid Late = new("0192aaaa-0000-7000-8000-000000000001");
    private static readonly Guid Asked = new("0192aaaa-0000-7000-8000-000000000002");
    private static readonly Guid Kept = new("0192aaaa-0000-7000-8000-000000000005");

    public async ValueTask InitializeAsync()
    {
        if (await server.Size() > 0)
        {
            return;
        }

        await server.OpenCase(First, "artist:a");
        await server.OpenCase(Second, "artist:b");
        await Promise(First, Late, "distributor", "=An answer", "2024-04-19");
        await server.Recorded("agent", $"/api/v1/cases/{Second}/requests", new { id = Asked, of = "artist", by = "distributor", what = Script, dueOn = "2024-03-01" });
        await Promise(First, Guid.NewGuid(), "store", "A look at it", "2199-01-01");
        await Promise(Second, Guid.NewGuid(), "artist", "Screenshots", null);
        await Promise(Second, Kept, "distributor", "A call", "2024-01-01");
        await server.Recorded("agent", $"/api/v1/cases/{Second}/promises/{Kept}/outcome", new { id = Guid.NewGuid(), outcome = "kept" });
        await server.CatchUp();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("", $"{Second} {First} {First} {Second}")]
    [InlineData("?overdue=only", $"{Second} {First}")]
    [InlineData("?owedBy=distributor", First)]
    [InlineData("?owedBy=artist", $"{Second} {Second}")]
    [InlineData("?owedBy=artist&overdue=only", Second)]
    [InlineData("?owedBy=other", "")]
    [InlineData("?kind=promise", $"{First} {First} {Second}")]
    [InlineData("?kind=request&overdue=&owedBy=", Second)]
    [InlineData("?cursor=mangled", $"{Second} {First} {First} {Second}")]
    public async Task Filter_OfTheAddress_IsWhatThePageAndItsFileShow(string query, string expected)
    {
        var page = await server.OpenPage("manager", $"/duties{query}");
        var file = await Scenario.Run(server, s => s.As("manager").Get($"/duties.csv{query}").StatusIs(200));

        Assert.Equal(expected, string.Join(' ', page.Rows()));
        Assert.Equal(expected, string.Join(' ', Lines(file).Skip(1).Select(line => line.Split(',')[0])));
        Assert.DoesNotContain("A call", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("overdue=perhaps", "overdue")]
    [InlineData("owedBy=nobody", "owedBy")]
    [InlineData("kind=oath", "kind")]
    public async Task Filter_ThatCannotBeRead_IsSaid(string query, string field)
    {
        var page = await server.OpenPage("manager", $"/duties?{query}", 400);

        Assert.Contains($"<a href=\"#filter-{field}\">Choose one of the list.</a>", page.Text, StringComparison.Ordinal);
        Assert.Matches($"id=\"filter-{field}\"[^>]*aria-invalid=\"true\"", page.Text);
        Assert.Empty(page.Rows());
        var file = await Scenario.Run(server, s => s.As("manager").Get($"/duties.csv?{query}").IsProblem(400, "malformed"));
        Assert.Equal([field], file.Errors);
    }

    [Fact]
    public async Task Page_SaysWhoOwesWhomSinceWhen_AndWhoIsLate()
    {
        var page = await server.OpenPage("manager", "/duties");

        Assert.Matches("owedBy=distributor\">Distributor</a></th>\\s*<td[^>]*>1</td>\\s*<td[^>]*>0</td>\\s*<td[^>]*>19 Apr 2024</td>", page.Text);
        Assert.Matches("owedBy=artist\">Artist</a></th>\\s*<td[^>]*>0</td>\\s*<td[^>]*>1</td>\\s*<td[^>]*>1 Mar 2024</td>", page.Text);
        Assert.DoesNotContain("overdue=only&amp;owedBy=store", page.Text, StringComparison.Ordinal);
        Assert.Contains("Distributor, support 2", page.Text, StringComparison.Ordinal);
        Assert.Contains("about 12 Apr 2024", page.Text, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page.Text, "class=\"number overdue\""));
        Assert.Contains(Script, page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain(Script, page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAgent_GoesFromADutyToItsEnd_AndAManagerOnlyToItsCase()
    {
        var agent = await server.OpenPage("agent", "/duties");
        var manager = await server.OpenPage("manager", "/duties");

        Assert.Contains($"href=\"/cases/{First}/act/settle?promise={Late}\"", agent.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"/cases/{Second}/act/answer?request={Asked}\"", agent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/act/", manager.Text, StringComparison.Ordinal);
        await server.OpenPage("agent", $"/cases/{Second}/act/answer?request={Asked}");
    }

    [Fact]
    public async Task Csv_HoldsNoFormula_AndTheDaysLate()
    {
        var file = await Scenario.Run(server, s => s.As("agent").Get("/duties.csv").StatusIs(200));

        var lines = Lines(file);
        Assert.StartsWith("isrc,title,artist,kind,what,owed_by,speaker,asked_by,since,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{Second},Song,artist A,request,{Script},artist,,distributor,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"{First},Song,artist A,promise,'=An answer,distributor,support 2,,2024-04-12,true,2024-04-19,", lines[2], StringComparison.Ordinal);
        Assert.True(int.Parse(lines[2].Split(',')[11], System.Globalization.CultureInfo.InvariantCulture) > 300);
        Assert.Contains(",2199-01-01,,", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnArtist_AndAMachine_AreRefused_AndNobodySignsIn()
    {
        foreach (var path in new[] { "/duties", "/duties.csv" })
        {
            await server.OpenPage("artist", path, 403);
            await server.OpenPage("ingest", path, 403);
            var nobody = await Scenario.Run(server, s => s.Header("Accept", "text/html").Get(path).StatusIs(302));
            Assert.Contains("/sign-in?to=", nobody.Headers["Location"], StringComparison.Ordinal);
        }
    }

    private static string[] Lines(Reply file) => file.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private Task<Reply> Promise(string isrc, Guid id, string by, string what, string? dueOn) =>
        server.Recorded("agent", $"/api/v1/cases/{isrc}/promises", new { id, by, what, dueOn, speaker = by == "distributor" ? "support 2" : null, observed = new { on = "2024-04-12", approximate = true } });
}
