using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Claims;

public sealed class ReportPageTests(TestServer server) : IClassFixture<TestServer>
{
    private const string NewIsrc = "AADEM2400055";

    [Fact]
    public async Task Report_PreviewThenConfirm_RecordsOnce()
    {
        const string Isrc = "AADEM2400061";
        await server.OpenCase(Isrc, "artist:own");
        await server.CatchUp();
        var artist = await Visit.SignedIn(server, "artist", "artist:own");
        var page = $"/cases/{Isrc}/report";
        var before = await server.Size();

        var preview = await artist.Fill(page, page, ("step", "preview"), ("store", "spotify"), ("seen", "2024-04-18"), ("grid", "2024-04-01\t100\n03/04/2024\t<script>x</script>"));
        Assert.Equal(200, preview.Status);
        Assert.Contains("&lt;script&gt;x", preview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>x", preview.Text, StringComparison.Ordinal);
        Assert.Contains("value=\"day-first\"", preview.Text, StringComparison.Ordinal);

        var hidden = Visit.Forms(preview.Text, page).Single(form => form.Action == page).Hidden;
        (string, string)[] cells = [("store", "spotify"), ("seen", "2024-04-18"), ("rows", "2"), ("day-0", "2024-04-01"), ("count-0", "100"), ("day-1", "03/04/2024"), ("count-1", "114"), ("step", "confirm")];
        Assert.Contains("value=\"day-first\"", (await Send(hidden, cells)).Text, StringComparison.Ordinal);
        Assert.Equal(before, await server.Size());

        Assert.Equal(302, (await Send(hidden, [.. cells, ("order", "day-first")])).Status);
        Assert.Equal(before + 1, await server.Size());
        Assert.Equal(302, (await Send(hidden, [.. cells, ("order", "day-first")])).Status);
        Assert.Equal(before + 1, await server.Size());

        Task<Reply> Send(Dictionary<string, string> unseen, (string Name, string Value)[] fields) =>
            artist.Post(page, new Dictionary<string, string>(unseen.Concat(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))).GroupBy(pair => pair.Key).Select(pairs => pairs.Last())));
    }

    [Fact]
    public async Task Report_ARefusalOfARule_StandsAtItsRow()
    {
        const string Isrc = "AADEM2400062";
        await server.OpenCase(Isrc, "artist:row");
        await server.CatchUp();
        var artist = await Visit.SignedIn(server, "artist", "artist:row");
        var page = $"/cases/{Isrc}/report";

        var reply = await artist.Fill(page, page, ("store", "spotify"), ("seen", "2024-04-02"), ("rows", "2"), ("step", "confirm"), ("day-0", "2024-04-01"), ("count-0", "1"), ("day-1", "2024-04-02"), ("count-1", "2"));

        Assert.Equal(409, reply.Status);
        var row = reply.Text[reply.Text.IndexOf("id=\"said-1\"", StringComparison.Ordinal)..];
        Assert.Contains("This day was not over", row[..row.IndexOf("</td>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_AForeignCaseAndNone_AreTheSame()
    {
        await server.OpenCase("AADEM2400063", "artist:other");
        await server.CatchUp();
        var artist = await Visit.SignedIn(server, "artist", "artist:nobody");

        var (foreign, absent) = (await artist.Get("/cases/AADEM2400063/report"), await artist.Get("/cases/AADEM2499998/report"));

        Assert.Equal((404, 404), (foreign.Status, absent.Status));
        Assert.DoesNotContain("name=\"grid\"", foreign.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_OpensTheCaseAndRecords_AndTheInboxHasIt()
    {
        var agent = await Visit.SignedIn(server, "agent", "agent:claims");
        var shown = await agent.Get("/claim?isrc=aa-dem-24-00055");
        Assert.Contains("name=\"title\"", shown.Text, StringComparison.Ordinal);
        var before = await server.Size();

        var reply = await agent.Fill(
            "/claim", "/claim", ("isrc", "aa-dem-24-00055"), ("title", "Song"), ("artist", "artist A"), ("channel", "email"), ("store", "spotify"),
            ("seen", "2024-04-18"), ("rows", "1"), ("day-0", "2024-04-01"), ("count-0", "100"), ("step", "confirm"));

        Assert.Equal(302, reply.Status);
        Assert.StartsWith($"/claim/{NewIsrc}/", reply.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(before + 2, await server.Size());
        await server.CatchUp();
        Assert.Contains(">100<", (await agent.Get(reply.Headers["Location"])).Text, StringComparison.Ordinal);

        Assert.Contains(NewIsrc, (await agent.Get("/inbox?tab=unassigned")).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await agent.Fill("/inbox?tab=unassigned", "/inbox", ("isrc", NewIsrc))).Status);
        await server.CatchUp();
        Assert.Contains(NewIsrc, (await agent.Get("/inbox")).Text, StringComparison.Ordinal);
        foreach (var tab in new[] { "us", "them", "overdue", "nonsense", "mine&cursor=x" })
        {
            Assert.Equal(200, (await agent.Get($"/inbox?tab={tab}")).Status);
        }
    }

    [Theory]
    [InlineData("AADEM24O0055", "AA-DEM-24-00055")]
    [InlineData("https://open.spotify.com/track/x", "link to Spotify")]
    public async Task Claim_ATextThatIsNoCode_IsNamed(string text, string says)
    {
        var agent = await Visit.SignedIn(server, "agent", $"agent:codes-{text.Length}");

        var part = await agent.Get($"/claim?handler=Recording&isrc={Uri.EscapeDataString(text)}");

        Assert.Contains(says, part.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<html", part.Text, StringComparison.Ordinal);
    }
}
