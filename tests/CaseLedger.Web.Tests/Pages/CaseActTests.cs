using System.Net;
using System.Text.Json.Nodes;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Pages;

/// <summary>A page that records something on a case, and the same by the API.</summary>
/// <param name="Verb">The end of the page's address.</param>
/// <param name="Endpoint">The end of the endpoint's address.</param>
/// <param name="Type">What is recorded.</param>
/// <param name="Fields">A good form.</param>
/// <param name="Body">The same as a body of the API; PROMISE is the case's promise.</param>
/// <param name="Texts">The fields into which anything can be typed.</param>
/// <param name="Wrong">What makes the form wrong.</param>
public sealed record Act(string Verb, string Endpoint, string Type, (string, string)[] Fields, string Body, string[] Texts, (string, string) Wrong)
{
    public static IReadOnlyList<Act> All { get; } =
    [
        new("settle", "promises/{promiseId}/outcome", "promise-settled.v1", [("outcome", "kept"), ("note", "answered on Friday")],
            """{"outcome":"kept","note":"answered on Friday"}""", ["note"], ("outcome", "broken")),
        new("assign", "assignment", "case-assigned.v1", [("assignee", "agent:somebody")], """{"assignee":"agent:somebody"}""", [], ("assignee", "artist:a")),
        new("challenge", "challenges", "challenge-sent.v1",
            [("store", "spotify"), ("days", "2024-04-01"), ("days", "2024-04-02"), ("sent", "2024-05-21"), ("sent-approximate", "true"), ("reference", "T-1"), ("note", "two days")],
            """{"store":"spotify","days":["2024-04-01","2024-04-02"],"observed":{"on":"2024-05-21","approximate":true},"reference":"T-1","note":"two days"}""",
            ["reference", "note"], ("sent", "21 May")),
        new("reply", "store-replies", "store-reply-received.v1",
            [("store", "deezer"), ("replied", "2024-05-02"), ("replied-time", "12:30"), ("quote", "These are the numbers."), ("measure", "listeners"), ("rows", "1"), ("day-0", "2024-04-03"), ("count-0", "114"), ("step", "confirm"), ("note", "a ticket")],
            """{"store":"deezer","repliedAt":"2024-05-02T12:30:00Z","readings":[{"day":"2024-04-03","count":114,"measure":"listeners"}],"quote":"These are the numbers.","note":"a ticket"}""",
            ["quote", "note"], ("replied", "2 May")),
        new("trends", "trends-snapshots", "trends-snapshot-taken.v1",
            [("store", "spotify"), ("taken", "2024-04-18"), ("taken-time", "06:00"), ("taken-approximate", "true"), ("rows", "3"), ("day-0", "2024-04-03"), ("count-0", "1,104"), ("thousands", "yes"), ("day-1", "2024-04-04"), ("count-1", "not received"), ("day-2", "2024-04-05"), ("count-2", "0"), ("step", "confirm"), ("note", "by hand")],
            """{"store":"spotify","takenAt":"2024-04-18T06:00:00Z","approximate":true,"readings":[{"day":"2024-04-03","count":1104},{"day":"2024-04-04","count":null},{"day":"2024-04-05","count":0}],"note":"by hand"}""",
            ["note"], ("taken", "18 April")),
        new("evidence", "evidence", "evidence-attached.v1",
            [("what", "screenshot"), ("sent", "2024-04-12"), ("via", "forum"), ("name", "days.png"), ("digest", new string('a', 64)), ("note", "again")],
            $$"""{"what":"screenshot","observed":{"on":"2024-04-12"},"via":"forum","sha256":"{{new string('a', 64)}}","name":"days.png","note":"again"}""",
            ["name", "note"], ("digest", "abc")),
        new("resolve", "resolution", "case-resolved.v1", [("resolution", "other"), ("own", "rights-sold"), ("note", "done")],
            """{"resolution":"rights-sold","note":"done"}""", ["note"], ("resolution", "")),
        new("reopen", "reopening", "case-reopened.v1", [("reason", "it came back")], """{"reason":"it came back"}""", ["reason"], ("reason", " ")),
        new("link", "links", "cases-linked.v1", [("other", "aa-dem-24-74999"), ("anyway", "true"), ("reason", "the same days")],
            """{"isrc":"AADEM2474999","reason":"the same days"}""", ["reason"], ("other", "AADEM24")),
        new("follow", "followers", "follower-added.v1", [("account", "artist:c"), ("note", "wants to hear")],
            """{"account":"artist:c","note":"wants to hear"}""", ["note"], ("account", "Someone")),
    ];

    public static TheoryData<string> Verbs => [.. All.Select(act => act.Verb)];

    public static Act Of(string verb) => All.Single(act => act.Verb == verb);
}

public sealed class CaseActTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Script = "<script>alert(1)</script><img src=x onerror=alert(1)>";

    // Signing in is limited by the minute: those who come again stay signed in.
    private static readonly Dictionary<string, Visit> Visits = [];

    private static int _cases;

    [Theory]
    [MemberData(nameof(Act.Verbs), MemberType = typeof(Act))]
    public async Task Act_RecordsWhatTheApiWould_AndOnce(string verb)
    {
        var act = Act.Of(verb);
        var (page, api) = (await Case(verb), await Case(verb));
        var agent = await SignedIn("agent");

        var form = await Form(agent, page.Address(act));
        List<KeyValuePair<string, string>> sent = [.. form.Hidden, .. act.Fields.Select(Pair)];
        var first = await agent.Post(form.Action, sent);
        var shown = await agent.Get(page.Path);
        var again = await agent.Post(form.Action, sent);

        Assert.Equal((302, page.Path), (first.Status, first.Headers.GetValueOrDefault("Location")));
        Assert.Equal(302, again.Status);
        var recorded = (await Timeline(page)).Last(item => (string?)item["type"] == act.Type);
        Assert.Contains($"Recorded as event {recorded["version"]}.", shown.Text, StringComparison.Ordinal);
        Assert.Contains("was recorded before", (await agent.Get(page.Path)).Text, StringComparison.Ordinal);
        Assert.Equal(form.Hidden["id"], (string?)recorded["id"]);
        Assert.Single(await Timeline(page), item => (string?)item["id"] == form.Hidden["id"]);

        var body = JsonNode.Parse(act.Body)!.AsObject();
        body["id"] = $"{Guid.NewGuid()}";
        await Scenario.Run(server, s => s.As("agent").Post($"/api/v1{api.Path}/{act.Endpoint.Replace("{promiseId}", $"{api.Promise}", StringComparison.Ordinal)}", body).StatusIs(201));
        var byApi = (await Timeline(api)).Last(item => (string?)item["type"] == act.Type);
        Assert.Equal(Fields(byApi, api), Fields(recorded, page));
    }

    [Theory]
    [MemberData(nameof(Act.Verbs), MemberType = typeof(Act))]
    public async Task Act_IsForWhoeverTheEndpointIsFor(string verb)
    {
        var act = Act.Of(verb);
        var found = await Case(verb);
        var allowed = Roles($"/api/v1/cases/{{isrc}}/{act.Endpoint}") & Role.People;

        Assert.Equal(allowed, Roles($"cases/{{isrc}}/act/{verb}"));
        Assert.All(CaseActs.All.Where(link => link.Verb == verb), link => Assert.Equal(allowed, link.For));
        foreach (var role in new[] { Role.Agent, Role.Manager, Role.Artist })
        {
            var visit = await SignedIn(role.Word());
            Assert.Equal(allowed.HasFlag(role) ? 200 : 403, (await visit.Get(found.Address(act))).Status);
        }
    }

    [Theory]
    [MemberData(nameof(Act.Verbs), MemberType = typeof(Act))]
    public async Task Act_OfAForeignCase_IsNotToldFromNone(string verb)
    {
        var act = Act.Of(verb);
        var found = await Case(verb);
        var artist = await SignedIn("artist", "somebody-else");

        var foreign = await artist.Get(found.Address(act));
        var absent = await artist.Get(found.Address(act).Replace(found.Isrc, TestServer.AbsentIsrc, StringComparison.Ordinal));

        Assert.Equal((verb == "evidence" ? 404 : 403, foreign.Status), (foreign.Status, absent.Status));
        Assert.Equal(Plain(absent.Text, TestServer.AbsentIsrc), Plain(foreign.Text, found.Isrc));
        Assert.Equal(404, (await (await SignedIn("agent")).Get(found.Address(act).Replace(found.Isrc, TestServer.AbsentIsrc, StringComparison.Ordinal))).Status);
    }

    [Theory]
    [MemberData(nameof(Act.Verbs), MemberType = typeof(Act))]
    public async Task Act_ThatIsWrong_RecordsNothing_AndShowsScriptAsText(string verb)
    {
        var act = Act.Of(verb);
        var found = await Case(verb);
        var agent = await SignedIn("agent");
        (string, string)[] typed = [.. act.Fields.Select(field => act.Texts.Contains(field.Item1) ? (field.Item1, Script) : field)];
        var before = (await Timeline(found)).Count;

        var wrong = await Send(agent, found.Address(act), [.. typed.Where(field => field.Item1 != act.Wrong.Item1), act.Wrong]);
        Assert.Equal((422, before), (wrong.Status, (await Timeline(found)).Count));
        Assert.Contains($"href=\"#field-{act.Wrong.Item1}\"", wrong.Text, StringComparison.Ordinal);
        Assert.Contains($"id=\"field-{act.Wrong.Item1}\"", wrong.Text, StringComparison.Ordinal);

        Assert.Equal(302, (await Send(agent, found.Address(act), typed)).Status);
        var texts = act.Texts.Length == 0 ? [] : new[] { act.Texts.Contains(act.Wrong.Item1) ? null : wrong.Text, (await agent.Get(found.Path)).Text };
        Assert.All(texts.OfType<string>(), text =>
        {
            Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
            Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("settle", "promises/PROMISE/outcome", """{"outcome":"kept"}""", "Wie das Versprechen endete, ist schon aufgezeichnet.")]
    [InlineData("assign", "assignment", """{"assignee":"agent:somebody"}""", "Der Fall ist schon so zugewiesen.")]
    [InlineData("challenge", "resolution", """{"resolution":"explained"}""", "Der Fall ist gelöst. Eröffnen Sie ihn zuerst wieder.")]
    [InlineData("resolve", "resolution", """{"resolution":"explained"}""", "Der Fall ist schon gelöst.")]
    [InlineData("reopen", "reopening", """{"reason":"again"}""", "Der Fall ist offen; es gibt nichts wieder zu eröffnen.")]
    [InlineData("link", "links", """{"isrc":"AADEM2474999","reason":"before"}""", "Die beiden Fälle sind schon verknüpft")]
    [InlineData("follow", "followers", """{"account":"artist:c"}""", "Dieses Konto verfolgt den Fall schon")]
    public async Task Act_ThatARuleRefuses_SaysSoInTheReadersWords_AndKeepsWhatWasTyped(string verb, string before, string body, string says)
    {
        var act = Act.Of(verb);
        var found = await Case(verb);
        var agent = await SignedIn("agent", "acting-in-german");
        await agent.Fill(found.Path, "/language", ("language", "de"));
        var form = await Form(agent, found.Address(act));
        var node = JsonNode.Parse(body)!.AsObject();
        node["id"] = $"{Guid.NewGuid()}";
        await server.Recorded("agent", $"/api/v1{found.Path}/{before.Replace("PROMISE", $"{found.Promise}", StringComparison.Ordinal)}", node);

        var refused = await agent.Post(form.Action, [.. form.Hidden, .. act.Fields.Select(Pair)]);

        var text = WebUtility.HtmlDecode(refused.Text);
        Assert.Equal(409, refused.Status);
        Assert.Contains($"Nicht aufgezeichnet: {says}", text, StringComparison.Ordinal);
        Assert.All(act.Fields.Where(field => act.Texts.Contains(field.Item1)), field => Assert.Contains(field.Item2, text, StringComparison.Ordinal));
        Assert.Equal(form.Hidden["id"], Unseen(refused, found.Address(act))["id"]);
    }

    [Fact]
    public async Task Settle_OfNoPromise_IsNoPage()
    {
        var found = await Case("settle");
        var agent = await SignedIn("agent");

        Assert.Equal(404, (await agent.Get($"{found.Path}/act/settle?promise={Guid.NewGuid()}")).Status);
        Assert.Equal(404, (await agent.Get($"{found.Path}/act/settle")).Status);
        Assert.Contains($"{found.Path}/act/settle?promise={found.Promise}", (await agent.Get(found.Path)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/act/settle", (await (await SignedIn("manager")).Get(found.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assign_TakesItInOneClick_GivesItBack_AndListsWhoMaySignIn()
    {
        var found = await Case("assign");
        var name = $"agent:me-{Guid.NewGuid():N}";
        var (me, other) = (await Visit.SignedIn(server, "agent", name), $"agent:other-{Guid.NewGuid():N}");
        await Visit.Make(server, "agent", other, "bea@example.com");
        await Visit.Make(server, "artist", "artist:not-listed", "ada@example.com");
        var page = $"{found.Path}/act/assign";

        var shown = await me.Get(page);
        Assert.Contains($"<option value=\"{other}\">bea@example.com, {other}</option>", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("artist:not-listed", shown.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("value=\"nobody\"", shown.Text, StringComparison.Ordinal);

        Assert.Equal(302, (await Send(me, page, ("assignee", name))).Status);
        Assert.Contains($"Assigned to {name}.", (await me.Get(page)).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await Send(me, page, ("assignee", "nobody"))).Status);
        Assert.Contains("Assigned to nobody", (await me.Get(found.Path)).Text, StringComparison.Ordinal);
        Assert.Equal(422, (await Send(me, page)).Status);
    }

    [Fact]
    public async Task Challenge_ShowsWhichDaysQualify_AndWhatIsMissing()
    {
        var found = await Case("challenge");
        await server.Screenshot(found.Isrc, Guid.NewGuid(), "2024-03-01", 50);
        await server.Recorded("manager", "/api/v1/incidents", new
        {
            id = Guid.NewGuid(), slug = "deezer-2024", store = "spotify", firstDay = "2024-03-01", lastDay = "2024-03-02", affects = "trends", publicText = "Wrong.",
        });
        await server.CatchUp();
        var manager = await SignedIn("manager");

        var text = (await manager.Get($"{found.Path}/act/challenge?asOf=2024-04-20")).Text;
        Assert.Contains("2 of the 3 days needed qualify so far.", text, StringComparison.Ordinal);
        Assert.Contains("Excluded: 1 Mar 2024 (incident deezer-2024).", text, StringComparison.Ordinal);
        Assert.Contains("1 more day is needed", text, StringComparison.Ordinal);
        Assert.Contains("value=\"2024-04-20\"", text, StringComparison.Ordinal);

        var later = (await manager.Get($"{found.Path}/act/challenge?asOf=2024-09-01")).Text;
        Assert.Contains("Excluded: 1 Mar 2024, 1 Apr 2024, 2 Apr 2024 (more than 90 days back).", later, StringComparison.Ordinal);

        // What was ticked stays ticked; a day that does not qualify can be chosen all the same.
        var page = $"{found.Path}/act/challenge?asOf=2024-04-20";
        var wrong = await Send(manager, page, ("store", "spotify"), ("days", "2024-03-01"), ("days", "2024-04-02"), ("sent", "x"));
        Assert.Equal((422, 2), (wrong.Status, wrong.Text.Split(" checked=\"checked\"").Length - 1));
        Assert.Equal(302, (await Send(manager, page, ("store", "spotify"), ("days", "2024-03-01"), ("sent", "2024-04-20"))).Status);
        Assert.Contains("This is needed.", (await Send(manager, page, ("store", "spotify"), ("sent", "2024-04-20"))).Text, StringComparison.Ordinal);
        var absent = await Send(manager, page, ("store", "spotify"), ("days", "2024-03-09"), ("sent", "2024-04-20"));
        Assert.Contains("Not recorded: 9 Mar 2024: No number of the artist’s dashboard stands for this day.", WebUtility.HtmlDecode(absent.Text), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Challenge_WithoutANumberOfTheDashboard_SaysWhatComesFirst()
    {
        var isrc = NewIsrc();
        await server.OpenCase(isrc);
        await server.CatchUp();

        var reply = await (await SignedIn("manager")).Get($"/cases/{isrc}/act/challenge");

        Assert.Equal(200, reply.Status);
        Assert.Contains("Report numbers first.", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reply_InWords_IsRecordedAtOnce_AndNumbersAreShownFirst()
    {
        var found = await Case("reply");
        var agent = await SignedIn("agent");
        var page = $"{found.Path}/act/reply";
        (string, string)[] said = [("store", "spotify"), ("measure", "streams"), ("replied", ""), ("quote", "We looked into it."), ("step", "preview")];

        Assert.Equal(302, (await Send(agent, page, [.. said, ("grid", " ")])).Status);
        var fields = (await Timeline(found)).Last(item => (string?)item["type"] == "store-reply-received.v1")["fields"]!;
        Assert.Equal("""{"store":"spotify","observed":{"unknown":true},"quote":"We looked into it."}""", fields.ToJsonString());

        var before = (await Timeline(found)).Count;
        var preview = await Send(agent, page, [.. said, ("grid", "2024-04-01\t101\n2024-04-02 102")]);
        Assert.Equal((200, before), (preview.Status, (await Timeline(found)).Count));
        Assert.Contains("2 days understood.", preview.Text, StringComparison.Ordinal);
        Assert.Contains("We looked into it.", preview.Text, StringComparison.Ordinal);

        var empty = await Send(agent, page, ("store", "spotify"), ("measure", "streams"), ("quote", ""), ("step", "preview"));
        Assert.Equal(409, empty.Status);
        Assert.Contains("A reply needs words or numbers.", empty.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trends_ADayWithoutANumber_IsNeitherZeroNorLeftOut_UntilSomebodySays()
    {
        var found = await Case("trends");
        var agent = await SignedIn("agent");
        var page = $"{found.Path}/act/trends";
        (string, string)[] taken = [("store", "spotify"), ("taken", "2024-04-18")];

        var preview = await Send(agent, page, [.. taken, ("grid", "2024-04-03\t0\n2024-04-04\n2024-04-05\t-\n2024-04-06 non reçu"), ("step", "preview")]);
        var text = WebUtility.HtmlDecode(preview.Text);
        Assert.Equal(3, text.Split("No count. Write the number, or “not received”").Length);
        Assert.Contains("6 Apr 2024: nothing received", text, StringComparison.Ordinal);
        Assert.Contains("3 Apr 2024: 0", text, StringComparison.Ordinal);

        (string, string)[] cells = [.. taken, ("rows", "2"), ("day-0", "2024-04-04"), ("step", "confirm"), ("day-1", ""), ("count-1", "")];
        var before = (await Timeline(found)).Count;
        Assert.Equal(200, (await Send(agent, page, [.. cells, ("count-0", "")])).Status);
        Assert.Equal(before, (await Timeline(found)).Count);
        Assert.Equal(302, (await Send(agent, page, [.. cells, ("count-0", "Not received")])).Status);
        var readings = (await Timeline(found)).Last(item => (string?)item["type"] == "trends-snapshot-taken.v1")["fields"]!["readings"]!;
        Assert.Equal("""[{"day":"2024-04-04","count":null}]""", readings.ToJsonString());

        var row = await Send(agent, page, ("store", "spotify"), ("taken", "2024-04-03"), ("rows", "1"), ("day-0", "2024-04-04"), ("count-0", "null"), ("step", "confirm"));
        Assert.Equal(409, row.Status);
        var said = row.Text[row.Text.IndexOf("id=\"said-0\"", StringComparison.Ordinal)..];
        Assert.Contains("The number was seen before this day began.", said[..said.IndexOf("</td>", StringComparison.Ordinal)], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_ByAUsualWord_OrAnother_NeverByBoth()
    {
        var found = await Case("resolve");
        var agent = await SignedIn("agent");
        var page = $"{found.Path}/act/resolve";

        Assert.Contains("Choose “another word” above", WebUtility.HtmlDecode((await Send(agent, page, ("resolution", "explained"), ("own", "rights-sold"))).Text), StringComparison.Ordinal);
        Assert.Equal(422, (await Send(agent, page, ("resolution", "other"), ("own", "Not a slug"))).Status);
        Assert.Equal(422, (await Send(agent, page, ("resolution", "other"), ("own", ""))).Status);
        Assert.Equal(302, (await Send(agent, page, ("resolution", "confirmed-by-store"))).Status);

        var shown = (await agent.Get(found.Path)).Text;
        Assert.Contains("Resolved: the store confirmed its numbers", shown, StringComparison.Ordinal);
        Assert.Contains("the store confirmed its numbers", (await agent.Get($"{found.Path}/act/reopen")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_ToNoCase_SaysSo_AndIsRecordedOnlyWhenMeant()
    {
        var (found, other) = (await Case("link"), await Case("link"));
        var agent = await SignedIn("agent");
        var page = $"{found.Path}/act/link";

        var absent = await Send(agent, page, ("other", "aa dem 24 74998"), ("reason", "the same days"));
        Assert.Equal(422, absent.Status);
        Assert.Contains("There is no case under AA-DEM-24-74998.", absent.Text, StringComparison.Ordinal);
        Assert.Contains("Link it all the same", absent.Text, StringComparison.Ordinal);
        Assert.Contains("Did you mean AA-DEM-24-00001?", (await Send(agent, page, ("other", "AADEM24O0001"), ("reason", "x"))).Text, StringComparison.Ordinal);
        Assert.Contains("This is the case itself.", (await Send(agent, page, ("other", found.Isrc), ("reason", "x"))).Text, StringComparison.Ordinal);
        Assert.Equal(302, (await Send(agent, page, ("other", other.Isrc.ToLowerInvariant()), ("reason", "the same days"))).Status);
    }

    [Fact]
    public async Task Evidence_OfAnArtist_IsTheirs_AndLiesInThePast()
    {
        var found = await Case("evidence");
        var artist = await SignedIn("artist");
        var page = $"{found.Path}/act/evidence";

        var future = await Send(artist, page, ("what", "screenshot"), ("via", "email"), ("sent", "2190-01-01"), ("note", "not yet"));
        Assert.Equal(409, future.Status);
        Assert.Contains("The date or time lies in the future.", future.Text, StringComparison.Ordinal);
        Assert.Equal(302, (await Send(artist, page, ("what", "chat"), ("via", "chat"), ("sent", ""), ("note", ""))).Status);
        Assert.Contains("You have sent this evidence 1 time:", (await artist.Get(found.Path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADayBeforeTheRelease_IsRecorded_AndSaidToBeOdd()
    {
        var isrc = NewIsrc();
        await server.OpenCase(isrc, releaseDate: "2024-04-02");
        await server.CatchUp();
        var agent = await SignedIn("agent");

        await Send(agent, $"/cases/{isrc}/act/trends", ("store", "spotify"), ("taken", "2024-04-18"), ("rows", "2"), ("day-0", "2024-04-01"), ("count-0", "7"), ("day-1", "2024-04-03"), ("count-1", "8"), ("step", "confirm"));

        Assert.Contains("Recorded as event 2. 1 day lies before the release date", (await agent.Get($"/cases/{isrc}")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent")]
    [InlineData("manager")]
    [InlineData("artist")]
    public async Task EveryLink_OfACase_LeadsToAPageThatOpens(string role)
    {
        var (open, resolved) = (await Case("assign"), await Case("reopen"));
        var watched = NewIsrc();
        await server.Recorded("ingest", $"/api/v1/cases/{watched}/trends-snapshots", new
        {
            id = Guid.NewGuid(), store = "spotify", takenAt = "2024-04-18", readings = new[] { new { day = "2024-04-01", count = 1 } },
        });
        await server.CatchUp();
        var visit = await SignedIn(role);
        foreach (var (isrc, status) in new[] { (open.Isrc, CaseStatus.Open), (resolved.Isrc, CaseStatus.Resolved), (watched, CaseStatus.Watched) })
        {
            var page = await visit.Get($"/cases/{isrc}");
            if (role == "artist" && status == CaseStatus.Watched)
            {
                Assert.Equal(404, page.Status);
                continue;
            }

            var nav = page.Text.IndexOf("<nav class=\"acts\"", StringComparison.Ordinal) is >= 0 and var start ? page.Text[start..page.Text.IndexOf("</nav>", start, StringComparison.Ordinal)] : "";
            var links = nav.Split("href=\"").Skip(1).Select(part => WebUtility.HtmlDecode(part[..part.IndexOf('"')])).ToList();
            Assert.Equal(CaseActs.Of(new(Domain.AccountId.Parse($"{role}:x"), Web.Access.Roles.ByWord[role], null), status).Count(), links.Count);
            Assert.Equal(status == CaseStatus.Resolved && role != "artist", links.Any(link => link.EndsWith("/reopen", StringComparison.Ordinal)));
            foreach (var link in links)
            {
                Assert.Equal(200, (await visit.Get(link)).Status);
            }
        }
    }

    private static KeyValuePair<string, string> Pair((string Name, string Value) field) => KeyValuePair.Create(field.Name, field.Value);

    private static string Fields(JsonNode item, Known found) => item["fields"]!.ToJsonString().Replace($"{found.Promise}", "PROMISE", StringComparison.Ordinal);

    private static string Plain(string text, string isrc) => System.Text.RegularExpressions.Regex.Replace(
        text.Replace(isrc, "", StringComparison.Ordinal), "name=\"__RequestVerificationToken\" type=\"hidden\" value=\"[^\"]+\"", "");

    private static async Task<(string Action, Dictionary<string, string> Hidden)> Form(Visit visit, string page)
    {
        var shown = await visit.Get(page);
        Assert.True(shown.Status == 200, shown.ToString());
        return (page, Unseen(shown, page));
    }

    // What the first form of a page carries unseen.
    private static Dictionary<string, string> Unseen(Reply reply, string page) =>
        Visit.Forms(reply.Text, page).First(form => form.Action == page && form.Hidden.ContainsKey("id")).Hidden;

    private static async Task<Reply> Send(Visit visit, string page, params (string, string)[] fields)
    {
        var (action, hidden) = await Form(visit, page);
        var names = fields.Select(field => field.Item1).ToHashSet();
        return await visit.Post(action, [.. hidden.Where(pair => !names.Contains(pair.Key)), .. fields.Select(Pair)]);
    }

    private static string NewIsrc() => $"AADEM2474{Interlocked.Increment(ref _cases):000}";

    private Role Roles(string pattern) => server.Endpoints
        .Where(endpoint => endpoint.RoutePattern.RawText == pattern && endpoint.Metadata.GetMetadata<IAllowedRoles>() is not null)
        .Select(endpoint => endpoint.Metadata.GetMetadata<IAllowedRoles>()!.Roles).First();

    private async Task<Visit> SignedIn(string role, string name = "acting")
    {
        var account = $"{role}:{name}";
        if (!Visits.TryGetValue(account, out var visit))
        {
            visit = await Visit.SignedIn(server, role, account);
            Visits.Add(account, visit);
        }

        return visit;
    }

    /// <summary>A case on which the act can be done: open with two days and a promise, or resolved.</summary>
    private async Task<Known> Case(string verb)
    {
        var found = new Known(NewIsrc(), Guid.NewGuid());
        await server.OpenCase(found.Isrc, "artist:acting");
        await server.Recorded("agent", $"/api/v1{found.Path}/screenshots", new
        {
            id = Guid.NewGuid(), store = "spotify", observed = new { on = "2024-04-18" },
            readings = new[] { new { day = "2024-04-01", count = 100 }, new { day = "2024-04-02", count = 101 } },
        });
        await server.Promise(found.Isrc, found.Promise);
        if (verb == "reopen")
        {
            await server.Recorded("agent", $"/api/v1{found.Path}/resolution", new { id = Guid.NewGuid(), resolution = "explained" });
        }

        await server.CatchUp();
        return found;
    }

    private async Task<List<JsonNode>> Timeline(Known found) =>
        [.. (await Scenario.Run(server, s => s.As("agent").Get($"/api/v1{found.Path}/timeline?limit=500").StatusIs(200))).Json["items"]!.AsArray().Select(item => item!)];

    private sealed record Known(string Isrc, Guid Promise)
    {
        public string Path => $"/cases/{Isrc}";

        public string Address(Act act) => $"{Path}/act/{act.Verb}{(act.Verb == "settle" ? $"?promise={Promise}" : "")}";
    }
}
