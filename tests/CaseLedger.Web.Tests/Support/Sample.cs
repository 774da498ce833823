using System.Text.Json.Nodes;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;

namespace CaseLedger.Web.Tests.Support;

/// <summary>Something of each kind that an address can name, all of it an artist's own, and new.</summary>
public sealed class Sample
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

        if (about.Contains("{isrc}", StringComparison.Ordinal))
        {
            await sample.OpenCase(server, artist);
        }

        if (about.Contains("{incident}", StringComparison.Ordinal))
        {
            await server.Recorded("manager", "/api/v1/incidents", new
            {
                id = Guid.NewGuid(), slug = sample._values["incident"], store = "spotify", firstDay = "2024-03-31", lastDay = "2024-04-01", affects = "trends", publicText = "Wrong.",
            });
        }

        if (about.Contains("/reopening", StringComparison.Ordinal))
        {
            await server.Recorded("agent", $"/api/v1/cases/{sample.Isrc}/resolution", new { id = Guid.NewGuid(), resolution = "for-now" });
        }

        await sample.MakeAccounts(server, about);
        return sample;
    }

    /// <summary>A text with its placeholders filled in.</summary>
    public string Fill(string text) =>
        _values.Aggregate(text, (filled, value) => filled.Replace($"{{{value.Key}}}", value.Value, StringComparison.Ordinal));

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

    private async Task OpenCase(TestServer server, string artist)
    {
        await server.OpenCase(Isrc, server.AccountOf(artist));
        await server.Recorded(artist, $"/api/v1/cases/{Isrc}/screenshots", new
        {
            id = _values["event"], store = "spotify", observed = new { on = "2024-04-18" },
            readings = new[] { new { day = "2024-04-01", count = 100 }, new { day = "2024-04-02", count = 101 } },
        });
        await server.Request(Isrc, Guid.Parse(_values["requestId"]));
        await server.Promise(Isrc, Guid.Parse(_values["promiseId"]));
    }

    private async Task MakeAccounts(TestServer server, string about)
    {
        if (about.Contains("{secret}", StringComparison.Ordinal) || about.Contains("{invitation}", StringComparison.Ordinal))
        {
            var table = server.Services.GetRequiredService<InvitationTable>();
            var id = Guid.CreateVersion7();
            _values["secret"] = (await table.Add(
                id, Role.Artist, AccountId.Parse("artist:invited"), [], "a sample", AccountId.Parse("agent:support-1"),
                SystemClock.Instance.GetCurrentInstant() + Duration.FromDays(1), CancellationToken.None))!;
            _values["invitation"] = id.ToString();
        }

        if (about.Contains("{account}", StringComparison.Ordinal))
        {
            _values["account"] = (await Visit.Make(server, "agent", $"agent:{Guid.NewGuid():N}", $"{Guid.NewGuid():N}@example.com")).ToString();
        }
    }
}
