using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

public sealed class SearchPageTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const string Own = "AADEM2473001";
    private const string Foreign = "AADEM2473002";
    private const string Absent = "AADEM2473999";

    public async ValueTask InitializeAsync()
    {
        if (await server.Size() > 0)
        {
            return;
        }

        await server.Recorded("agent", "/api/v1/cases", new { id = Guid.NewGuid(), isrc = Own, title = "Golden Rivers", artist = "The Harbour", artistAccount = "artist:a", channel = "email" });
        await server.Recorded("agent", "/api/v1/cases", new { id = Guid.NewGuid(), isrc = Foreign, title = "Golden Roads", artist = "Salt", artistAccount = "artist:b", channel = "email" });
        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => b["slug"] = "golden-week"));
        await server.CatchUp();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("AADEM2473001")]
    [InlineData("aa-dem-24-73001")]
    [InlineData("ISRC AA DEM 24 73001")]
    [InlineData("  AA-DEM-24-73001 ")]
    public async Task ACode_InAnyForm_LeadsStraightToItsCase(string typed)
    {
        foreach (var token in new[] { "agent", "manager", "artist" })
        {
            var reply = await server.OpenPage(token, $"/search?q={Uri.EscapeDataString(typed)}", 302);

            Assert.Equal($"/cases/{Own}", reply.Headers["Location"]);
        }
    }

    [Theory]
    [InlineData("golden", $"{Own} {Foreign}")]
    [InlineData("rivers GOLD", Own)]
    [InlineData("salt", Foreign)]
    [InlineData("24-73002 golden", Foreign)]
    [InlineData("nowhere", "")]
    public async Task Words_FindTitlesArtistsAndCodes(string typed, string expected)
    {
        var page = await server.OpenPage("agent", $"/search?q={Uri.EscapeDataString(typed)}");

        Assert.Equal(expected, string.Join(' ', page.Rows().Order(StringComparer.Ordinal)));
        Assert.Contains($"value=\"{typed}\"", page.Words(), StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, page.Text.Contains("Nothing found for", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnIncident_IsFoundByItsName_ByStaffAlone()
    {
        Assert.Contains("golden-week", (await server.OpenPage("manager", "/search?q=golden+week")).Text, StringComparison.Ordinal);
        Assert.Contains("golden-week", (await server.OpenPage("agent", "/search?q=golden-we")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("golden-week", (await server.OpenPage("artist", "/search?q=golden")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnArtist_FindsTheirOwnCases_AndAForeignOneAsLittleAsNone()
    {
        Assert.Equal([Own], (await server.OpenPage("artist", "/search?q=golden")).Rows());

        var foreign = await server.OpenPage("artist", $"/search?q={Foreign}");
        var absent = await server.OpenPage("artist", $"/search?q={Absent}");
        Assert.Equal(absent.WithoutTokens(Absent), foreign.WithoutTokens(Foreign));
        Assert.Equal(Without(absent), Without(foreign));
        Assert.Equal(
            (await server.OpenPage("artist", "/search?q=roads")).WithoutTokens("roads"), (await server.OpenPage("artist", "/search?q=rqads")).WithoutTokens("rqads"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    public async Task WhatWasTyped_ComesBackAsText(string typed)
    {
        var page = await server.OpenPage("manager", $"/search?q={Uri.EscapeDataString(typed)}");

        Assert.Contains(typed, page.Words(), StringComparison.Ordinal);
        Assert.DoesNotContain(typed, page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?q=")]
    [InlineData("?q=%20%20")]
    [InlineData("?q=a%07b")]
    public async Task Nothing_IsSaidToBeNothing(string query) =>
        Assert.Contains("Type an ISRC in any form", (await server.OpenPage("agent", $"/search{query}")).Text, StringComparison.Ordinal);

    private static IEnumerable<string> Without(Reply reply) =>
        reply.Headers.Where(header => header.Key is not ("Date" or "Content-Length" or "Set-Cookie")).Select(header => $"{header.Key}: {header.Value}");
}
