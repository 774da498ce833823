using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;

namespace CaseLedger.Web.Tests.Accounts;

/// <summary>What every answer says beside its content, and what no page holds.</summary>
public sealed partial class HeaderTests(TestServer server) : IClassFixture<TestServer>
{
    // What stands for the parts of addresses; a page whose part is none of these is seen saying that there is nothing.
    private static readonly Dictionary<string, string> Parts = new()
    {
        ["isrc"] = TestServer.OwnIsrc, ["day"] = "2024-04-01", ["account"] = "manager:pages", ["event:guid"] = Write.Screenshot.ToString(),
        ["slug"] = Write.Incident, ["promiseId"] = Write.Promise.ToString(), ["requestId"] = Write.Request.ToString(), ["status:int"] = "404",
    };

    [Theory]
    [InlineData("/sign-in", "text/html", null, 200)]
    [InlineData("/health/live", "application/json", null, 200)]
    [InlineData("/site.css", "text/css", null, 200)]
    [InlineData("/nothing-here", "text/html", "manager", 404)]
    [InlineData("/accounts", "text/html", "artist", 403)]
    [InlineData("/profile", "text/html", null, 302)]
    [InlineData("/api/v1/cases", "application/json", null, 401)]
    [InlineData("/api/v1/cases", "application/json", "agent", 200)]
    [InlineData("/api/v1/projections", "application/json", "artist", 403)]
    [InlineData("/api/v1/cases/AADEM2499999", "application/json", "agent", 404)]
    [InlineData("/api/v1/nothing-here", "application/json", "agent", 404)]
    public async Task EveryAnswer_SaysHowItIsToBeTaken(string path, string accept, string? role, int status)
    {
        var visit = role is null ? new Visit(server) : await Visit.SignedIn(server, role, $"{role}:headers-{Guid.NewGuid():N}");

        var reply = await visit.Get(path, accept);

        Assert.True(reply.Status == status, reply.ToString());
        IsHardened(reply);
    }

    [Fact]
    public async Task AFault_SaysThemToo_AndNothingOfTheInside()
    {
        var visit = await Visit.SignedIn(server, "agent", "agent:faults");
        await using var owner = NpgsqlDataSource.Create(server.ConnectionString);
        await Run("alter table accounts.invitation rename to gone");
        try
        {
            foreach (var (path, accept) in new[] { ("/invitation/none", "text/html"), ("/invitation/none", "application/json"), ("/accounts", "text/html") })
            {
                var reply = await visit.Get(path, accept);
                Assert.True(reply.Status == 500, reply.ToString());
                Assert.DoesNotContain("Npgsql", reply.Text, StringComparison.Ordinal);
                Assert.DoesNotContain("gone", reply.Text, StringComparison.Ordinal);
                IsHardened(reply);
            }
        }
        finally
        {
            await Run("alter table accounts.gone rename to invitation");
        }

        async Task Run(string sql)
        {
            await using var command = owner.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }

    [Theory]
    [InlineData("http://caseledger.example/sign-in")]
    [InlineData("https://localhost/sign-in")]
    public async Task HttpsForEver_IsSaidOverHttpsOnly_AndNeverOfThisMachine(string address)
    {
        using var response = await server.Client.GetAsync(new Uri(address), TestContext.Current.CancellationToken);

        Assert.False(response.Headers.Contains("Strict-Transport-Security"));
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
    }

    [Fact]
    public async Task EveryCookie_IsOfThisHostAlone_AndOutOfReachOfScript()
    {
        var visit = await Visit.SignedIn(server, "manager", "manager:cookies");
        await visit.Fill("/profile", "/language", ("language", "it"));
        await visit.Fill("/profile", "/language", ("language", "en"));
        await visit.Fill("/accounts", "/accounts?handler=Invite", ("label", "somebody"), ("role", "artist"));
        await visit.Get("/accounts");
        await visit.Fill("/profile", "/sign-out");
        await PasskeyTests.Answer(visit, "{}");

        Assert.Superset(new HashSet<string> { "__Host-caseledger", "__Host-form", "__Host-done", "__Host-language" }, visit.SetCookies.Keys.ToHashSet());
        Assert.All(visit.SetCookies, pair =>
        {
            Assert.StartsWith("__Host-", pair.Key, StringComparison.Ordinal);
            var cookie = pair.Value.ToLowerInvariant();
            Assert.All(["httponly", "secure", "path=/", "samesite="], part => Assert.True(cookie.Contains(part, StringComparison.Ordinal), pair.Value));
            Assert.DoesNotContain("samesite=none", cookie, StringComparison.Ordinal);
            Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task NoPage_HoldsScriptOrStyleOfItsOwn()
    {
        await server.CaseForEveryWrite();
        await server.CatchUp();
        var visits = new List<Visit> { new(server) };
        foreach (var role in new[] { "agent", "manager" })
        {
            visits.Add(await Visit.SignedIn(server, role, $"{role}:pages"));
        }

        visits.Add(await Visit.SignedIn(server, "artist", "artist:a"));
        await visits[2].Fill("/accounts", "/accounts?handler=Invite", ("label", "somebody"), ("role", "artist"));
        var seen = 0;
        var pages = server.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(endpoint => "/" + Part().Replace(endpoint.RoutePattern.RawText!, match => Parts.GetValueOrDefault(match.Groups[1].Value, "none"))).Distinct().Append("/nothing-here").ToList();
        foreach (var page in pages)
        {
            foreach (var visit in visits)
            {
                var reply = await visit.Get(page);
                if (reply.Status is >= 300 and < 400)
                {
                    continue;
                }

                Assert.True(reply.Status is 200 or 403 or 404, $"{page}: {reply}");
                Assert.Equal("text/html", reply.MediaType);
                Assert.False(Inline().Match(reply.Text) is { Success: true } found, $"{page}: {Inline().Match(reply.Text).Value}");
                seen += reply.Status == 200 ? 1 : 0;
            }
        }

        Assert.True(pages.Count >= 20 && seen >= 30, $"{pages.Count} pages, {seen} times shown");
    }

    private static void IsHardened(Reply reply)
    {
        Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
        Assert.Equal("max-age=31536000", reply.Headers["Strict-Transport-Security"]);
        Assert.Equal("same-origin", reply.Headers["Referrer-Policy"]);
        var policy = reply.Headers["Content-Security-Policy"];
        Assert.All(["default-src 'none'", "script-src 'self';", "style-src 'self';", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"],
            part => Assert.Contains(part, policy, StringComparison.Ordinal));
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("Server", reply.Headers.Keys);
    }

    [GeneratedRegex(@"\{([^}?]+)\??\}")]
    private static partial Regex Part();

    // A script without an address, a style, a handler in an attribute, an address that is a script. What people wrote
    // comes escaped: a bracket that stands is the page's own.
    [GeneratedRegex("""<script(?![^>]*\bsrc=)[^>]*>|<style\b|<[a-z][^>]*\s(style|on[a-z]+)\s*=|(href|src|action)\s*=\s*["']?\s*javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();
}
