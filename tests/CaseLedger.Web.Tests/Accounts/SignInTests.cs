using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Accounts;

public sealed partial class SignInTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task RightPassword_SignsIn_AndTheCookieIsNobodyElses()
    {
        var visit = await Visit.SignedIn(server, "agent", "agent:right");

        var page = await visit.Get("/profile");

        Assert.Equal(200, page.Status);
        Assert.Contains("agent:right", page.Text, StringComparison.Ordinal);
        var cookie = visit.SetCookies["__Host-caseledger"].ToLowerInvariant();
        Assert.All(["httponly", "secure", "samesite=lax", "path=/"], part => Assert.Contains(part, cookie, StringComparison.Ordinal));
        Assert.DoesNotContain("domain=", cookie, StringComparison.Ordinal);
        Assert.All(visit.SetCookies.Keys, name => Assert.StartsWith("__Host-", name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task WrongPasswordAndUnknownAddress_AreToldInTheSameWords()
    {
        await Visit.Make(server, "agent", "agent:known", "known@example.com");

        var wrong = await new Visit(server).SignIn("known@example.com", "not the password at all");
        var unknown = await new Visit(server).SignIn("unknown@example.com", "not the password at all");

        Assert.Equal(422, wrong.Status);
        Assert.Equal(Plain(wrong, "known@example.com"), Plain(unknown, "unknown@example.com"));
        Assert.Contains("That did not work", wrong.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyWrongPasswords_LockTheAccount_EvenForTheRightOne()
    {
        await Visit.Make(server, "agent", "agent:locked", "locked@example.com");
        var visit = new Visit(server);
        for (var i = 0; i < 8; i++)
        {
            await visit.SignIn("locked@example.com", "guess number " + i.ToString(CultureInfo.InvariantCulture));
        }

        var right = await visit.SignIn("locked@example.com");

        Assert.Equal(422, right.Status);
        Assert.DoesNotContain("__Host-caseledger", visit.SetCookies.Keys);
    }

    [Fact]
    public async Task ALockedAccount_LetsNoRecoveryCodePassEither()
    {
        await Visit.Make(server, "agent", "agent:locked-factor", "locked-factor@example.com");
        var visit = new Visit(server);
        await visit.SignIn("locked-factor@example.com");
        var key = Key().Match(WebUtility.HtmlDecode((await visit.Get("/profile")).Text)).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var on = await visit.Fill("/profile", "/profile?handler=FactorOn", ("factorPassword", Visit.Password), ("code", Totp(key)));
        var recovery = RecoveryCode().Match(on.Text).Groups[1].Value;
        var next = new Visit(server);
        await next.SignIn("locked-factor@example.com");
        for (var i = 0; i < 8; i++)
        {
            await next.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", $"AAAAA-AAAA{i}"));
        }

        Assert.Equal(422, (await next.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", recovery))).Status);
        Assert.DoesNotContain("__Host-caseledger", next.SetCookies.Keys);
    }

    [Fact]
    public async Task FailedTries_AreAnsweredOnABeat_WhateverIsTheReason()
    {
        await Visit.Make(server, "agent", "agent:beat", "beat@example.com");
        await Visit.Make(server, "agent", "agent:beat-locked", "beat-locked@example.com");
        for (var i = 0; i < 8; i++)
        {
            await new Visit(server).SignIn("beat-locked@example.com", "guess number " + i.ToString(CultureInfo.InvariantCulture));
        }

        foreach (var email in new[] { "beat@example.com", "beat-locked@example.com", "beat-unknown@example.com" })
        {
            var visit = new Visit(server);
            await visit.Get("/sign-in");
            var clock = System.Diagnostics.Stopwatch.StartNew();
            Assert.Equal(422, (await visit.SignIn(email, "not the password at all")).Status);
            Assert.True(clock.ElapsedMilliseconds >= 245, $"{email}: {clock.ElapsedMilliseconds} ms");
        }
    }

    [Theory]
    [InlineData("/accounts", "/accounts")]
    [InlineData("https://elsewhere.example/", "/")]
    [InlineData("//elsewhere.example/", "/")]
    public async Task AfterwardsOneGoesWhereOneWanted_ButNeverElsewhere(string to, string goes)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        await Visit.Make(server, "agent", $"agent:to-{Guid.NewGuid():N}", email);

        var reply = await new Visit(server).SignIn(email, page: $"/sign-in?to={Uri.EscapeDataString(to)}");

        Assert.Equal((302, goes), (reply.Status, reply.Headers["Location"]));
    }

    [Fact]
    public async Task SignOutEverywhere_EndsTheOtherSessionAtOnce()
    {
        await Visit.Make(server, "agent", "agent:two-places", "two-places@example.com");
        var (here, there) = (new Visit(server), new Visit(server));
        await here.SignIn("two-places@example.com");
        await there.SignIn("two-places@example.com");
        Assert.Equal(200, (await there.Get("/profile")).Status);

        await here.Fill("/profile", "/profile?handler=Everywhere");

        Assert.Equal(302, (await there.Get("/profile")).Status);
        Assert.Equal(302, (await here.Get("/profile")).Status);
    }

    [Fact]
    public async Task Password_IsChanged_AndOtherSessionsEnd()
    {
        await Visit.Make(server, "artist", "artist:changes", "changes@example.com");
        var (here, there) = (new Visit(server), new Visit(server));
        await here.SignIn("changes@example.com");
        await there.SignIn("changes@example.com");

        Assert.Equal(422, (await here.Fill("/profile", "/profile?handler=Password", ("current", "wrong wrong wrong"), ("password", "another set of words"))).Status);
        Assert.Equal(422, (await here.Fill("/profile", "/profile?handler=Password", ("current", Visit.Password), ("password", "password1234!!"))).Status);
        Assert.Equal(302, (await here.Fill("/profile", "/profile?handler=Password", ("current", Visit.Password), ("password", "another set of words"))).Status);

        Assert.Equal(200, (await here.Get("/profile")).Status);
        Assert.Equal(302, (await there.Get("/profile")).Status);
        Assert.Equal(422, (await new Visit(server).SignIn("changes@example.com")).Status);
        Assert.Equal(302, (await new Visit(server).SignIn("changes@example.com", "another set of words")).Status);
    }

    [Fact]
    public async Task SecondFactor_IsAskedForOnceItIsOn_AndARecoveryCodeWorksOnce()
    {
        await Visit.Make(server, "manager", "manager:careful", "careful@example.com");
        var visit = new Visit(server);
        await visit.SignIn("careful@example.com");
        var profile = await visit.Get("/profile");
        var key = Key().Match(WebUtility.HtmlDecode(profile.Text)).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.Contains("<svg", profile.Text, StringComparison.Ordinal);

        Assert.Equal(422, (await visit.Fill("/profile", "/profile?handler=FactorOn", ("factorPassword", Visit.Password), ("code", "000000"))).Status);
        var on = await visit.Fill("/profile", "/profile?handler=FactorOn", ("factorPassword", Visit.Password), ("code", Totp(key)));
        var recovery = RecoveryCode().Match(on.Text).Groups[1].Value;
        Assert.NotEmpty(recovery);

        var next = new Visit(server);
        var asked = await next.SignIn("careful@example.com");
        Assert.StartsWith("/sign-in/second-factor", asked.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(302, (await next.Get("/profile")).Status);
        Assert.Equal(422, (await next.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", "123456"))).Status);
        Assert.Equal(302, (await next.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", recovery))).Status);
        Assert.Equal(200, (await next.Get("/profile")).Status);

        var third = new Visit(server);
        await third.SignIn("careful@example.com");
        Assert.Equal(422, (await third.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", recovery))).Status);
        Assert.Equal(302, (await third.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", Totp(key)))).Status);
    }

    private static string Plain(Reply reply, string email) =>
        Varies().Replace(reply.Text.Replace(email, "", StringComparison.Ordinal), "");

    // RFC 6238 with the usual parameters: SHA-1, 30 s, 6 digits.
    internal static string Totp(string key)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var secret = Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2)).ToArray();
        var counter = BitConverter.GetBytes(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30).Reverse().ToArray();
#pragma warning disable CA5350 // what authenticator apps use
        var hash = HMACSHA1.HashData(secret, counter);
#pragma warning restore CA5350
        var at = hash[^1] & 15;
        var code = ((hash[at] & 127) << 24) | (hash[at + 1] << 16) | (hash[at + 2] << 8) | hash[at + 3];
        return (code % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("<code>([A-Z2-7 ]{20,})</code>")]
    internal static partial Regex Key();

    [GeneratedRegex("<li><code>([^<]+)</code>")]
    internal static partial Regex RecoveryCode();

    [GeneratedRegex("value=\"[^\"]{30,}\"")]
    private static partial Regex Varies();
}
