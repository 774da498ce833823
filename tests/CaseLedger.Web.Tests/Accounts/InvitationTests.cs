using System.Net;
using System.Text.RegularExpressions;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseLedger.Web.Tests.Accounts;

public sealed partial class InvitationTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly (string, string)[] Fields = [("email", "new-artist@example.com"), ("password", Visit.Password)];

    [Fact]
    public async Task AgentInvitesAnArtist_WhoSignsInByTheLinkOnce_AndMayOpenACase()
    {
        var agent = await Visit.SignedIn(server, "agent", "agent:inviter");
        await agent.Fill("/accounts", "/accounts?handler=Invite",
            ("label", "the new artist"), ("role", "artist"), ("artistAccount", "artist:invited"), ("isrcs", "AA-DEM-24-70001\nAADEM2470002"));
        var shown = await agent.Get("/accounts");
        var link = new Uri(Link().Match(shown.Text).Groups[1].Value).AbsolutePath;
        Assert.DoesNotContain("/invitation/", (await agent.Get("/accounts")).Text, StringComparison.Ordinal);

        var artist = new Visit(server);
        Assert.Equal(302, (await artist.Fill(link, link, Fields)).Status);

        Assert.Contains("artist:", (await artist.Get("/profile")).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await artist.Get("/accounts")).Status == 403 ? 302 : 403);
        var open = await artist.Send(HttpMethod.Get, "/api/v1/cases", null);
        Assert.Equal(200, open.Status);
        Assert.Equal(404, (await new Visit(server).Get(link)).Status);
    }

    [Fact]
    public async Task TwoWhoOpenALinkAtOnce_MakeOneAccount()
    {
        var secret = await Invite(Duration.FromDays(1));
        var path = $"/invitation/{secret}";
        var opened = new List<(Visit Visit, Dictionary<string, string> Hidden)>();
        for (var i = 0; i < 4; i++)
        {
            var visit = new Visit(server);
            opened.Add((visit, Visit.Forms((await visit.Get(path)).Text, path).Single(form => form.Action == path).Hidden));
        }

        var replies = await Task.WhenAll(opened.Select(one => one.Visit.Post(path,
        [
            .. one.Hidden, new("email", $"racer-{Guid.NewGuid():N}@example.com"), new("password", Visit.Password),
        ])));

        Assert.Equal(1, replies.Count(reply => reply.Status == 302));
        Assert.Equal(3, replies.Count(reply => reply.Status == 404));
    }

    [Fact]
    public async Task ExpiredRevokedAndUnknownLinks_AreNotToldApart()
    {
        var expired = await Invite(-Duration.FromMinutes(1));
        var revoked = await Invite(Duration.FromDays(1));
        var table = server.Services.GetRequiredService<InvitationTable>();
        Assert.True(await table.Revoke((await table.Find(revoked, CancellationToken.None))!.Id, CancellationToken.None));

        var texts = new List<string>();
        foreach (var secret in new[] { expired, revoked, "there-is-none", new string('x', 5_000) })
        {
            var reply = await new Visit(server).Get($"/invitation/{secret}");
            Assert.Equal(404, reply.Status);
            texts.Add(Varies().Replace(reply.Text.Replace(secret, "", StringComparison.Ordinal), ""));
        }

        Assert.Single(texts.Distinct());
    }

    [Fact]
    public async Task ATakenAddress_KeepsTheInvitationUsable()
    {
        await Visit.Make(server, "artist", "artist:taken", "taken@example.com");
        var secret = await Invite(Duration.FromDays(1));
        var path = $"/invitation/{secret}";

        Assert.Equal(422, (await new Visit(server).Fill(path, path, ("email", "taken@example.com"), ("password", Visit.Password))).Status);
        Assert.Equal(422, (await new Visit(server).Fill(path, path, ("email", "free@example.com"), ("password", "short"))).Status);
        Assert.Equal(302, (await new Visit(server).Fill(path, path, ("email", "free@example.com"), ("password", Visit.Password))).Status);
    }

    [Fact]
    public async Task AnAgent_InvitesArtistsOnly_AndDisablesNobody()
    {
        var agent = await Visit.SignedIn(server, "agent", "agent:bounded");

        var refused = await agent.Fill("/accounts", "/accounts?handler=Invite", ("label", "a friend"), ("role", "manager"));

        Assert.Equal(422, refused.Status);
        await Visit.Make(server, "artist", "artist:bounded", "bounded@example.com");
        var page = await agent.Get("/accounts/artist:bounded");
        Assert.Equal(200, page.Status);
        Assert.DoesNotContain("handler=Disable", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("handler=Reset", page.Text, StringComparison.Ordinal);
        var form = Visit.Forms((await agent.Get("/accounts")).Text, "/accounts").Single(form => form.Action.Contains("Invite", StringComparison.Ordinal)).Hidden;
        Assert.Equal(403, (await agent.Post("/accounts/artist:bounded?handler=Disable", form)).Status);
        Assert.Equal(403, (await agent.Post("/accounts/artist:bounded?handler=Reset", form)).Status);
    }

    [Fact]
    public async Task ADisabledAccount_IsOutAtItsNextRequest_UntilItIsEnabled()
    {
        var agent = await Visit.SignedIn(server, "agent", "agent:leaving", "leaving@example.com");
        var manager = await Visit.SignedIn(server, "manager", "manager:disables");
        await manager.Fill("/accounts/agent:leaving", "/accounts/agent%3Aleaving?handler=Disable");

        Assert.Equal(302, (await agent.Get("/profile")).Status);
        Assert.Equal(422, (await agent.SignIn("leaving@example.com")).Status);
        await manager.Fill("/accounts/agent:leaving", "/accounts/agent%3Aleaving?handler=Enable");
        Assert.Equal(302, (await agent.SignIn("leaving@example.com")).Status);
    }

    [Theory]
    [InlineData("d'angelo@example.com")]
    [InlineData("müller@example.com")]
    [InlineData("o’brien+music@exämple.com")]
    public async Task AnOrdinaryAddress_MakesAnAccountThatSignsIn(string email)
    {
        var path = $"/invitation/{await Invite(Duration.FromDays(1))}";

        var made = await new Visit(server).Fill(path, path, ("email", email), ("password", Visit.Password));

        Assert.True(made.Status == 302, made.ToString());
        Assert.Equal(302, (await new Visit(server).SignIn(email.ToUpperInvariant())).Status);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("two@signs@example.com")]
    [InlineData("@example.com")]
    [InlineData("nobody@")]
    [InlineData("some body@example.com")]
    [InlineData("no\u200Bbody@example.com")]
    [InlineData("no\tbody@example.com")]
    public async Task WhatIsNoAddress_IsSaidToBeNone_AndNotToBeTaken(string email)
    {
        var path = $"/invitation/{await Invite(Duration.FromDays(1))}";

        var refused = await new Visit(server).Fill(path, path, ("email", email), ("password", Visit.Password));

        Assert.Equal(422, refused.Status);
        Assert.Contains("Write an e-mail address.", refused.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("This address cannot be used.", refused.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await new Visit(server).Get(path)).Status);
    }

    [Fact]
    public async Task AnAddressOfTheGreatestLength_IsTaken_ALongerOneNot()
    {
        var path = $"/invitation/{await Invite(Duration.FromDays(1))}";
        var longest = new string('a', 254 - "@example.com".Length) + "@example.com";

        Assert.Equal(422, (await new Visit(server).Fill(path, path, ("email", "a" + longest), ("password", Visit.Password))).Status);
        Assert.Equal(302, (await new Visit(server).Fill(path, path, ("email", longest), ("password", Visit.Password))).Status);
    }

    [Fact]
    public async Task WhereTheAccountCannotBeMade_TheInvitationHolds_AndThereIsNoHalfAccount()
    {
        var path = $"/invitation/{await Invite(Duration.FromDays(1))}";

        await using (await Fault.Of(server, "accounts.account_token", "insert"))
        {
            Assert.Equal(500, (await new Visit(server).Fill(path, path, ("email", "fault@example.com"), ("password", Visit.Password))).Status);
        }

        Assert.Equal(302, (await new Visit(server).Fill(path, path, ("email", "fault@example.com"), ("password", Visit.Password))).Status);
    }

    [Fact]
    public async Task AFormSentTwice_MakesOneInvitation_AndShowsNoSecondLink()
    {
        var agent = await Visit.SignedIn(server, "agent", "agent:twice");
        var form = Visit.Forms((await agent.Get("/accounts")).Text, "/accounts").Single(form => form.Action.Contains("Invite", StringComparison.Ordinal));
        List<KeyValuePair<string, string>> fields = [.. form.Hidden, new("label", "sent twice"), new("role", "artist")];
        Assert.Equal(302, (await agent.Post(form.Action, fields)).Status);
        Assert.Contains("/invitation/", (await agent.Get("/accounts")).Text, StringComparison.Ordinal);

        Assert.Equal(302, (await agent.Post(form.Action, fields)).Status);

        var again = await agent.Get("/accounts");
        Assert.DoesNotContain("/invitation/", again.Text, StringComparison.Ordinal);
        Assert.Contains("was sent before, and made the invitation for “sent twice”", WebUtility.HtmlDecode(again.Text), StringComparison.Ordinal);
        var table = server.Services.GetRequiredService<InvitationTable>();
        Assert.Single((await table.List("sent twice", null, CaseLedger.Web.Http.PageLimit.Usual, CancellationToken.None)).Items);
        Assert.NotEqual(form.Hidden["id"], Visit.Forms(again.Text, "/accounts").Single(one => one.Action.Contains("Invite", StringComparison.Ordinal)).Hidden["id"]);
    }

    [Fact]
    public async Task AFormSentTwiceAtOnce_MakesOneInvitation()
    {
        var agent = await Visit.SignedIn(server, "agent", "agent:twice-at-once");
        var form = Visit.Forms((await agent.Get("/accounts")).Text, "/accounts").Single(form => form.Action.Contains("Invite", StringComparison.Ordinal));

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => agent.Copy()).ToList()
            .Select(copy => copy.Post(form.Action, [.. form.Hidden, new("label", "pressed twice"), new("role", "artist")])));

        Assert.All(replies, reply => Assert.Equal(302, reply.Status));
        var table = server.Services.GetRequiredService<InvitationTable>();
        Assert.Single((await table.List("pressed twice", null, CaseLedger.Web.Http.PageLimit.Usual, CancellationToken.None)).Items);
    }

    private async Task<string> Invite(Duration holds) => (await server.Services.GetRequiredService<InvitationTable>().Add(
        Guid.CreateVersion7(), Role.Artist, AccountId.Parse("artist:a"), [], "a test", AccountId.Parse("agent:support-1"),
        SystemClock.Instance.GetCurrentInstant() + holds, CancellationToken.None))!;

    [GeneratedRegex("<code>(https://[^<]+/invitation/[^<]+)</code>")]
    private static partial Regex Link();

    [GeneratedRegex("value=\"[^\"]{30,}\"")]
    private static partial Regex Varies();
}
