using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Accounts;

/// <summary>What an operator reads of accounts and access: every event with its actor, and nothing that is secret.</summary>
public sealed partial class SecurityEventTests(Postgres postgres) : IAsyncLifetime
{
    private const string Quote = "It is lower every month, and nobody explains it.";
    private const string Label = "Bartholomew, whose manager called";
    private const string NewPassword = "other words that fit nowhere";

    private readonly CapturedLog _log = new();
    private readonly List<string> _secrets = [Visit.Password, NewPassword, Quote, Label, "@example.com", "AADEM24"];
    private TestServer? _server;

    private TestServer Server => _server!;

    public async ValueTask InitializeAsync()
    {
        _server = new(postgres) { Log = _log };
        await _server.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _log.Dispose();
        foreach (var line in _log.Lines)
        {
            Assert.All(_secrets.Where(secret => secret.Length > 0), secret => Assert.DoesNotContain(secret, line.Text, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task SigningIn_AndOut()
    {
        await Visit.Make(Server, "agent", "agent:log", "log@example.com");
        var visit = new Visit(Server);

        await visit.SignIn("log@example.com");
        Said(1001, "signed-in", "agent:log", ("How", SignInBy.Password));
        await visit.Fill("/profile", "/sign-out");
        Said(1004, "signed-out", "agent:log");

        await visit.SignIn("log@example.com", "not the password at all");
        Said(1002, "sign-in-failed", "agent:log", ("Why", SignInFailure.WrongPassword));
        await visit.SignIn("nobody@example.com", "not the password at all");
        Said(1002, "sign-in-failed", SecurityEvents.NameOf("Nobody@Example.com"), ("Why", SignInFailure.NoSuchAccount));
        for (var i = 0; i < 7; i++)
        {
            await visit.SignIn("log@example.com", "guess number " + i.ToString(CultureInfo.InvariantCulture));
        }

        Said(1003, "locked-out", "agent:log");
        await visit.SignIn("log@example.com");
        Said(1002, "sign-in-failed", "agent:log", ("Why", SignInFailure.LockedOut));
    }

    [Fact]
    public async Task SecondFactor_RecoveryCodes_Password_AndSessions()
    {
        await Visit.Make(Server, "artist", "artist:log", "log-artist@example.com");
        var visit = new Visit(Server);
        await visit.SignIn("log-artist@example.com");
        var key = SignInTests.Key().Match(WebUtility.HtmlDecode((await visit.Get("/profile")).Text)).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        var on = await visit.Fill("/profile", "/profile?handler=FactorOn", ("factorPassword", Visit.Password), ("code", SignInTests.Totp(key)));
        var recovery = SignInTests.RecoveryCode().Match(on.Text).Groups[1].Value;
        _secrets.AddRange([key, recovery]);
        Said(1102, "second-factor-on", "artist:log");
        Said(1104, "recovery-codes-made", "artist:log", ("Count", 10));

        var next = new Visit(Server);
        await next.SignIn("log-artist@example.com");
        await next.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", "000000"));
        Said(1002, "sign-in-failed", "artist:log", ("Why", SignInFailure.WrongCode));
        await next.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", recovery));
        Said(1105, "recovery-code-used", "artist:log", ("Left", 9));
        Said(1001, "signed-in", "artist:log", ("How", SignInBy.RecoveryCode));
        var third = new Visit(Server);
        await third.SignIn("log-artist@example.com");
        await third.Fill("/sign-in/second-factor", "/sign-in/second-factor", ("code", SignInTests.Totp(key)));
        Said(1001, "signed-in", "artist:log", ("How", SignInBy.SecondFactor));

        await third.Fill("/profile", "/profile?handler=FactorOff", ("code", "111111"));
        Said(1006, "proof-failed", "artist:log");
        await third.Fill("/profile", "/profile?handler=FactorOff", ("code", SignInTests.Totp(key)));
        Said(1103, "second-factor-off", "artist:log");
        await third.Fill("/profile", "/profile?handler=Password", ("current", Visit.Password), ("password", NewPassword));
        Said(1101, "password-changed", "artist:log");
        await third.Fill("/profile", "/profile?handler=Everywhere");
        Said(1005, "signed-out-everywhere", "artist:log");
    }

    [Fact]
    public async Task Passkeys()
    {
        var visit = await Visit.SignedIn(Server, "agent", "agent:log-passkey");
        using var device = await PasskeyTests.Added(visit, "a laptop of Bartholomew");
        _secrets.AddRange([device.Handle, "a laptop of Bartholomew"]);
        Said(1106, "passkey-added", "agent:log-passkey");
        var next = new Visit(Server);
        await PasskeyTests.Enter(next, device);
        Said(1001, "signed-in", "agent:log-passkey", ("How", SignInBy.Passkey));
        var junk = await PasskeyTests.Answer(new Visit(Server), $"{{\"id\":\"{device.Handle}\"}}");
        Assert.Equal(422, junk.Status);
        Said(1002, "sign-in-failed", "255.255.255.255", ("Why", SignInFailure.BadPasskey));
        var page = $"/profile/passkeys/{device.Handle}";
        await next.Fill(page, $"{page}?handler=Remove", ("password", Visit.Password));
        Said(1107, "passkey-removed", "agent:log-passkey");
    }

    [Fact]
    public async Task Invitations_Accounts_AndResets()
    {
        var manager = await Visit.SignedIn(Server, "manager", "manager:log");
        var invited = await Link(manager, "/accounts", "/accounts?handler=Invite", ("label", Label), ("role", "agent"), ("password", Visit.Password));
        Said(1201, "invitation-made", "manager:log", ("Role", "agent"));
        var agent = new Visit(Server);
        await agent.Fill(invited, invited, ("email", "log-invited@example.com"), ("password", Visit.Password));
        var actor = (string)Said(1204, "account-made", null).Values["Actor"]!;
        Assert.StartsWith("agent:", actor, StringComparison.Ordinal);
        Said(1202, "invitation-used", actor, ("By", "manager:log"));
        Said(1001, "signed-in", actor, ("How", SignInBy.Invitation));
        await Link(manager, "/accounts", "/accounts?handler=Invite", ("label", Label), ("role", "artist"));
        await manager.Fill("/accounts", "/accounts/invitations?handler=Revoke");
        Said(1203, "invitation-revoked", "manager:log");

        var page = $"/accounts/{Uri.EscapeDataString(actor)}";
        var reset = await Link(manager, page, $"{page}?handler=Reset", ("factors", "true"), ("password", Visit.Password));
        Said(1207, "reset-link-made", "manager:log", ("Account", actor), ("Factors", true));
        await new Visit(Server).Fill(reset, reset, ("password", NewPassword));
        Said(1208, "password-reset", "255.255.255.255", ("Account", actor));
        Said(1209, "second-factor-reset", "255.255.255.255", ("Account", actor));

        await manager.Fill(page, $"{page}?handler=Disable");
        Said(1205, "account-disabled", "manager:log", ("Account", actor));
        await agent.SignIn("log-invited@example.com", NewPassword);
        Said(1002, "sign-in-failed", actor, ("Why", SignInFailure.Disabled));
        await manager.Fill(page, $"{page}?handler=Enable");
        Said(1206, "account-enabled", "manager:log", ("Account", actor));
    }

    [Fact]
    public async Task Refusals_AreSaidOnceAMinute_WithoutTheSecretOfALink()
    {
        await Server.CaseForEveryWrite();
        await Scenario.Run(Server, s => s.As("agent").Post($"/api/v1/cases/{TestServer.OwnIsrc}/statements", new
        {
            id = Guid.NewGuid(), party = "artist", saidAt = "2024-04-18", quote = Quote, kind = "measured", visibility = "case",
        }).StatusIs(201));
        var artist = await Visit.SignedIn(Server, "artist", "artist:curious");
        var lines = _log.Lines.Count;
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(403, (await artist.Get("/accounts")).Status);
            await artist.Send(HttpMethod.Post, "/api/v1/cases", JsonContent.Create(new { }));
            await artist.Post("/profile?handler=Everywhere", []);
            await new Visit(Server).Post("/invitation/a-secret-that-holds", [], ("Origin", "https://elsewhere.example"));
            await Scenario.Run(Server, s => s.Header("Authorization", "Bearer clt_a-token-that-is-none").Post("/api/v1/cases", new { }).StatusIs(401));
        }

        _secrets.AddRange(["a-secret-that-holds", "clt_", Server.Token("agent")]);
        Said(1401, "access-refused", "artist:curious", ("Route", "GET accounts"));
        Said(1402, "antiforgery-refused", "artist:curious");
        Said(1403, "foreign-origin-refused", "255.255.255.255", ("Route", "POST invitation/{secret}"));
        Assert.Equal(3, _log.Lines.Skip(lines).Count(line => line.Event.Id is >= 1400 and < 1500));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/json")]
    public async Task AFault_IsSaidWithoutTheSecretOfALink(string accept)
    {
        _secrets.Add("a-secret-that-holds");
        await using var owner = Npgsql.NpgsqlDataSource.Create(Server.ConnectionString);
        await using var away = owner.CreateCommand("alter table accounts.reset rename to gone");
        await using var back = owner.CreateCommand("alter table accounts.gone rename to reset");
        await away.ExecuteNonQueryAsync();

        var reply = await new Visit(Server).Get("/reset/a-secret-that-holds", accept);
        await back.ExecuteNonQueryAsync();

        Assert.Equal(500, reply.Status);
        Assert.Contains(_log.Lines, line => line.Text.Contains("42P01", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WhoSendsTooMuch_IsSaidOnceAMinute()
    {
        await using var server = new TestServer(postgres) { Log = _log, Settings = new() { SignInsPerAccountPerMinute = 1, SignInsPerMinute = 2 } };
        await server.InitializeAsync();
        for (var i = 0; i < 5; i++)
        {
            await new Visit(server).SignIn("often@example.com", "not the password at all");
        }

        Said(1404, "rate-limited", SecurityEvents.NameOf("often@example.com"));
        Said(1404, "rate-limited", "255.255.255.255", ("Route", "POST sign-in"));
        Assert.Equal(2, _log.Lines.Count(line => line.Event.Id == 1404));
    }

    [Fact]
    public void EveryEvent_HasAnIdAndANameOfItsOwn()
    {
        var events = typeof(SecurityEvents).GetMethods(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)
            .Select(method => method.GetCustomAttributes(typeof(Microsoft.Extensions.Logging.LoggerMessageAttribute), false).SingleOrDefault())
            .OfType<Microsoft.Extensions.Logging.LoggerMessageAttribute>().ToList();

        Assert.True(events.Count >= 25);
        Assert.Distinct(events.Select(one => one.EventId));
        Assert.Distinct(events.Select(one => one.EventName));
        Assert.All(events, one => Assert.Contains("{Actor}", one.Message, StringComparison.Ordinal));
    }

    private LogLine Said(int id, string name, string? actor, params (string Name, object Value)[] values)
    {
        var lines = _log.Lines.Where(line => line.Category == typeof(SecurityEvents).FullName && line.Event.Id == id
            && line.Event.Name == name && (actor is null || Equals(line.Values["Actor"], actor))
            && values.All(value => Equals(line.Values[value.Name], value.Value))).ToList();
        Assert.True(lines.Count > 0, $"{id} {name} of {actor} was not said, but:\n{string.Join('\n', _log.Lines.Select(line => $"{line.Event} {line.Text}"))}");
        return lines[^1];
    }

    private async Task<string> Link(Visit visit, string page, string action, params (string Name, string Value)[] fields)
    {
        Assert.Equal(302, (await visit.Fill(page, action, fields)).Status);
        var link = new Uri(Shown().Match((await visit.Get(page)).Text).Groups[1].Value).AbsolutePath;
        _secrets.Add(link.Split('/')[^1]);
        return link;
    }

    [GeneratedRegex("<code>(https://[^<]+/(?:invitation|reset)/[^<]+)</code>")]
    private static partial Regex Shown();
}
