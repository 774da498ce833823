using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Reads;

/// <summary>What an artist does not see in a case that is theirs, and sees that they do not.</summary>
public sealed class VisibilityTests(TestServer server) : IClassFixture<TestServer>
{
    private static int _isrcs = 2430000;

    private readonly string _isrc = $"AADEM{Interlocked.Increment(ref _isrcs)}";

    [Fact]
    public async Task PrivateStatement_AndItsWithdrawal_AreWithheldFromTheArtist()
    {
        await server.OpenCase(_isrc);
        var (secret, open) = (Guid.NewGuid(), Guid.NewGuid());
        await Say(secret, "Between ourselves.", "private", stance: "deny");
        await Say(open, "For everybody.", "case", stance: "affirm");
        await Withdraw(secret, "Said too much.");
        await Withdraw(open, "No longer so.");

        var timeline = await Timeline("artist");
        Assert.Equal(
            ["statement-made.v1 true", "statement-made.v1 ", "statement-withdrawn.v1 true", "statement-withdrawn.v1 "],
            timeline.Skip(1).Select(e => $"{e["type"]} {e["withheld"]}"));
        Assert.Equal(["version", "position", "type", "recordedAt", "withheld"], timeline[1].AsObject().Select(field => field.Key));
        Assert.All(await Timeline("agent"), e => Assert.Null(e["withheld"]));

        var statements = await Get("artist", "statements");
        Assert.Equal([open.ToString()], statements.Items().Each<string>("id"));
        Assert.Empty(statements.Json["contradictions"]!.AsArray());
        Assert.Single((await Get("agent", "statements")).Json["contradictions"]!.AsArray());
        foreach (var text in new[] { string.Concat(timeline.Select(e => e.ToJsonString())), statements.Text, (await Get("artist", "")).Text })
        {
            Assert.DoesNotContain("Between ourselves", text, StringComparison.Ordinal);
            Assert.DoesNotContain("too much", text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret.ToString(), text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task PrivateStatement_OfTheArtistThemselves_IsTheirs()
    {
        await server.OpenCase(_isrc);
        var own = Guid.NewGuid();
        await server.Recorded("artist", $"/api/v1/cases/{_isrc}/statements", new
        {
            id = own, party = "artist", saidAt = "2024-04-18", quote = "For support only.", kind = "stated", visibility = "private",
        });

        Assert.Equal([own.ToString()], (await Get("artist", "statements")).Items().Each<string>("id"));
        Assert.All(await Timeline("artist"), e => Assert.Null(e["withheld"]));
    }

    [Fact]
    public async Task PrivateWording_OfAPublicStatement_LeavesThePublicOneStandingForTheArtist()
    {
        await server.OpenCase(_isrc);
        var (open, secret) = (Guid.NewGuid(), Guid.NewGuid());
        await Say(open, "For everybody.", "case", stance: "affirm");
        await Say(secret, "Between ourselves.", "private", stance: "deny", supersedes: open);

        var seen = (await Get("artist", "statements")).Items().Single();

        Assert.Equal("stands", (string)seen["standing"]!);
        Assert.Null(seen["supersededBy"]);
        Assert.Equal(secret.ToString(), (string)(await Get("agent", "statements")).Items()[0]["supersededBy"]!);
    }

    [Fact]
    public async Task PublicWording_OfAPrivateStatement_StandsByItselfForTheArtist()
    {
        await server.OpenCase(_isrc);
        var (secret, open) = (Guid.NewGuid(), Guid.NewGuid());
        await Say(secret, "Between ourselves.", "private", stance: "deny");
        await Say(open, "For everybody.", "case", stance: "affirm", supersedes: secret);

        Assert.Null((await Get("artist", "statements")).Items().Single()["supersedes"]);
        Assert.Equal(secret.ToString(), (string)(await Get("agent", "statements")).Items()[1]["supersedes"]!);
    }

    [Fact]
    public async Task PrivateStatement_ThatOthersReferTo_LeavesNoTraceThere()
    {
        await server.OpenCase(_isrc);
        var (secret, open, request) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Say(secret, "Between ourselves.", "private", stance: "deny");
        await Say(open, "For everybody.", "case", stance: "affirm", supersedes: secret);
        await server.Request(_isrc, request, of: "distributor");
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/requests/{request}/answers", new { id = Guid.NewGuid(), eventIds = new[] { secret, open } });

        var timeline = await Timeline("artist");
        var duty = (await server.All("artist", $"/api/v1/duties?isrc={_isrc}")).Single();

        Assert.Null(timeline[2]["fields"]!["supersedes"]);
        Assert.Equal([open.ToString()], timeline[4]["fields"]!["eventIds"]!.AsArray().Select(id => (string)id!));
        Assert.Equal([open.ToString()], duty["settled"]!["eventIds"]!.AsArray().Select(id => (string)id!));
        Assert.DoesNotContain(secret.ToString(), string.Concat(timeline.Select(e => e.ToJsonString())) + duty.ToJsonString(), StringComparison.Ordinal);
        var whole = string.Concat((await Timeline("agent")).Select(e => e.ToJsonString()));
        Assert.Equal(4, whole.Split(secret.ToString()).Length);
    }

    [Fact]
    public async Task Write_ThatRefersToWhatIsWithheld_AnswersAsIfItWereNotThere()
    {
        await server.OpenCase(_isrc);
        var (secret, absent, request) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await Say(secret, "Between ourselves.", "private", stance: "deny");
        await server.Request(_isrc, request);

        await SameFor("withdrawals", id => new { id = Guid.NewGuid(), eventId = id, reason = "no" }, "event-not-found");
        await SameFor(
            "statements",
            id => new { id = Guid.NewGuid(), party = "artist", saidAt = "2024-04-18", quote = "Mine.", kind = "stated", visibility = "case", supersedes = id },
            "superseded-not-found");
        await SameFor($"requests/{request}/answers", id => new { id = Guid.NewGuid(), eventIds = new[] { id } }, "answer-unknown-event");

        async Task SameFor(string what, Func<Guid, object> body, string code)
        {
            var hidden = await Scenario.Run(server, s => s.As("artist").Post($"/api/v1/cases/{_isrc}/{what}", body(secret)));
            var none = await Scenario.Run(server, s => s.As("artist").Post($"/api/v1/cases/{_isrc}/{what}", body(absent)));
            Assert.Equal(code, hidden.Code);
            Assert.Equal(none.Text.Replace(absent.ToString(), "-", StringComparison.Ordinal), hidden.Text.Replace(secret.ToString(), "-", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task LinksAndFollowers_ThatAreNotTheirs_AreWithheld()
    {
        var own = $"AADEM{Interlocked.Increment(ref _isrcs)}";
        await server.OpenCase(_isrc);
        await server.OpenCase(own);
        await server.OpenCase(TestServer.ForeignIsrc, "artist:b");
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/links", new { id = Guid.NewGuid(), isrc = TestServer.ForeignIsrc, reason = "same days" });
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/links", new { id = Guid.NewGuid(), isrc = own, reason = "same artist" });
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/followers", new { id = Guid.NewGuid(), account = "artist:b" });
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/followers", new { id = Guid.NewGuid(), account = "artist:a" });

        Assert.Equal([null, true, null, true, null], (await Timeline("artist")).Select(e => (bool?)e["withheld"]));
        var summary = await Get("artist", "");
        Assert.Equal([own], summary.Json["links"]!.AsArray().Select(l => (string)l!["isrc"]!));
        Assert.Null(summary.Json["followers"]);
        Assert.Equal(2, (await Get("agent", "")).Json["links"]!.AsArray().Count);
    }

    [Fact]
    public async Task Lists_ShowAnArtistTheirOwnOnly()
    {
        var foreign = $"AADEM{Interlocked.Increment(ref _isrcs)}";
        await server.OpenCase(_isrc);
        await server.OpenCase(foreign, "artist:b");
        await server.Request(_isrc, Guid.NewGuid());
        await server.Request(foreign, Guid.NewGuid());
        await server.Screenshot(_isrc, Guid.NewGuid(), "2024-03-31", 100);
        await server.Screenshot(foreign, Guid.NewGuid(), "2024-03-31", 100);
        var slug = $"trends-{_isrc.ToLowerInvariant()}";
        await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => b["slug"] = slug));

        Assert.DoesNotContain(foreign, (await server.All("artist", "/api/v1/cases")).Each<string>("isrc"));
        Assert.Contains(_isrc, (await server.All("artist", "/api/v1/cases")).Each<string>("isrc"));
        Assert.Empty((await server.All("artist", $"/api/v1/cases?q={foreign}")).Each<string>("isrc"));
        Assert.DoesNotContain(foreign, (await server.All("artist", "/api/v1/duties")).Each<string>("isrc"));
        Assert.Empty(await server.All("artist", $"/api/v1/duties?isrc={foreign}"));
        var touched = (await Scenario.Run(server, s => s.As("artist").Get($"/api/v1/incidents/{slug}").StatusIs(200))).Json["cases"]!.AsArray();
        Assert.Contains(touched, c => (string)c!["isrc"]! == _isrc);
        Assert.DoesNotContain(touched, c => (string)c!["isrc"]! == foreign);
    }

    private Task<IReadOnlyList<System.Text.Json.Nodes.JsonNode>> Timeline(string token) => server.All(token, $"/api/v1/cases/{_isrc}/timeline", limit: 2);

    private Task<Reply> Get(string token, string what) =>
        Scenario.Run(server, s => s.As(token).Get($"/api/v1/cases/{_isrc}/{what}".TrimEnd('/')).StatusIs(200));

    private Task<Reply> Say(Guid id, string quote, string visibility, string stance, Guid? supersedes = null) =>
        server.Recorded("agent", $"/api/v1/cases/{_isrc}/statements", new
        {
            id, party = "distributor", saidAt = "2024-04-18", quote, kind = "stated", proposition = "filter-known", stance, visibility, supersedes,
        });

    private Task<Reply> Withdraw(Guid statement, string reason) =>
        server.Recorded("agent", $"/api/v1/cases/{_isrc}/withdrawals", new { id = Guid.NewGuid(), eventId = statement, reason });
}
