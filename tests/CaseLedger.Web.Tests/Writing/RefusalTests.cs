using System.Text.Json.Nodes;
using CaseLedger.Domain;
using CaseLedger.Web.Http;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Writing;

/// <summary>Every rule of the domain, broken over HTTP: its code arrives, and nothing is appended.</summary>
public sealed class RefusalTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Open = "AADEM2400001";
    private const string Resolved = "AADEM2400002";
    private const string Watched = "AADEM2400003";

    private const string Reading = """{"day":"2024-04-03","count":1}""";
    private const string Line = """{"store":"spotify","saleMonth":"2024-04","quantity":1,"revenue":"0.1","currency":"EUR"}""";

    private static readonly Guid Statement = Guid.NewGuid();
    private static readonly Guid SupersededStatement = Guid.NewGuid();
    private static readonly Guid WithdrawnStatement = Guid.NewGuid();
    private static readonly Guid AnsweredRequest = Guid.NewGuid();
    private static readonly Guid SettledPromise = Guid.NewGuid();

    private static readonly (string Code, string Token, string Path, string Body)[] Broken =
    [
        ("case-already-open", "agent", "cases", $$"""{"isrc":"{{Open}}","title":"t","artist":"a","channel":"web"}"""),
        ("case-not-open", "agent", $"cases/{Watched}/statements", """{"party":"artist","saidAt":"2024-04-01","quote":"q","kind":"stated","visibility":"case"}"""),
        ("case-resolved", "agent", $"cases/{Resolved}/requests", """{"of":"artist","what":"w"}"""),
        ("case-already-resolved", "agent", $"cases/{Resolved}/resolution", """{"resolution":"explained"}"""),
        ("case-not-resolved", "agent", $"cases/{Open}/reopening", """{"reason":"r"}"""),
        ("already-assigned", "agent", $"cases/{Open}/assignment", """{"assignee":"agent:support-2"}"""),
        ("link-to-itself", "agent", $"cases/{Open}/links", $$"""{"isrc":"{{Open}}","reason":"r"}"""),
        ("already-linked", "agent", $"cases/{Open}/links", $$"""{"isrc":"{{Resolved}}","reason":"r"}"""),
        ("already-following", "agent", $"cases/{Open}/followers", """{"account":"artist:c"}"""),
        ("day-not-over", "agent", $"cases/{Open}/screenshots", """{"store":"spotify","readings":[{"day":"2024-04-03","count":1}],"observed":{"at":"2024-04-03T12:00:00Z"}}"""),
        ("observed-before-day", "agent", $"cases/{Open}/screenshots", """{"store":"spotify","readings":[{"day":"2024-04-03","count":1}],"observed":{"on":"2024-04-01"}}"""),
        ("observed-in-future", "ingest", $"cases/{Open}/trends-snapshots", """{"store":"spotify","takenAt":"2199-01-01T00:00:00Z","readings":[{"day":"2024-04-03","count":1}]}"""),
        ("duplicate-day", "ingest", $"cases/{Open}/trends-snapshots", """{"store":"spotify","takenAt":"2024-04-18","readings":[{"day":"2024-04-03","count":1},{"day":"2024-04-03","count":2}]}"""),
        ("readings-missing", "agent", $"cases/{Open}/screenshots", """{"store":"spotify","readings":[],"observed":{"unknown":true}}"""),
        ("too-many-readings", "agent", $"cases/{Open}/screenshots", $$"""{"store":"spotify","readings":[{{Repeat(401, Reading)}}],"observed":{"unknown":true} }"""),
        ("lines-missing", "agent", $"cases/{Open}/royalty-lines", """{"statement":{"period":"2024-06","name":"June"},"lines":[]}"""),
        ("too-many-lines", "agent", $"cases/{Open}/royalty-lines", $$"""{"statement":{"period":"2024-06","name":"June"},"lines":[{{Repeat(1_001, Line)}}]}"""),
        ("too-many-items", "agent", $"cases/{Open}/challenges", $$"""{"store":"spotify","days":[{{Repeat(401, "\"2024-04-03\"")}}],"sentAt":"2024-05-01"}"""),
        ("reply-empty", "agent", $"cases/{Open}/store-replies", """{"store":"spotify","repliedAt":"2024-05-01"}"""),
        ("evidence-unknown", "agent", $"cases/{Open}/screenshots", $$"""{"store":"spotify","readings":[{"day":"2024-04-03","count":1}],"observed":{"unknown":true},"evidence":["{{new string('a', 64)}}"]}"""),
        ("event-not-found", "agent", $"cases/{Open}/withdrawals", $$"""{"eventId":"{{Guid.NewGuid()}}","reason":"r"}"""),
        ("nothing-to-withdraw", "agent", $"cases/{Open}/withdrawals", $$"""{"eventId":"{{Statement}}","day":"2024-04-03","reason":"r"}"""),
        ("already-withdrawn", "agent", $"cases/{Open}/withdrawals", $$"""{"eventId":"{{WithdrawnStatement}}","reason":"r"}"""),
        ("not-yours", "artist", $"cases/{Open}/withdrawals", $$"""{"eventId":"{{Statement}}","reason":"r"}"""),
        ("superseded-not-found", "agent", $"cases/{Open}/statements", $$"""{"party":"artist","saidAt":"2024-04-01","quote":"q","kind":"stated","visibility":"case","supersedes":"{{Guid.NewGuid()}}"}"""),
        ("statement-superseded-twice", "agent", $"cases/{Open}/statements", $$"""{"party":"artist","saidAt":"2024-04-01","quote":"q","kind":"stated","visibility":"case","supersedes":"{{SupersededStatement}}"}"""),
        ("stance-without-proposition", "agent", $"cases/{Open}/statements", """{"party":"artist","saidAt":"2024-04-01","quote":"q","kind":"stated","visibility":"case","stance":"deny"}"""),
        ("request-not-found", "agent", $"cases/{Open}/requests/{Guid.NewGuid()}/answers", """{"text":"t"}"""),
        ("request-already-answered", "agent", $"cases/{Open}/requests/{AnsweredRequest}/answers", """{"text":"t"}"""),
        ("answer-empty", "agent", $"cases/{Open}/requests/{Write.Request}/answers", "{}"),
        ("answer-unknown-event", "agent", $"cases/{Open}/requests/{Write.Request}/answers", $$"""{"eventIds":["{{Guid.NewGuid()}}"]}"""),
        ("promise-not-found", "agent", $"cases/{Open}/promises/{Guid.NewGuid()}/outcome", """{"outcome":"kept"}"""),
        ("promise-already-settled", "agent", $"cases/{Open}/promises/{SettledPromise}/outcome", """{"outcome":"kept"}"""),
        ("challenge-without-reading", "agent", $"cases/{Open}/challenges", """{"store":"spotify","days":["2024-01-01"],"sentAt":"2024-05-01"}"""),
        ("challenge-days-missing", "agent", $"cases/{Open}/challenges", """{"store":"spotify","days":[],"sentAt":"2024-05-01"}"""),
        ("text-empty", "agent", $"cases/{Open}/promises", """{"by":"distributor","what":"  "}"""),
        ("text-too-long", "agent", $"cases/{Open}/promises", $$"""{"by":"distributor","what":"{{new string('x', 2_001)}}"}"""),
        ("incident-already-declared", "manager", "incidents", $$"""{"slug":"{{Write.Incident}}","store":"spotify","firstDay":"2024-03-31","lastDay":"2024-04-01","affects":"trends","publicText":"t"}"""),
        ("incident-not-found", "manager", "incidents/nobody-declared-it/fix", """{"fixedAt":"2024-05-01"}"""),
        ("incident-days-reversed", "manager", $"incidents/{Write.Incident}/scope", """{"firstDay":"2024-04-01","lastDay":"2024-03-31","publicText":"t"}"""),
        ("incident-already-fixed", "manager", "incidents/fixed-already/fix", """{"fixedAt":"2024-05-01"}"""),
        ("scope-unchanged", "manager", $"incidents/{Write.Incident}/scope", """{"firstDay":"2024-03-31","lastDay":"2024-04-01","publicText":"Wrong."}"""),
    ];

    // Control characters and half characters are refused where the body is read; the domain's rule guards other ways in.
    private static readonly string[] RefusedBeforeTheRule = ["text-unprintable"];

    // Only the server itself ends an import; ImportDecisionTests break the rule.
    private static readonly string[] BrokenByNobodyOutside = ["import-not-running"];

    [Fact]
    public void EveryRule_IsBrokenHere() =>
        Assert.Equal(RefusalKinds.All.Select(k => k.Code).Order(), Broken.Select(b => b.Code).Concat(RefusedBeforeTheRule).Concat(BrokenByNobodyOutside).Order());

    [Fact]
    public async Task BrokenRule_ArrivesWithItsCodeAndAppendsNothing()
    {
        await Prepare();
        var before = await server.Size();
        foreach (var (code, token, path, json) in Broken)
        {
            var body = JsonNode.Parse(json)!.AsObject();
            body["id"] = Guid.NewGuid().ToString();

            var reply = await Scenario.Run(server, s => s.As(token).Post($"/api/v1/{path}", body));

            reply.IsProblem(ExpectedStatus(code), code);
            Assert.False(string.IsNullOrWhiteSpace((string?)reply.Json["detail"]), code);
        }

        Assert.Equal(before, await server.Size());
    }

    [Fact]
    public void EveryRule_HasAStatusOfItsKind() =>
        Assert.All(RefusalKinds.All, kind => Assert.Equal(ExpectedStatus(kind.Code), Problems.For(new(kind)).Status));

    private static int ExpectedStatus(string code) => code switch
    {
        "not-yours" => 403,
        "request-not-found" or "promise-not-found" or "incident-not-found" => 404,
        _ => 409,
    };

    private static string Repeat(int times, string json) => string.Join(',', Enumerable.Repeat(json, times));

    private async Task Prepare()
    {
        await server.CaseForEveryWrite(Open);
        await server.OpenCase(Resolved);
        await server.Recorded("agent", $"/api/v1/cases/{Resolved}/resolution", new { id = Guid.NewGuid(), resolution = "explained" });
        await server.Recorded("agent", $"/api/v1/cases/{Open}/assignment", new { id = Guid.NewGuid(), assignee = "agent:support-2" });
        await server.Recorded("agent", $"/api/v1/cases/{Open}/links", new { id = Guid.NewGuid(), isrc = Resolved, reason = "same" });
        await server.Recorded("agent", $"/api/v1/cases/{Open}/followers", new { id = Guid.NewGuid(), account = "artist:c" });
        await server.Statement(Open, Statement);
        await server.Statement(Open, SupersededStatement);
        await server.Recorded("agent", $"/api/v1/cases/{Open}/statements", new
        {
            id = Guid.NewGuid(), party = "artist", saidAt = "2024-04-18", quote = "It is lower.", kind = "stated", visibility = "case", supersedes = SupersededStatement,
        });
        await server.Statement(Open, WithdrawnStatement);
        await server.Recorded("agent", $"/api/v1/cases/{Open}/withdrawals", new { id = Guid.NewGuid(), eventId = WithdrawnStatement, reason = "mistaken" });
        await server.Request(Open, AnsweredRequest);
        await server.Recorded("artist", $"/api/v1/cases/{Open}/requests/{AnsweredRequest}/answers", new { id = Guid.NewGuid(), text = "Here." });
        await server.Promise(Open, SettledPromise);
        await server.Recorded("agent", $"/api/v1/cases/{Open}/promises/{SettledPromise}/outcome", new { id = Guid.NewGuid(), outcome = "kept" });
        await server.Recorded("manager", "/api/v1/incidents", new
        {
            id = Guid.NewGuid(), slug = "fixed-already", store = "spotify", firstDay = "2024-03-31", lastDay = "2024-04-01", affects = "trends", publicText = "Wrong.",
        });
        await server.Recorded("manager", "/api/v1/incidents/fixed-already/fix", new { id = Guid.NewGuid(), fixedAt = "2024-05-01" });
    }
}
