using System.Net;
using System.Text.Json.Nodes;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

public sealed class ActTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Isrc = "AADEM2471001";
    private const string Page = $"/cases/{Isrc}";

    [Fact]
    public async Task Promise_IsRecordedAsTheApiWould_AndOnce()
    {
        var agent = await Case("agent:promises");
        var fields = new[] { ("by", "distributor"), ("speaker", "support 2"), ("what", "an answer by Friday"), ("made", "2024-04-12"), ("made-approximate", "true"), ("due", "2024-04-19") };
        var form = Visit.Forms((await agent.Get($"{Page}/act/promise")).Text, $"{Page}/act/promise").Single(form => form.Hidden.ContainsKey("id"));
        var sent = form.Hidden.Concat(fields.Select(field => KeyValuePair.Create(field.Item1, field.Item2))).ToList();

        var first = await agent.Post(form.Action, sent);
        var again = await agent.Post(form.Action, sent);

        Assert.Equal((302, Page), (first.Status, first.Headers["Location"]));
        Assert.Equal(302, again.Status);
        var recorded = await Newest("promise-made.v1");
        var (_, api) = (await server.Recorded("agent", $"/api/v1/cases/{Isrc}/promises", new
        {
            id = Guid.NewGuid(), by = "distributor", speaker = "support 2", what = "an answer by Friday", observed = new { on = "2024-04-12", approximate = true }, dueOn = "2024-04-19",
        }), await Newest("promise-made.v1"));
        Assert.Equal(api["fields"]!.ToJsonString(), recorded["fields"]!.ToJsonString());
        Assert.StartsWith("agent:promises-", (string?)recorded["actor"], StringComparison.Ordinal);
        Assert.Equal(form.Hidden["id"], (string?)recorded["id"]);
        Assert.Single(await Timeline(), item => (string?)item["id"] == form.Hidden["id"]);
        Assert.Contains("was recorded before", WebUtility.HtmlDecode((await agent.Get(Page)).Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_IsSaidAboveTheForm_WithWhatWasTyped()
    {
        var agent = await Case("agent:refused");

        var missing = await agent.Fill($"{Page}/act/promise", $"{Page}/act/promise", ("by", "distributor"), ("what", ""), ("speaker", "someone's \"name\""));
        var id = Guid.NewGuid();
        await server.Recorded("agent", $"/api/v1/cases/{Isrc}/screenshots", new
        {
            id, store = "spotify", observed = new { on = "2024-04-18" }, readings = new[] { new { day = "2024-04-05", count = 7 } },
        });
        await agent.Fill($"{Page}/act/withdraw?event={id}", $"{Page}/act/withdraw", ("reason", "a wrong one"));
        var refused = await agent.Fill($"{Page}/act/withdraw?event={id}", $"{Page}/act/withdraw", ("reason", "to look"));

        Assert.Equal(422, missing.Status);
        Assert.Contains("This is needed.", missing.Text, StringComparison.Ordinal);
        Assert.Contains("someone's \"name\"", WebUtility.HtmlDecode(missing.Text), StringComparison.Ordinal);
        Assert.Equal(409, refused.Status);
        Assert.Contains("Not recorded:", refused.Text, StringComparison.Ordinal);
        Assert.Contains("to look", refused.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnArtist_AnswersWhatIsAskedOfThem_AndNothingElse()
    {
        var agent = await Case("agent:asks");
        await agent.Fill($"{Page}/act/request", $"{Page}/act/request", ("by", "distributor"), ("of", "artist"), ("what", "three days of numbers"));
        await agent.Fill($"{Page}/act/request", $"{Page}/act/request", ("by", "artist"), ("of", "distributor"), ("what", "an explanation"));
        var requests = (await Timeline()).Where(item => (string?)item["type"] == "information-requested.v1").TakeLast(2).Select(item => (string?)item["id"]).ToList();
        var artist = await Visit.SignedIn(server, "artist", "artist:acts");

        var own = await artist.Fill($"{Page}/act/answer?request={requests[0]}", $"{Page}/act/answer", ("text", "They are in the screenshots."));
        var foreign = await artist.Fill($"{Page}/act/answer?request={requests[1]}", $"{Page}/act/answer", ("text", "I know it myself."));

        Assert.Equal(302, own.Status);
        Assert.Equal(409, foreign.Status);
        Assert.Equal(1, (await Timeline()).Count(item => (string?)item["actor"] == "artist:acts"));
        Assert.Contains("Answered: They are in the screenshots.", (await artist.Get(Page)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await artist.Get($"{Page}/act/answer?request={Guid.NewGuid()}")).Status);
        Assert.Equal(403, (await artist.Get($"{Page}/act/promise")).Status);
    }

    [Fact]
    public async Task TheEditedStatement_StandsInBothVersions_AndAMistypedNumberIsWithdrawnVisibly()
    {
        var agent = await Case("agent:edits");
        var id = Guid.NewGuid();
        await server.Recorded("agent", $"/api/v1/cases/{Isrc}/screenshots", new
        {
            id, store = "spotify", observed = new { on = "2024-04-18" }, readings = new[] { new { day = "2024-04-03", count = 141 }, new { day = "2024-04-04", count = 99 } },
        });
        await agent.Fill($"{Page}/act/state", $"{Page}/act/state", Said("We know of no filter.", ""));
        var first = (string)(await Newest("statement-made.v1"))["id"]!;
        Assert.Equal(302, (await agent.Fill($"{Page}/act/state", $"{Page}/act/state", Said("There may be a filter.", first))).Status);
        Assert.Equal(302, (await agent.Fill($"{Page}/act/withdraw?event={id}", $"{Page}/act/withdraw", ("reason", "mistyped: 114"), ("day", "2024-04-03"))).Status);

        var page = WebUtility.HtmlDecode((await agent.Get(Page)).Text);

        Assert.Contains("Another wording took its place.", page, StringComparison.Ordinal);
        Assert.Contains("<blockquote class=\"struck\">We know of no filter.", page, StringComparison.Ordinal);
        Assert.Contains("3 Apr 2024 withdrawn: mistyped: 114", page, StringComparison.Ordinal);
        Assert.Equal(404, (await agent.Get($"{Page}/act/withdraw?event={Guid.NewGuid()}")).Status);
    }

    private static (string, string)[] Said(string quote, string supersedes) =>
    [
        ("party", "distributor"), ("speaker", "support 2"), ("quote", quote), ("said", "2024-04-12"), ("kind", "stated"), ("proposition", "filter-known"),
        ("stance", "deny"), ("supersedes", supersedes), ("visibility", "case"),
    ];

    private async Task<Visit> Case(string account)
    {
        if ((await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/cases/{Isrc}"))).Status == 404)
        {
            await server.Recorded("agent", "/api/v1/cases", new
            {
                id = Guid.NewGuid(), isrc = Isrc, title = "Acts", artist = "An artist", channel = "email", artistAccount = "artist:acts",
            });
        }

        return await Visit.SignedIn(server, "agent", $"{account}-{Guid.NewGuid():N}");
    }

    private async Task<JsonNode> Newest(string type) => (await Timeline()).Last(item => (string?)item["type"] == type);

    private async Task<List<JsonNode>> Timeline() =>
        [.. (await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/cases/{Isrc}/timeline?limit=500").StatusIs(200))).Json["items"]!.AsArray().Select(item => item!)];
}
