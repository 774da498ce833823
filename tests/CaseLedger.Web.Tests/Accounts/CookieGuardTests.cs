using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Accounts;

public sealed partial class CookieGuardTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task ApiWriteByCookie_NeedsTheTokenOfAPage_AndABearerDoesNot()
    {
        var agent = await Visit.SignedIn(server, "agent", "agent:writer");
        var token = Token().Match((await agent.Get("/profile")).Text).Groups[1].Value;

        (await agent.Send(HttpMethod.Post, "/api/v1/cases", JsonContent.Create(new { }))).IsProblem(400, "antiforgery");
        (await agent.Send(HttpMethod.Post, "/api/v1/cases", JsonContent.Create(new { }), (CookieGuard.TokenHeader, token))).IsProblem(400, "malformed");
        await Scenario.Run(server, s => s.As("agent").Post("/api/v1/cases", new { }).IsProblem(400, "malformed"));
    }

    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://caseledger.example")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task AWriteFromElsewhere_IsRefused_WithARightToken(string header, string value)
    {
        var agent = await Visit.SignedIn(server, "agent", $"agent:elsewhere-{Guid.NewGuid():N}");
        var token = Token().Match((await agent.Get("/profile")).Text).Groups[1].Value;

        var form = await agent.Post("/language", [new("__RequestVerificationToken", token), new("language", "it")], (header, value));
        var api = await agent.Send(HttpMethod.Post, "/api/v1/cases", JsonContent.Create(new { }), (CookieGuard.TokenHeader, token), (header, value));

        Assert.Equal(403, form.Status);
        api.IsProblem(403, "foreign-origin");
        Assert.DoesNotContain("__Host-language", agent.SetCookies.Keys);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
