using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseLedger.Web.Tests.Support;

/// <summary>Something of each kind that an address can name, all of it an artist's own, and new.</summary>
public sealed partial class Sample
{
    private static readonly string[] Sides = ["party", "by"];

    private static int _made;

    private readonly Dictionary<string, string> _values = [];

    private Sample()
    {
    }

    /// <summary>The recording; whether it has a case depends on what was asked for.</summary>
    public string Isrc => _values["isrc"];

    /// <summary>Makes what an address (and whatever is sent to it) names.</summary>
    /// <param name="server">The server.</param>
    /// <param name="about">The address with its placeholders, and the placeholders of what is sent.</param>
    /// <param name="artist">Whose case it is; has a token of this name.</param>
    public static async Task<Sample> Make(TestServer server, string about, string artist = "artist")
    {
        var number = Interlocked.Increment(ref _made);
        var sample = new Sample
        {
            _values =
            {
                ["isrc"] = $"AADEM27{number:00000}",
                ["day"] = "2024-04-02",
                ["status"] = "404",
                ["incident"] = $"sample-{number}",
                ["id"] = Guid.NewGuid().ToString(),
                ["documentName"] = "v1",
            },
        };
        foreach (var name in new[] { "event", "requestId", "promiseId", "view" })
        {
            sample._values[name] = Guid.NewGuid().ToString();
        }

        if (Names(about, "isrc") || Names(about, "import"))
        {
            await sample.OpenCase(server, about, artist);
        }

        if (Names(about, "import"))
        {
            sample._values["import"] = await server.Import(sample.Isrc, artist);
        }

        if (Names(about, "sha256"))
        {
            sample._values["sha256"] = await server.Evidence(artist);
        }

        if (Names(about, "incident"))
        {
            await server.Recorded("manager", "/api/v1/incidents", new
            {
                id = Guid.NewGuid(), slug = sample._values["incident"], store = "spotify", firstDay = "2024-03-31", lastDay = "2024-04-01", affects = "trends", publicText = "Wrong.",
            });
        }

        if (about.Contains("/reopening", StringComparison.Ordinal) || about.Contains("/act/reopen", StringComparison.Ordinal))
        {
            await server.Recorded("agent", $"/api/v1/cases/{sample.Isrc}/resolution", new { id = Guid.NewGuid(), resolution = "for-now" });
        }

        await sample.MakeAccounts(server, about, artist);
        return sample;
    }

    /// <summary>A text with its placeholders filled in: <c>{account}</c>, or <c>{account:disabled}</c> with what is called {disabled} here.</summary>
    public string Fill(string text) => Placeholder().Replace(text, match => _values.GetValueOrDefault(match.Groups[1].Value, match.Value));

    /// <summary>The body of a write about what this names, with an id of its own.</summary>
    /// <param name="write">The write.</param>
    /// <param name="isArtists">Whether an artist sends it, who speaks for themselves; the samples are support's.</param>
    public JsonObject BodyOf(Write write, bool isArtists = false)
    {
        var body = JsonNode.Parse(Fill(Template(write)))!.AsObject();
        body["id"] = Guid.NewGuid().ToString();
        foreach (var side in Sides.Where(side => isArtists && body.ContainsKey(side)))
        {
            body[side] = "artist";
        }

        return body;
    }

    /// <summary>A text in which whatever a sample names is its placeholder again, so that answers about two samples compare.</summary>
    public string Unfill(string text) => _values
        .Where(value => value.Value.Length > 4)
        .Aggregate(text, (plain, value) => plain.Replace(value.Value, $"{{{value.Key}}}", StringComparison.OrdinalIgnoreCase))
        .Replace(Domain.Isrc.Parse(Isrc).Display, "{isrc}", StringComparison.Ordinal);

    // The body with placeholders for what it names.
    private static string Template(Write write) => write.Body
        .Replace(Write.Screenshot.ToString(), "{event}", StringComparison.Ordinal)
        .Replace("AADEM2400077", "{isrc}", StringComparison.Ordinal)
        .Replace("trends-2024-05-01", "{incident}", StringComparison.Ordinal);

    private async Task OpenCase(TestServer server, string about, string artist)
    {
        await server.OpenCase(Isrc, server.AccountOf(artist));
        await server.Recorded(artist, $"/api/v1/cases/{Isrc}/screenshots", new
        {
            id = _values["event"], store = "spotify", observed = new { on = "2024-04-18" },
            readings = new[] { new { day = "2024-04-01", count = 100 }, new { day = "2024-04-02", count = 101 } },
        });
        if (Names(about, "requestId"))
        {
            await server.Request(Isrc, Guid.Parse(_values["requestId"]));
        }

        if (Names(about, "promiseId"))
        {
            await server.Promise(Isrc, Guid.Parse(_values["promiseId"]));
        }
    }

    private static bool Names(string about, string what) => Placeholder().Matches(about).Any(match => match.Groups[1].Value == what);

    private async Task MakeAccounts(TestServer server, string about, string artist)
    {
        if (Names(about, "secret") || Names(about, "invitation"))
        {
            var table = server.Services.GetRequiredService<InvitationTable>();
            var id = Guid.CreateVersion7();
            _values["secret"] = (await table.Add(
                id, Role.Artist, AccountId.Parse("artist:invited"), [], "a sample", AccountId.Parse("agent:support-1"),
                SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(1), CancellationToken.None))!;
            _values["invitation"] = id.ToString();
        }

        if (Names(about, "account"))
        {
            _values["account"] = (await MakeAccount(server)).ActsAs;
        }

        if (Names(about, "disabled"))
        {
            var (id, actsAs) = await MakeAccount(server);
            await server.Services.GetRequiredService<AccountTable>().Disable(id, true, CancellationToken.None);
            _values["disabled"] = actsAs;
        }

        if (Names(about, "reset"))
        {
            _values["reset"] = await server.Services.GetRequiredService<ResetTable>().Add(
                (await MakeAccount(server)).Id, factors: true, AccountId.Parse("manager:lead"), SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(1), CancellationToken.None);
        }

        if (Names(about, "handle"))
        {
            await MakePasskey(server, server.AccountOf(artist));
        }
    }

    private static async Task<(Guid Id, string ActsAs)> MakeAccount(TestServer server)
    {
        var actsAs = $"agent:{Guid.NewGuid():N}";
        return (await Visit.Make(server, "agent", actsAs, $"{Guid.NewGuid():N}@example.com"), actsAs);
    }

    // Of the person who acts so, who has an account by then; no device has it, so that nobody signs in by it.
    private async Task MakePasskey(TestServer server, string actsAs)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var accounts = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var passkey = new UserPasskeyInfo(
            Guid.NewGuid().ToByteArray(), [], DateTimeOffset.UtcNow, signCount: 0, transports: [], isUserVerified: true, isBackupEligible: false, isBackedUp: false,
            attestationObject: [], clientDataJson: []) { Name = "a phone" };
        var kept = await accounts.AddOrUpdatePasskeyAsync(accounts.Users.Single(account => account.ActsAs == actsAs), passkey);
        Assert.True(kept.Succeeded);
        _values["handle"] = Passkeys.Handle(passkey);
    }

    [GeneratedRegex(@"\{(?:\w+:)?(\w+)\}")]
    private static partial Regex Placeholder();
}
