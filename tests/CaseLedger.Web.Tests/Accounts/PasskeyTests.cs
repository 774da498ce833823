using System.Text.RegularExpressions;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Accounts;

public sealed partial class PasskeyTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Add = "/profile?handler=PasskeyAdd";
    private const string SignIn = "/sign-in?handler=Passkey";

    [Fact]
    public async Task APasskey_SignsInInPlaceOfBothFactors_UntilItIsRemoved()
    {
        var visit = await Visit.SignedIn(server, "agent", "agent:with-passkey", "with-passkey@example.com");
        using var device = await Added(visit, "work laptop");
        Assert.Contains("work laptop", (await visit.Get("/profile")).Text, StringComparison.Ordinal);
        await Change("with-passkey@example.com", (accounts, account) => accounts.SetTwoFactorEnabledAsync(account, true));

        var elsewhere = new Visit(server);
        Assert.Equal((302, "/"), await Enter(elsewhere, device));
        Assert.Contains("agent:with-passkey", (await elsewhere.Get("/profile")).Text, StringComparison.Ordinal);

        Assert.Equal(422, (await elsewhere.Fill(Page(device), Page(device) + "?handler=Remove", ("password", "not the password"))).Status);
        Assert.Equal(302, (await elsewhere.Fill(Page(device), Page(device) + "?handler=Remove", ("password", Visit.Password))).Status);

        Assert.Equal(200, (await elsewhere.Get("/profile")).Status);
        Assert.Equal(302, (await visit.Get("/profile")).Status); // sessions elsewhere have ended
        Assert.Equal(422, (await Enter(new Visit(server), device)).Status);
    }

    [Fact]
    public async Task Renamed_ItIsShownUnderItsNewName_AndScriptInItIsText()
    {
        var visit = await Visit.SignedIn(server, "artist", "artist:renames");
        using var device = await Added(visit, "<script>alert(1)</script>");
        Assert.Contains("&lt;script&gt;alert(1)", (await visit.Get("/profile")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", (await visit.Get(Page(device))).Text, StringComparison.Ordinal);

        Assert.Equal(422, (await visit.Fill(Page(device), Page(device) + "?handler=Rename", ("name", ""))).Status);
        Assert.Equal(302, (await visit.Fill(Page(device), Page(device) + "?handler=Rename", ("name", "the old phone"))).Status);

        Assert.Contains("the old phone", (await visit.Get("/profile")).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await Enter(new Visit(server), device)).Status);
    }

    [Fact]
    public async Task WithoutThePassword_NoPasskeyCanBeMade()
    {
        var visit = await Visit.SignedIn(server, "agent", "agent:left-open");
        var form = await Form(visit, "/profile", Add);

        var reply = await visit.Post("/profile?handler=PasskeyOptions", [.. form, new("passkeyName", "mine"), new("passkeyPassword", "a guess of four words")]);

        Assert.Equal((422, "text/html"), (reply.Status, reply.MediaType));
        Assert.Contains("This is not the current password.", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("__Host-second-factor", visit.SetCookies.Keys);
    }

    [Fact]
    public async Task WhatOneStepHandsToTheNext_IsKeptInAHardenedCookie()
    {
        var visit = new Visit(server);

        await AskToSignIn(visit);

        var cookie = visit.SetCookies["__Host-second-factor"].ToLowerInvariant();
        Assert.All(["httponly", "secure", "samesite=lax", "path=/"], part => Assert.Contains(part, cookie, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/sign-in", "/sign-in?handler=PasskeyOptions")]
    [InlineData("/sign-in", SignIn)]
    [InlineData("/profile", "/profile?handler=PasskeyOptions")]
    [InlineData("/profile", Add)]
    public async Task WithoutTheTokenOfAPage_EachStepIsRefused(string page, string step)
    {
        var visit = page == "/profile" ? await Visit.SignedIn(server, "agent", $"agent:bare-{Guid.NewGuid():N}") : new Visit(server);
        await visit.Get(page);

        var reply = await visit.Post(step, [new("credential", "{}"), new("passkeyName", "x"), new("passkeyPassword", Visit.Password)]);

        Assert.Equal(400, reply.Status);
        Assert.Contains("The form had expired", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhateverIsWrong_IsToldInTheSameWords()
    {
        var owner = await Visit.SignedIn(server, "agent", "agent:passkey-words", "passkey-words@example.com");
        using var device = await Added(owner, "one");
        using var stranger = new Authenticator();
        var texts = new List<string>();
        async Task Refused(Func<string, string> credential)
        {
            var visit = new Visit(server);
            var reply = await Answer(visit, credential(await AskToSignIn(visit)));
            Assert.Equal(422, reply.Status);
            Assert.DoesNotContain("__Host-caseledger", visit.SetCookies.Keys);
            texts.Add(Varies().Replace(reply.Text, ""));
        }

        await Refused(_ => "");
        await Refused(_ => "{}");
        await Refused(_ => new string('[', 10_000));
        await Refused(_ => new string('x', 100_000));
        await Refused(stranger.Sign);
        await Refused(options => Altered(device.Sign(options)));
        device.Origin = "https://caseledger.example.evil";
        await Refused(device.Sign);
        device.Origin = "https://caseledger.example";
        device.Verifies = false;
        await Refused(device.Sign);
        device.Verifies = true;
        await Change("passkey-words@example.com", (accounts, account) => accounts.SetLockoutEndDateAsync(account, DateTimeOffset.UtcNow.AddMinutes(5)));
        await Refused(device.Sign);
        await Change("passkey-words@example.com", (accounts, account) => accounts.SetLockoutEndDateAsync(account, null));
        await Disable("passkey-words@example.com", true);
        await Refused(device.Sign);

        Assert.Single(texts.Distinct());
        await Disable("passkey-words@example.com", false);
        Assert.Equal(302, (await Enter(new Visit(server), device)).Status);
    }

    [Fact]
    public async Task AnAnswerServesOnce_AndOnlyWhoWasAsked()
    {
        var owner = await Visit.SignedIn(server, "agent", "agent:passkey-once");
        using var device = await Added(owner, "one");
        var (first, other) = (new Visit(server), new Visit(server));
        var signed = device.Sign(await AskToSignIn(first));

        await AskToSignIn(other);
        Assert.Equal(422, (await Answer(other, signed)).Status);
        Assert.Equal(422, (await Answer(new Visit(server), signed)).Status);
        Assert.Equal(302, (await Answer(first, signed)).Status);
        Assert.Equal(422, (await Answer(new Visit(server), signed)).Status);
    }

    [Fact]
    public async Task APasskeyMadeForSomebodyElse_IsNotKept()
    {
        var victim = await Visit.SignedIn(server, "manager", "manager:passkey-victim");
        var thief = await Visit.SignedIn(server, "agent", "agent:passkey-thief");
        using var device = new Authenticator();
        var made = device.Make(await AskToMake(thief));

        // The same answer in another session: that one was asked nothing.
        var reply = await victim.Post(Add, [.. await Form(victim, "/profile", Add), new("passkeyName", "mine"), new("credential", made)]);

        Assert.Equal(422, reply.Status);
        Assert.Contains("The passkey could not be added.", reply.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await Enter(new Visit(server), device)).Status);
    }

    [Fact]
    public async Task SomebodyElsesPasskey_IsAnsweredAsNone_AndStays()
    {
        var owner = await Visit.SignedIn(server, "agent", "agent:passkey-owner");
        using var device = await Added(owner, "one");
        var other = await Visit.SignedIn(server, "manager", "manager:passkey-other");
        var form = await Form(other, "/profile", Add);
        using var unknown = new Authenticator();

        foreach (var step in new[] { "", "?handler=Rename", "?handler=Remove" })
        {
            async Task<Reply> At(Authenticator one) => step.Length == 0 ? await other.Get(Page(one))
                : await other.Post(Page(one) + step, [.. form, new("name", "taken"), new("password", Visit.Password)]);
            var (foreign, none) = (await At(device), await At(unknown));

            Assert.Equal(404, foreign.Status);
            Assert.Equal(Plain(none, unknown), Plain(foreign, device));
        }

        Assert.Equal(302, (await Enter(new Visit(server), device)).Status);
    }

    [Fact]
    public async Task SignOutEverywhere_EndsASessionByPasskeyToo()
    {
        var owner = await Visit.SignedIn(server, "agent", "agent:passkey-everywhere");
        using var device = await Added(owner, "one");
        var there = new Visit(server);
        await Enter(there, device);
        Assert.Equal(200, (await there.Get("/profile")).Status);

        await owner.Fill("/profile", "/profile?handler=Everywhere");

        Assert.Equal(302, (await there.Get("/profile")).Status);
    }

    [Theory]
    [InlineData("192.0.2.7")]
    [InlineData("[2001:db8::7]:5080")]
    public async Task AtAnAddressOfNumbers_ThePageSaysThatPasskeysNeedAName(string host)
    {
        var reply = await new Visit(server).Send(HttpMethod.Get, "/sign-in", null, ("Accept", "text/html"), ("Host", host));

        Assert.Contains("do not work at an IP address", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("PasskeyOptions", reply.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("localhost", reply.Text, StringComparison.Ordinal);
        var here = await new Visit(server).Send(HttpMethod.Get, "/sign-in", null, ("Accept", "text/html"), ("Host", "127.0.0.1:5080"));
        Assert.Contains("//localhost:5080/sign-in", here.Text, StringComparison.Ordinal);
    }

    private static string Page(Authenticator device) => $"/profile/passkeys/{device.Handle}";

    private static string Altered(string credential) => Signature().Replace(credential, match => match.Groups[1].Value + (match.Groups[2].Value == "A" ? "B" : "A"));

    private static string Plain(Reply reply, Authenticator device) =>
        Varies().Replace(reply.Text.Replace(device.Handle, "", StringComparison.Ordinal), "");

    internal static async Task<Authenticator> Added(Visit visit, string name)
    {
        var device = new Authenticator();
        var reply = await visit.Post(Add, [.. await Form(visit, "/profile", Add), new("passkeyName", name), new("credential", device.Make(await AskToMake(visit)))]);
        Assert.True(reply.Status == 302, reply.ToString());
        return device;
    }

    internal static async Task<(int Status, string? Location)> Enter(Visit visit, Authenticator device)
    {
        var reply = await Answer(visit, device.Sign(await AskToSignIn(visit)));
        return (reply.Status, reply.Headers.GetValueOrDefault("Location"));
    }

    internal static async Task<Reply> Answer(Visit visit, string credential) =>
        await visit.Post(SignIn, [.. await Form(visit, "/sign-in", SignIn), new("credential", credential)]);

    private static async Task<string> AskToMake(Visit visit) => Asked(await visit.Post(
        "/profile?handler=PasskeyOptions", [.. await Form(visit, "/profile", Add), new("passkeyName", "x"), new("passkeyPassword", Visit.Password)]));

    private static async Task<string> AskToSignIn(Visit visit) =>
        Asked(await visit.Post("/sign-in?handler=PasskeyOptions", await Form(visit, "/sign-in", SignIn)));

    private static string Asked(Reply reply)
    {
        Assert.True(reply.Status == 200 && reply.MediaType == "application/json", reply.ToString());
        Assert.Equal("required", (string?)(reply.Json["userVerification"] ?? reply.Json["authenticatorSelection"]!["userVerification"]));
        return reply.Text;
    }

    private static async Task<Dictionary<string, string>> Form(Visit visit, string page, string action)
    {
        var hidden = Visit.Forms((await visit.Get(page)).Text, page).First(form => form.Action == action).Hidden;
        hidden.Remove("credential");
        return hidden;
    }

    private async Task Change(string email, Func<UserManager<Account>, Account, Task<IdentityResult>> change)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        Assert.True((await change(accounts, (await accounts.FindByEmailAsync(email))!)).Succeeded);
    }

    private async Task Disable(string email, bool disable)
    {
        var table = server.Services.GetRequiredService<AccountTable>();
        var account = (await table.List(email, null, CaseLedger.Web.Http.PageLimit.Usual, CancellationToken.None)).Items.Single();
        Assert.True(await table.Disable(account.Id, disable, CancellationToken.None));
    }

    [GeneratedRegex("value=\"[^\"]{30,}\"")]
    private static partial Regex Varies();

    [GeneratedRegex("(\"signature\":\"[^\"]{20})(.)")]
    private static partial Regex Signature();
}
