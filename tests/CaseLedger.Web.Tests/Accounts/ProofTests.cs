using System.Globalization;
using System.Net;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Accounts;

/// <summary>What somebody cannot do who finds a session open: nothing that outlasts it, and no guessing without an end.</summary>
public sealed class ProofTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Wrong = "not the password at all";

    [Fact]
    public async Task TurningTheFactorOn_TakesThePassword()
    {
        var visit = await Visit.SignedIn(server, "artist", "artist:factor-on");
        var key = await Key(visit);

        var without = await visit.Fill("/profile", "/profile?handler=FactorOn", ("code", SignInTests.Totp(key)));
        var wrong = await visit.Fill("/profile", "/profile?handler=FactorOn", ("factorPassword", Wrong), ("code", SignInTests.Totp(key)));
        var right = await visit.Fill("/profile", "/profile?handler=FactorOn", ("factorPassword", Visit.Password), ("code", SignInTests.Totp(key)));

        Assert.Equal((422, 422, 200), (without.Status, wrong.Status, right.Status));
        Assert.Contains("This is not the current password.", wrong.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(SignInTests.RecoveryCode(), wrong.Text);
        Assert.Matches(SignInTests.RecoveryCode(), right.Text);
    }

    [Fact]
    public async Task AFactorThatIsOn_IsNotTurnedOnAgain_AndTellsNoCodes()
    {
        var visit = await Visit.SignedIn(server, "artist", "artist:factor-twice");
        var key = await TurnOn(visit);

        foreach (var code in new[] { "000000", SignInTests.Totp(key) })
        {
            var reply = await Post(visit, "/profile?handler=FactorOn", ("factorPassword", Visit.Password), ("code", code));

            Assert.Equal(200, reply.Status);
            Assert.DoesNotMatch(SignInTests.RecoveryCode(), reply.Text);
            Assert.DoesNotContain("class=\"refusal\"", reply.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task WrongCodes_WhereTheFactorIsTurnedOff_LockTheAccount()
    {
        var visit = await Visit.SignedIn(server, "artist", "artist:factor-off", "factor-off@example.com");
        var key = await TurnOn(visit);
        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(422, (await visit.Fill("/profile", "/profile?handler=FactorOff", ("code", "00000" + i.ToString(CultureInfo.InvariantCulture)))).Status);
        }

        Assert.Equal(422, (await visit.Fill("/profile", "/profile?handler=FactorOff", ("code", SignInTests.Totp(key)))).Status);
        Assert.Equal(422, (await new Visit(server).SignIn("factor-off@example.com")).Status);
    }

    [Fact]
    public async Task ACodeOfAFactorThatIsOff_ForgetsNoWrongPasswords()
    {
        var visit = await Visit.SignedIn(server, "artist", "artist:forgetful", "forgetful@example.com");
        var key = await Key(visit); // the page shows it, and so to whoever found the session open
        for (var i = 0; i < 8; i++)
        {
            await visit.Fill("/profile", "/profile?handler=Password", ("current", Wrong), ("password", "other words that fit nowhere"));
            await Post(visit, "/profile?handler=FactorOff", ("code", SignInTests.Totp(key)));
        }

        Assert.Equal(422, (await new Visit(server).SignIn("forgetful@example.com")).Status);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("manager")]
    public async Task InvitingStaff_TakesTheManagersPassword_AnArtistNot(string role)
    {
        var manager = await Visit.SignedIn(server, "manager", $"manager:invites-{role}");

        var wrong = await manager.Fill("/accounts", "/accounts?handler=Invite", ("label", "a colleague"), ("role", role), ("password", Wrong));

        Assert.Equal(422, wrong.Status);
        Assert.Contains("This is not the current password.", wrong.Text, StringComparison.Ordinal);
        Assert.Equal(422, (await manager.Fill("/accounts", "/accounts?handler=Invite", ("label", "a colleague"), ("role", role))).Status);
        Assert.DoesNotContain("/invitation/", (await manager.Get("/accounts")).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await manager.Fill("/accounts", "/accounts?handler=Invite", ("label", "a colleague"), ("role", role), ("password", Visit.Password))).Status);
        Assert.Contains("/invitation/", (await manager.Get("/accounts")).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await manager.Fill("/accounts", "/accounts?handler=Invite", ("label", "somebody new"), ("role", "artist"))).Status);
    }

    [Fact]
    public async Task AnAgent_IsNotAskedForAPassword_WhereTheyInviteArtistsOnly()
    {
        var agent = await Visit.SignedIn(server, "agent", "agent:invites");

        Assert.DoesNotContain("type=\"password\"", (await agent.Get("/accounts")).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await agent.Fill("/accounts", "/accounts?handler=Invite", ("label", "somebody new"), ("role", "artist"))).Status);
    }

    [Fact]
    public async Task AResetLink_TakesTheManagersPassword_AndWrongOnesLockTheManager()
    {
        await Visit.Make(server, "agent", "agent:kept", "kept@example.com");
        var manager = await Visit.SignedIn(server, "manager", "manager:left-open", "left-open@example.com");
        const string page = "/accounts/agent%3Akept";

        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(422, (await manager.Fill(page, $"{page}?handler=Reset", ("password", Wrong))).Status);
        }

        Assert.Equal(422, (await manager.Fill(page, $"{page}?handler=Reset", ("password", Visit.Password))).Status);
        Assert.DoesNotContain("/reset/", (await manager.Get(page)).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await new Visit(server).SignIn("left-open@example.com")).Status);
    }

    [Fact]
    public async Task AToken_HasNoPassword_AndMakesNoLastingWayIn()
    {
        await Visit.Make(server, "agent", "agent:kept-too", "kept-too@example.com");
        var manager = new Visit(server, "manager");

        Assert.Equal(403, (await Post(manager, "/accounts?handler=Invite", ("label", "a colleague"), ("role", "manager"), ("password", Visit.Password))).Status);
        Assert.Equal(403, (await Post(manager, "/accounts/agent:kept-too?handler=Reset", ("password", Visit.Password))).Status);
        Assert.Equal(302, (await Post(manager, "/accounts?handler=Invite", ("label", "somebody new"), ("role", "artist"))).Status);
    }

    private static async Task<string> Key(Visit visit) =>
        SignInTests.Key().Match(WebUtility.HtmlDecode((await visit.Get("/profile")).Text)).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);

    private static async Task<string> TurnOn(Visit visit)
    {
        var key = await Key(visit);
        var on = await visit.Fill("/profile", "/profile?handler=FactorOn", ("factorPassword", Visit.Password), ("code", SignInTests.Totp(key)));
        Assert.Matches(SignInTests.RecoveryCode(), on.Text);
        return key;
    }

    // What a page does not offer can be sent all the same.
    private static async Task<Reply> Post(Visit visit, string path, params (string Name, string Value)[] fields) => await visit.Post(
        path, [.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("__RequestVerificationToken", await visit.FormToken())]);
}
