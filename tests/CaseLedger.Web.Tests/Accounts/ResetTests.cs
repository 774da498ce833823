using System.Text.RegularExpressions;
using CaseLedger.Domain;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseLedger.Web.Tests.Accounts;

/// <summary>Links by which somebody gets in again.</summary>
public sealed partial class ResetTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Other = "other words that fit nowhere";

    [Fact]
    public async Task AManagersLink_SetsAPasswordOnce_AndEndsSessions()
    {
        var person = await Visit.SignedIn(server, "artist", "artist:forgets", "forgets@example.com");
        var manager = await Visit.SignedIn(server, "manager", "manager:helps");
        var link = await Link(manager, "artist:forgets");
        Assert.DoesNotContain("/reset/", (await manager.Get("/accounts/artist:forgets")).Text, StringComparison.Ordinal);

        var visit = new Visit(server);
        Assert.Equal(422, (await visit.Fill(link, link, ("password", "short"))).Status);
        Assert.Equal(422, (await visit.Fill(link, link, ("password", "forgets1234!"))).Status);
        Assert.Equal(302, (await visit.Fill(link, link, ("password", Other))).Status);

        Assert.Equal(302, (await person.Get("/profile")).Status);
        Assert.Equal(422, (await person.SignIn("forgets@example.com")).Status);
        Assert.Equal(302, (await person.SignIn("forgets@example.com", Other)).Status);
        Assert.Equal(404, (await new Visit(server).Get(link)).Status);
    }

    [Fact]
    public async Task ALink_LeavesPasskeysAlone_UnlessItSaysOtherwise()
    {
        var person = await Visit.SignedIn(server, "agent", "agent:lost-device", "lost-device@example.com");
        using var device = await PasskeyTests.Added(person, "a phone");
        var manager = await Visit.SignedIn(server, "manager", "manager:helps-again");
        var plain = await Link(manager, "agent:lost-device");
        await new Visit(server).Fill(plain, plain, ("password", Other));
        Assert.Equal(302, (await PasskeyTests.Enter(new Visit(server), device)).Status);

        var whole = await Link(manager, "agent:lost-device", ("factors", "true"));
        await new Visit(server).Fill(whole, whole, ("password", Other));

        Assert.Equal(422, (await PasskeyTests.Enter(new Visit(server), device)).Status);
        Assert.Equal(302, (await new Visit(server).SignIn("lost-device@example.com", Other)).Status);
    }

    [Fact]
    public async Task LinksThatDoNotHold_AreNotToldApart()
    {
        await Visit.Make(server, "agent", "agent:many-links", "many-links@example.com");
        await Visit.Make(server, "agent", "agent:disabled-link", "disabled-link@example.com");
        var expired = await Add("agent:many-links", -Duration.FromMinutes(1));
        var replaced = await Add("agent:many-links", Duration.FromHours(1));
        var used = await Add("agent:many-links", Duration.FromHours(1));
        await new Visit(server).Fill($"/reset/{used}", $"/reset/{used}", ("password", Other));
        var disabled = await Add("agent:disabled-link", Duration.FromHours(1));
        var table = server.Services.GetRequiredService<AccountTable>();
        await table.Disable((await table.Find(AccountId.Parse("agent:disabled-link"), CancellationToken.None))!.Id, true, CancellationToken.None);

        var texts = new List<string>();
        foreach (var secret in new[] { expired, replaced, used, disabled, "there-is-none", new string('x', 5_000) })
        {
            var reply = await new Visit(server).Get($"/reset/{secret}");
            Assert.Equal(404, reply.Status);
            texts.Add(Varies().Replace(reply.Text.Replace(secret, "", StringComparison.Ordinal), ""));
        }

        Assert.Single(texts.Distinct());
    }

    [Fact]
    public async Task TwoWhoOpenALinkAtOnce_SetOnePassword()
    {
        await Visit.Make(server, "agent", "agent:raced", "raced@example.com");
        var path = $"/reset/{await Add("agent:raced", Duration.FromHours(1))}";
        var visits = Enumerable.Range(0, 4).Select(_ => new Visit(server)).ToList();
        var forms = new List<Dictionary<string, string>>();
        foreach (var visit in visits)
        {
            forms.Add(Visit.Forms((await visit.Get(path)).Text, path).Single(form => form.Action == path).Hidden);
        }

        var replies = await Task.WhenAll(visits.Select((visit, i) => visit.Post(path, [.. forms[i], new("password", $"{Other} {i}")])));

        Assert.Equal(1, replies.Count(reply => reply.Status == 302));
    }

    [Fact]
    public async Task NobodyMakesALinkForThemselves()
    {
        var manager = await Visit.SignedIn(server, "manager", "manager:alone");
        var page = await manager.Get("/accounts/manager:alone");
        Assert.DoesNotContain("handler=Reset", page.Text, StringComparison.Ordinal);
        var form = Visit.Forms(page.Text, "/").First(form => form.Action == "/sign-out").Hidden;

        Assert.Equal(403, (await manager.Post("/accounts/manager:alone?handler=Reset", form)).Status);
        Assert.Equal(403, (await manager.Post("/accounts/manager:alone?handler=Disable", form)).Status);
    }

    [Fact]
    public async Task ALink_IsShownOnItsAccountsPageOnly()
    {
        await Visit.Make(server, "agent", "agent:linked", "linked@example.com");
        await Visit.Make(server, "agent", "agent:beside", "beside@example.com");
        var manager = await Visit.SignedIn(server, "manager", "manager:two-pages");
        await manager.Fill("/accounts/agent:linked", "/accounts/agent%3Alinked?handler=Reset", ("password", Visit.Password));

        Assert.DoesNotContain("/reset/", (await manager.Get("/accounts/agent:beside")).Text, StringComparison.Ordinal);
        Assert.Contains("/reset/", (await manager.Get("/accounts/agent:linked")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALink_EndsWhenItsPersonChangesThePasswordThemselves()
    {
        var person = await Visit.SignedIn(server, "agent", "agent:remembers", "remembers@example.com");
        var secret = await Add("agent:remembers", Duration.FromHours(1));

        Assert.Equal(302, (await person.Fill("/profile", "/profile?handler=Password", ("current", Visit.Password), ("password", Other))).Status);

        Assert.Equal(404, (await new Visit(server).Get($"/reset/{secret}")).Status);
    }

    [Fact]
    public async Task ALink_EndsWithItsAccountDisabled_AndStaysSoOnceItIsEnabled()
    {
        await Visit.Make(server, "agent", "agent:away", "away@example.com");
        var secret = await Add("agent:away", Duration.FromHours(1));
        var manager = await Visit.SignedIn(server, "manager", "manager:disables-linked");

        await manager.Fill("/accounts/agent:away", "/accounts/agent%3Aaway?handler=Disable");
        var meanwhile = await Add("agent:away", Duration.FromHours(1));
        await manager.Fill("/accounts/agent:away", "/accounts/agent%3Aaway?handler=Enable");

        Assert.Equal(404, (await new Visit(server).Get($"/reset/{secret}")).Status);
        Assert.Equal(404, (await new Visit(server).Get($"/reset/{meanwhile}")).Status);
    }

    [Fact]
    public async Task WhereThePasswordCannotBeSet_NothingIsDone_AndTheLinkHolds()
    {
        await Visit.Make(server, "agent", "agent:fault", "reset-fault@example.com");
        var manager = await Visit.SignedIn(server, "manager", "manager:fault");
        var link = await Link(manager, "agent:fault", ("factors", "true"));

        await using (await Fault.Of(server, "accounts.account_token", "insert or update or delete"))
        {
            Assert.Equal(500, (await new Visit(server).Fill(link, link, ("password", Other))).Status);
        }

        Assert.Equal(302, (await new Visit(server).SignIn("reset-fault@example.com")).Status);
        Assert.Equal(302, (await new Visit(server).Fill(link, link, ("password", Other))).Status);
        Assert.Equal(302, (await new Visit(server).SignIn("reset-fault@example.com", Other)).Status);
    }

    private static async Task<string> Link(Visit manager, string account, params (string Name, string Value)[] fields)
    {
        var page = $"/accounts/{Uri.EscapeDataString(account)}";
        Assert.Equal(302, (await manager.Fill(page, $"{page}?handler=Reset", [.. fields, ("password", Visit.Password)])).Status);
        return new Uri(Shown().Match((await manager.Get(page)).Text).Groups[1].Value).AbsolutePath;
    }

    private async Task<string> Add(string account, Duration holds)
    {
        var found = await server.Services.GetRequiredService<AccountTable>().Find(AccountId.Parse(account), CancellationToken.None);
        return await server.Services.GetRequiredService<ResetTable>().Add(
            found!.Id, false, AccountId.Parse("manager:lead"), SystemClock.Instance.GetCurrentInstant() + holds, CancellationToken.None);
    }

    [GeneratedRegex("<code>(https://[^<]+/reset/[^<]+)</code>")]
    private static partial Regex Shown();

    [GeneratedRegex("value=\"[^\"]{30,}\"")]
    private static partial Regex Varies();
}
