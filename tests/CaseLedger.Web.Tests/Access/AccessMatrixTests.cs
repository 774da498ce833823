using System.Net.Http.Json;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;

namespace CaseLedger.Web.Tests.Access;

/// <summary>Every endpoint for everybody, by token and by session: exactly what <see cref="AccessTable"/> says, and nothing recorded for whoever may not.</summary>
public sealed class AccessMatrixTests(AccessMatrixTests.Callers callers) : IClassFixture<AccessMatrixTests.Callers>
{
    private static readonly string[] Everybody = ["anonymous", "own", "foreign", "agent", "manager", "ingest"];

    // PAGE is what the framework once made of a method named OnPageHandlerExecution.
    private static readonly string[] NotGet = ["POST", "PUT", "DELETE", "OPTIONS", "PAGE"];

    public static TheoryData<string> Keys => new(AccessTable.All.Select(row => row.Key));

    [Fact]
    public async Task EveryEndpoint_HasItsRow_AndEveryRowItsEndpoint()
    {
        var (served, rows) = (await Routes.All(callers.Server), AccessTable.All.Select(row => row.Key).ToList());

        Assert.Distinct(rows);
        var missing = served.Except(rows).ToList();
        Assert.True(missing.Count == 0, $"AccessTable lacks a row (and, for a page's POST, perhaps its Fields) for:\n{string.Join('\n', missing)}");
        var idle = rows.Except(served).ToList();
        Assert.True(idle.Count == 0, $"AccessTable has rows that nothing answers:\n{string.Join('\n', idle)}");
    }

    [Fact]
    public void EveryEndpoint_SaysWhoMayUseIt()
    {
        var silent = callers.Server.Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowedRoles>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.RoutePattern.RawText);

        Assert.Empty(silent);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Endpoint_AnswersEachCaller_AsTheTableSays(string key)
    {
        var row = AccessTable.All.Single(row => row.Key == key);
        var wrong = new List<string>();
        var ways = new List<(string Caller, string Way, Visit Visit, string Expected)>();
        foreach (var caller in Everybody)
        {
            var cells = row.Of(caller).Split('|');
            ways.AddRange((await callers.Ways(caller, row)).Select(way => (caller, way.Way, way.Visit, way.Way == "session" ? cells[^1] : cells[0])));
        }

        // Those who change nothing share what they ask for; it comes first, because a rule may judge what was done to it.
        var shared = await NewSample(row);
        foreach (var (caller, way, visit, expected) in ways.OrderBy(way => Changes(row, way.Expected)))
        {
            var sample = Changes(row, expected) ? await NewSample(row) : shared;
            var before = await callers.Server.Size();

            var reply = await Ask(row, caller, way, visit, sample);

            if (Unlike(row, sample, expected, way, reply) is { } unlike)
            {
                wrong.Add($"{key} for {caller} by {way}: {unlike}");
            }

            if (!Changes(row, expected) && await callers.Server.Size() != before)
            {
                wrong.Add($"{key} for {caller} by {way} recorded something");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Files_AreOpenToEverybody()
    {
        foreach (var caller in Everybody)
        {
            foreach (var (_, visit) in await callers.Ways(caller, null))
            {
                Assert.All(await Task.WhenAll(AccessTable.Files.Select(file => visit.Get(file))), reply => Assert.Equal(200, reply.Status));
            }
        }
    }

    [Fact]
    public async Task EveryPage_AskedInAWayThatItHasNot_Is405()
    {
        var handlers = await Routes.All(callers.Server);
        var visit = (await callers.Ways("agent", null)).Single(way => way.Way == "session").Visit;
        var wrong = new List<string>();
        foreach (var page in Routes.Pages(callers.Server))
        {
            var row = AccessTable.All.FirstOrDefault(row => row.Key == $"GET {page}");
            var sample = await Sample.Make(callers.Server, page);
            foreach (var method in NotGet.Where(method => !handlers.Contains($"{method} {page}")))
            {
                using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", await visit.FormToken())]);
                var reply = await visit.Send(new(method), sample.Fill(row?.Address ?? page), form);
                if (reply.Status != (row?.Agent is "403" ? 403 : 405))
                {
                    wrong.Add($"{method} {page}: {reply.Status}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static bool Changes(AccessRow row, string expected) => row.Method == "POST" && expected[0] is '2' or '3';

    private async Task<Sample> NewSample(AccessRow row)
    {
        // An artist opens a case for a recording that is theirs, and where there is none yet.
        var sample = await Sample.Make(callers.Server, $"{row.Address} {row.Fields}");
        if (row.Key == "POST /api/v1/cases")
        {
            await callers.Server.AddToken($"of {sample.Isrc}", Role.Artist, callers.Server.AccountOf("artist"), sample.Isrc);
        }

        return sample;
    }

    private static Task<Reply> Ask(AccessRow row, string caller, string way, Visit visit, Sample sample)
    {
        // A person's browser asks for pages, a program does not.
        var accept = ("Accept", way == "browser" || (!row.IsApi && way != "program") ? "text/html" : "*/*");
        return row.Method == "POST" ? Post(row, caller, visit, sample, accept) : visit.Send(new(row.Method), sample.Fill(row.Address), null, accept);
    }

    private static async Task<Reply> Post(AccessRow row, string caller, Visit visit, Sample sample, (string, string) accept)
    {
        var token = await visit.FormToken();
        using HttpContent content = row.TakesFile
            ? new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(row.Fields!))
            : row.IsApi
            ? JsonContent.Create(sample.BodyOf(row.Write, caller is "own" or "foreign"))
            : new FormUrlEncodedContent(
            [
                .. sample.Fill(row.Fields ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')).Select(part => KeyValuePair.Create(part[0], part[1])),
                new("__RequestVerificationToken", token),
            ]);
        return await visit.Send(HttpMethod.Post, sample.Fill(row.Address), content, accept, (CookieGuard.TokenHeader, token));
    }

    private static string? Unlike(AccessRow row, Sample sample, string expected, string way, Reply reply)
    {
        var location = reply.Headers.GetValueOrDefault("Location");
        if (location?.StartsWith("https://caseledger.example/", StringComparison.Ordinal) is true)
        {
            location = location["https://caseledger.example".Length..];
        }

        var (status, goes) = (expected, way) switch
        {
            ("sign-in", "program") => ("401", null),
            ("sign-in", _) => ("302", $"/sign-in?to={Uri.EscapeDataString(sample.Fill(row.Address))}"),
            _ when expected.Split('→') is [var number, var to] => (number, sample.Fill(to)),
            _ => (expected, null),
        };
        if ($"{reply.Status}" != status)
        {
            return $"expected {expected}, got {reply.Status} {location} {(reply.MediaType == "text/html" ? "" : reply.Text)}";
        }

        if (goes is not null && location != goes)
        {
            return $"expected to go to {goes}, goes to {location}";
        }

        if (row.Method == "HEAD")
        {
            return null;
        }

        // A program is told why by a problem with its code, a person in words.
        var code = status switch { "401" => "not-signed-in", "403" when way == "program" => "not-allowed", "404" when row.IsApi => "not-found", _ => null };
        return code is not null && reply.Code != code ? $"expected the code {code}, got {reply}"
            : status == "401" && reply.Headers.GetValueOrDefault("WWW-Authenticate") != "Bearer" ? "says nothing of Bearer"
            : status == "403" && row.IsApi && reply.MediaType != "application/problem+json" ? $"is no problem: {reply}"
            : null;
    }

    /// <summary>The server and everybody who calls it, each by every way that there is for them.</summary>
    public sealed class Callers(Postgres postgres) : IAsyncLifetime
    {
        private readonly RoomyServer _roomy = new(postgres);
        private readonly Dictionary<string, (string Token, string? Role)> _tokens = new()
        {
            ["own"] = ("artist", "artist"),
            ["foreign"] = ("foreign", "artist"),
            ["agent"] = ("agent", "agent"),
            ["manager"] = ("manager", "manager"),
            ["ingest"] = ("ingest", null),
        };

        private readonly Dictionary<string, List<(string Way, Visit Visit)>> _ways = [];

        public TestServer Server => _roomy.Server;

        public async ValueTask InitializeAsync()
        {
            await _roomy.InitializeAsync();
            await Server.AddToken("foreign", Role.Artist, "artist:foreign");
            _ways["anonymous"] = [("browser", new(Server)), ("program", new Visit(Server))];
            foreach (var (caller, (token, role)) in _tokens)
            {
                _ways[caller] = [("token", new(Server, token))];
                if (role is not null)
                {
                    _ways[caller].Add(("session", await Visit.SignedIn(Server, role, Server.AccountOf(token))));
                }
            }
        }

        public ValueTask DisposeAsync() => _roomy.DisposeAsync();

        /// <summary>How somebody comes, each time in a window of their own: by token and by session; a stranger as a browser and as a program.</summary>
        internal async Task<List<(string Way, Visit Visit)>> Ways(string caller, AccessRow? row)
        {
            var ways = new List<(string, Visit)>();
            foreach (var (way, visit) in _ways[caller])
            {
                await visit.FormToken();
                // What changes an account is done to one that nobody else needs.
                var alone = way == "session" && row is { Method: "POST" } && row.Address.StartsWith("/profile?", StringComparison.Ordinal);
                ways.Add((way, alone ? await Visit.SignedIn(Server, _tokens[caller].Role!, $"{_tokens[caller].Role}:{Guid.NewGuid():N}") : visit.Copy()));
            }

            return ways;
        }
    }
}
