using System.Globalization;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Accounts;

/// <summary>How much one may send, by address and by account. Each test has a server with small limits.</summary>
public sealed class LimitTests(Postgres postgres)
{
    private static readonly ServerSettings Roomy = new() { SignInsPerMinute = 1_000, SignInsPerAccountPerMinute = 1_000 };

    [Fact]
    public async Task SignIns_FromOneAddress_AreLimited_WhomeverTheyName()
    {
        await using var server = await Start(Roomy with { SignInsPerMinute = 3 });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(422, (await Try(server, Named(i), "192.0.2.1")).Status);
        }

        var refused = await Try(server, Named(3), "192.0.2.1");

        Assert.Equal((429, "60"), (refused.Status, refused.Headers["Retry-After"]));
        Assert.Contains("Too much at once", refused.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await Try(server, Named(4), "192.0.2.2")).Status);
    }

    [Fact]
    public async Task SignIns_FromTheAddressesOfOneSubscriber_AreCountedTogether()
    {
        await using var server = await Start(Roomy with { SignInsPerMinute = 2 });
        Assert.Equal(422, (await Try(server, Named(0), "2001:db8:1:2::1")).Status);
        Assert.Equal(422, (await Try(server, Named(1), "2001:db8:1:2:ffff::2")).Status);

        Assert.Equal(429, (await Try(server, Named(2), "2001:db8:1:2:aaaa::3")).Status);
        Assert.Equal(422, (await Try(server, Named(3), "2001:db8:1:3::1")).Status);
    }

    [Fact]
    public async Task SignIns_AsOneAccount_AreLimitedFromAllAddressesTogether_WhetherItExistsOrNot()
    {
        await using var server = await Start(Roomy with { SignInsPerAccountPerMinute = 3 });
        await Visit.Make(server, "agent", "agent:named", "named@example.com");
        var texts = new List<string>();
        foreach (var email in new[] { "named@example.com", "nobody@example.com" })
        {
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(422, (await Try(server, i == 1 ? email.ToUpperInvariant() : email, Address(i))).Status);
            }

            // The right password does not help either: it would tell that there is such an account.
            var refused = await Try(server, email, "192.0.2.99", Visit.Password);
            Assert.Equal((429, "60"), (refused.Status, refused.Headers["Retry-After"]));
            texts.Add(System.Text.RegularExpressions.Regex.Replace(refused.Text, "value=\"[^\"]{30,}\"", ""));
        }

        Assert.Single(texts.Distinct());
    }

    [Fact]
    public async Task Passkeys_AreLimitedLikePasswords()
    {
        await using var server = await Start(Roomy with { SignInsPerMinute = 2 });
        var visit = new Visit(server);
        Assert.Equal(422, (await PasskeyTests.Answer(visit, "{}")).Status);
        Assert.Equal(422, (await PasskeyTests.Answer(visit, "{}")).Status);

        Assert.Equal(429, (await PasskeyTests.Answer(visit, "{}")).Status);
    }

    [Fact]
    public async Task Writes_OfASession_AreLimitedByAccount()
    {
        await using var server = await Start(Roomy with { WritesPerMinute = 2 });
        var agent = await Visit.SignedIn(server, "agent", "agent:busy");
        var other = await Visit.SignedIn(server, "agent", "agent:calm");
        Assert.Equal(302, (await agent.Fill("/profile", "/language", ("language", "it"))).Status);
        Assert.Equal(302, (await agent.Fill("/profile", "/language", ("language", "en"))).Status);

        Assert.Equal(429, (await agent.Fill("/profile", "/language", ("language", "de"))).Status);
        Assert.Equal(302, (await other.Fill("/profile", "/language", ("language", "de"))).Status);
        Assert.Equal(200, (await agent.Get("/profile")).Status); // reading goes on
    }

    [Fact]
    public async Task Writes_WithTokens_AreLimitedByAccount_FarLater()
    {
        await using var server = await Start(Roomy with { WritesPerMinute = 1, TokenWritesPerMinute = 3 });
        for (var i = 0; i < 3; i++)
        {
            await Scenario.Run(server, s => s.As("agent").Post("/api/v1/cases", new { }).IsProblem(400, "malformed"));
        }

        await Scenario.Run(server, s => s.As("agent").Post("/api/v1/cases", new { }).IsProblem(429, "too-many"));
        await Scenario.Run(server, s => s.As("manager").Post("/api/v1/cases", new { }).IsProblem(400, "malformed"));
    }

    [Fact]
    public async Task Writes_FromOneAddress_AreLimited_WhoeverSendsThem()
    {
        await using var server = await Start(Roomy with { AddressWritesPerMinute = 2 });
        await From("agent", "192.0.2.1", 400);
        await From("manager", "192.0.2.1", 400);

        await From("ingest", "192.0.2.1", 429);
        await From("ingest", "192.0.2.2", 403);

        Task From(string token, string address, int status) => Scenario.Run(server, s => s
            .As(token).Header("X-Forwarded-For", address).Post("/api/v1/cases", new { }).StatusIs(status));
    }

    [Fact]
    public async Task Writes_OfNobodyKnown_AreLimitedByAddress()
    {
        await using var server = await Start(Roomy with { StrangerWritesPerMinute = 2 });
        for (var i = 0; i < 2; i++)
        {
            await Scenario.Run(server, s => s.Post("/api/v1/cases", new { }).IsProblem(401, "not-signed-in"));
        }

        await Scenario.Run(server, s => s.Header("Authorization", "Bearer clt_none").Post("/api/v1/cases", new { }).IsProblem(429, "too-many"));
        await Scenario.Run(server, s => s.As("agent").Post("/api/v1/cases", new { }).IsProblem(400, "malformed"));
    }

    private static string Named(int i) => $"somebody-{i.ToString(CultureInfo.InvariantCulture)}@example.com";

    private static string Address(int i) => $"192.0.2.{(10 + i).ToString(CultureInfo.InvariantCulture)}";

    private static async Task<Reply> Try(TestServer server, string email, string address, string password = "not the password at all")
    {
        var visit = new Visit(server);
        var hidden = Visit.Forms((await visit.Get("/sign-in")).Text, "/sign-in").First(form => form.Action == "/sign-in").Hidden;
        return await visit.Post("/sign-in", [.. hidden, new("email", email), new("password", password)], ("X-Forwarded-For", address));
    }

    private async Task<TestServer> Start(ServerSettings settings)
    {
        var server = new TestServer(postgres) { Settings = settings };
        await server.InitializeAsync();
        return server;
    }
}
