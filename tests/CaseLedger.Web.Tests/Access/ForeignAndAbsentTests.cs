using System.Diagnostics;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Access;

/// <summary>
/// Whatever an artist sends about somebody else's case, an open one or one that is only watched, is answered as if there
/// were none: in status, body and headers, and as soon. (But for the form token, which is new in every answer, and the
/// address that was asked for.)
/// </summary>
public sealed partial class ForeignAndAbsentTests(ForeignAndAbsentTests.Cases cases) : IClassFixture<ForeignAndAbsentTests.Cases>
{
    private const int Times = 24;
    private const int TimesWhenInDoubt = 200;

    private static readonly string[] Kinds = ["foreign", "watched", "absent"];

    /// <summary>What an artist can send that names somebody else's, beside what <see cref="AccessTable"/> has: in lists and searches, and within their own case.</summary>
    private static readonly Ask[] Beside =
    [
        new("GET", "/?q={isrc}", null),
        new("GET", "/api/v1/cases?q={isrc}", null),
        new("GET", "/api/v1/duties?isrc={isrc}", null),
        new("GET", "/api/v1/cases/{isrc}/triangle", null),
        new("GET", "/cases/{own}?store={isrc}", null),
        new("GET", "/cases/{own}/act/answer?request={requestId}", null),
        new("POST", "/cases/{own}/act/answer?request={requestId}", "id={id}&text=x"),
        new("GET", "/cases/{own}/act/withdraw?event={event}", null),
        new("POST", "/cases/{own}/act/withdraw?event={event}", "id={id}&reason=x"),
        new("POST", "/cases/{own}/act/state", "id={id}&quote=x&kind=stated&visibility=case&supersedes={event}"),
        new("POST", "/api/v1/cases/{own}/withdrawals", """{"id":"{id}","eventId":"{event}","reason":"x"}"""),
        new("POST", "/api/v1/cases/{own}/requests/{requestId}/answers", """{"id":"{id}","text":"x"}"""),
        new("POST", "/api/v1/cases/{own}/requests/{ownRequest}/answers", """{"id":"{id}","eventIds":["{event}"]}"""),
        new("POST", "/api/v1/cases/{own}/statements", """{"id":"{id}","party":"artist","saidAt":"2024-04-18","quote":"x","kind":"stated","visibility":"case","supersedes":"{event}"}"""),
        new("POST", "/api/v1/cases", """{"id":"{id}","isrc":"{isrc}","title":"x","artist":"x","channel":"email"}"""),
    ];

    private static readonly Dictionary<string, Ask> Asks = AccessTable.All
        .Where(row => $"{row.Address} {row.Fields}".Contains("{isrc}", StringComparison.Ordinal))
        .Select(row => new Ask(row.Method, row.Address, row.Method == "GET" || (row.IsApi && !row.TakesFile) ? null : row.Fields ?? "")
        {
            Write = row is { IsApi: true, Method: "POST", TakesFile: false } ? row.Write : null,
            IsRefusedByRole = row.Foreign == "403",
        })
        .Concat(Beside)
        .ToDictionary(ask => $"{ask.Method} {ask.Address}{(ask.Content?.Contains("eventIds", StringComparison.Ordinal) is true ? " with eventIds" : "")}");

    public static TheoryData<string> All => new(Asks.Keys);

    // Who may not by their role is refused before anything is looked up.
    public static TheoryData<string> ThatLookSomethingUp => new(Asks.Where(ask => !ask.Value.IsRefusedByRole).Select(ask => ask.Key));

    [Theory]
    [MemberData(nameof(All))]
    public async Task Foreign_IsAnsweredAsAbsent(string key)
    {
        foreach (var visit in cases.Ways)
        {
            var token = await visit.FormToken();
            var absent = await Send(Asks[key], visit, token, cases.Of["absent"]);
            Assert.True(absent.Status < 500, $"{key}: {absent}");
            foreach (var kind in Kinds[..2])
            {
                var reply = await Send(Asks[key], visit, token, cases.Of[kind]);

                Assert.Equal(absent.Status, reply.Status);
                Assert.Equal(Plain(absent, "absent"), Plain(reply, kind));
                Assert.Equal(Headers(absent, "absent"), Headers(reply, kind));
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Foreign_WithIfMatch_IsAnsweredAsAbsent(string key)
    {
        var visit = cases.Ways[0];
        var token = await visit.FormToken();

        var replies = new List<string>();
        foreach (var kind in Kinds)
        {
            replies.Add(Plain(await Send(Asks[key], visit, token, cases.Of[kind], ("If-Match", "\"1\"")), kind));
        }

        Assert.Single(replies.Distinct());
    }

    [Theory]
    [MemberData(nameof(ThatLookSomethingUp))]
    public async Task Foreign_HoweverMuchItHolds_IsAnsweredAsSoonAsAbsent(string key)
    {
        var (visit, ask) = (cases.Ways[0], Asks[key]);
        var token = await visit.FormToken();
        await Measure(4);

        var times = await Measure(Times);
        var wrong = Differences(times);
        if (wrong.Count > 0)
        {
            // One look is not enough to accuse anybody.
            wrong = Differences(await Measure(TimesWhenInDoubt));
        }

        Assert.True(wrong.Count == 0, $"{key}: {string.Join("; ", wrong)}");

        async Task<Dictionary<string, List<TimeSpan>>> Measure(int count)
        {
            var measured = Kinds.ToDictionary(kind => kind, _ => new List<TimeSpan>());
            var order = Kinds.SelectMany(kind => Enumerable.Repeat(kind, count)).ToArray();
            Random.Shared.Shuffle(order);
            foreach (var kind in order)
            {
                var started = Stopwatch.GetTimestamp();
                await Send(ask, visit, token, cases.Of[kind]);
                measured[kind].Add(Stopwatch.GetElapsedTime(started));
            }

            return measured;
        }

        static List<string> Differences(Dictionary<string, List<TimeSpan>> times) =>
            [.. from kind in Kinds[..2] let difference = SameTime.Difference(times[kind], times["absent"]) where difference is not null select $"{kind} and absent: {difference}"];
    }

    private async Task<Reply> Send(Ask ask, Visit visit, string token, Sample sample, params (string, string)[] headers)
    {
        string Filled(string text) => sample.Fill(text)
            .Replace("{own}", cases.Own.Isrc, StringComparison.Ordinal)
            .Replace("{ownRequest}", cases.Own.Fill("{requestId}"), StringComparison.Ordinal);
        var isApi = ask.Address.StartsWith("/api/", StringComparison.Ordinal);
        using HttpContent? content = ask.Write is not null ? JsonContent.Create(sample.BodyOf(ask.Write, isArtists: true))
            : ask.Content is null ? null
            : isApi ? new StringContent(Filled(ask.Content), Encoding.UTF8, "application/json")
            : new FormUrlEncodedContent(
            [
                .. Filled(ask.Content).Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=')).Select(part => KeyValuePair.Create(part[0], part[1])),
                new("__RequestVerificationToken", token),
            ]);
        return await visit.Send(
            new(ask.Method), Filled(ask.Address), content, [("Accept", isApi ? "*/*" : "text/html"), (CookieGuard.TokenHeader, token), .. headers]);
    }

    private string Plain(Reply reply, string kind) => FormToken().Replace(cases.Of[kind].Unfill(reply.Text), "");

    private List<string> Headers(Reply reply, string kind) =>
    [
        .. reply.Headers.Where(header => header.Key is not ("Date" or "Set-Cookie")).Select(header => $"{header.Key}: {cases.Of[kind].Unfill(header.Value)}").Order(StringComparer.Ordinal),
        .. reply.Headers.Keys.Where(name => name == "Set-Cookie"),
    ];

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"[^\"]+\"")]
    private static partial Regex FormToken();

    /// <summary>Something to send; null content for a GET.</summary>
    private sealed record Ask(string Method, string Address, string? Content)
    {
        public Write? Write { get; init; }

        public bool IsRefusedByRole { get; init; }
    }

    /// <summary>An artist by token and by session, their own case, and large ones that are not theirs.</summary>
    public sealed class Cases(Postgres postgres) : IAsyncLifetime
    {
        private const int Copies = 400;
        private const string Everything = "{isrc} {requestId} {promiseId}";

        private readonly RoomyServer _roomy = new(postgres);

        public IReadOnlyList<Visit> Ways { get; private set; } = [];

        public Sample Own { get; private set; } = null!;

        public Dictionary<string, Sample> Of { get; } = [];

        private TestServer Server => _roomy.Server;

        public async ValueTask InitializeAsync()
        {
            await _roomy.InitializeAsync();
            await Server.AddToken("other", Role.Artist, "artist:other");
            Ways = [new(Server, "artist"), await Visit.SignedIn(Server, "artist", "artist:a")];
            Own = await Sample.Make(Server, Everything);
            Of["foreign"] = await Sample.Make(Server, Everything, "other");
            Of["watched"] = await Sample.Make(Server, "");
            Of["absent"] = await Sample.Make(Server, "");
            foreach (var (what, who, pattern) in new[] { ("foreign", "ingest", "trends-snapshots"), ("watched", "ingest", "trends-snapshots"), ("foreign", "agent", "statements") })
            {
                await Server.Recorded(who, $"/api/v1/cases/{Of[what].Isrc}/{pattern}", Write.Of($"/api/v1/cases/{{isrc}}/{pattern}").WithId());
            }

            await Grow(Of["foreign"].Isrc);
            await Grow(Of["watched"].Isrc);
            await Server.CatchUp();
        }

        public ValueTask DisposeAsync() => _roomy.DisposeAsync();

        // What a case holds already, again and again, as if it went on for years.
        private async Task Grow(string isrc)
        {
            var stream = CaseEvent.StreamOf(Domain.Isrc.Parse(isrc));
            var again = (await Server.Ledger.Load(stream)).Where(recorded => !recorded.Type.StartsWith("case-opened", StringComparison.Ordinal)).ToList();
            for (var i = 0; i < Copies * 5 / again.Count; i++)
            {
                var outcome = await Server.Ledger.Append(new(
                    stream, ExpectedVersion.Any, again[0].Actor, [.. again.Select(recorded => new NewEvent(Guid.NewGuid(), recorded.Type, recorded.Payload!))]));
                Assert.IsType<AppendOutcome.Appended>(outcome);
            }
        }
    }
}
