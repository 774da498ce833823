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

    [Fact]
    public async Task EveryForm_WithoutItsToken_IsRefusedInWords()
    {
        var manager = await Visit.SignedIn(server, "manager", "manager:forms");
        var posted = 0;
        foreach (var page in new[] { "/", "/accounts", "/profile", "/sign-in?to=/" })
        {
            foreach (var (action, hidden, fields) in Visit.Forms((await manager.Get(page)).Text, page))
            {
                Assert.True(hidden.Remove("__RequestVerificationToken"), $"{page}: the form to {action} carries no token.");
                var reply = await manager.Post(action, hidden.Concat(fields.Select(field => KeyValuePair.Create(field, "x"))));

                Assert.True(reply.Status == 400, $"{page}: {action} without token gives {reply}");
                Assert.Contains("The form had expired", reply.Text, StringComparison.Ordinal);
                posted++;
            }
        }

        Assert.True(posted >= 8, $"only {posted} forms");
        Assert.Equal(200, (await manager.Get("/profile")).Status);
    }

    [Fact]
    public async Task TextOfAForm_ComesBackAsText()
    {
        const string Script = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        var manager = await Visit.SignedIn(server, "manager", "manager:scripts");

        var again = await manager.Fill("/accounts", "/accounts?handler=Invite", ("label", Script), ("role", Script), ("artistAccount", Script), ("isrcs", Script));
        await manager.Fill("/accounts", "/accounts?handler=Invite", ("label", Script), ("role", "artist"));
        var listed = await manager.Get("/accounts");

        Assert.All([again.Text, listed.Text], text =>
        {
            Assert.Contains("&lt;script&gt;alert(1)", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        });
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
