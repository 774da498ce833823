using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Access;

public sealed class ArtistScopeTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    // Given to the artist to open, opened by nobody: still not theirs to see.
    private const string WatchedIsrc = "AADEM2400066";

    public async ValueTask InitializeAsync()
    {
        await server.AddToken("other", CaseLedger.Web.Access.Role.Artist, "artist:b", TestServer.ForeignIsrc, WatchedIsrc);
        if (await server.Size() == 0)
        {
            await server.OpenCase(TestServer.OwnIsrc);
            await server.OpenCase(TestServer.ForeignIsrc, "artist:b");
            await server.Recorded("ingest", $"/api/v1/cases/{WatchedIsrc}/trends-snapshots", Write.Of("/api/v1/cases/{isrc}/trends-snapshots").WithId());
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task OpeningACase_ForARecordingThatIsNotTheirs_AnswersTheSameWhetherItExists()
    {
        var write = Write.Of("/api/v1/cases/");

        var foreign = await Open(TestServer.ForeignIsrc);
        var absent = await Open("AADEM2400078");

        foreign.IsProblem(403, "recording-not-yours");
        AssertSame(absent, foreign);

        Task<Reply> Open(string isrc) =>
            Scenario.Run(server, s => s.As("artist").Post("/api/v1/cases", write.WithId(change: b => b["isrc"] = isrc)));
    }

    [Fact]
    public async Task OpeningACase_ForARecordingOfTheirs_MakesItTheirs()
    {
        var write = Write.Of("/api/v1/cases/");
        await server.AddToken("newcomer", CaseLedger.Web.Access.Role.Artist, "artist:n", "AADEM2400055");

        await Scenario.Run(server, s => s.As("newcomer").Post("/api/v1/cases", write.WithId(change: b =>
        {
            b["isrc"] = "AADEM2400055";
            b.Remove("artistAccount");
        })).StatusIs(201));

        await server.Screenshot("AADEM2400055", Guid.NewGuid(), "2024-04-03", 114, token: "newcomer");
        await Scenario.Run(server, s => s.As("artist").Post("/api/v1/cases/AADEM2400055/statements", Write.Of("/api/v1/cases/{isrc}/statements").WithId()).IsProblem(404, "not-found"));
    }

    [Fact]
    public async Task OpeningACase_ByAnAgentWhoNamesNoAccount_MakesItTheArtistsToWhomTheRecordingBelongs()
    {
        const string Alone = "AADEM2400056";
        const string Shared = "AADEM2400057";
        await server.AddToken("holder", CaseLedger.Web.Access.Role.Artist, "artist:h", Alone, Shared);
        await server.AddToken("second", CaseLedger.Web.Access.Role.Artist, "artist:s", Shared);
        var body = Unnamed(Alone, Guid.NewGuid());

        var first = await Scenario.Run(server, s => s.As("agent").Post("/api/v1/cases", body).StatusIs(201));
        await Scenario.Run(server, s => s.As("agent").Post("/api/v1/cases", Unnamed(Shared, Guid.NewGuid())).StatusIs(201));

        await Scenario.Run(server, s => s.As("holder").Get($"/api/v1/cases/{Alone}").StatusIs(200));
        await Scenario.Run(server, s => s.As("holder").Get($"/api/v1/cases/{Shared}").IsProblem(404, "not-found"));

        // The same again stays the same, whoever was given the recording since.
        await server.AddToken("third", CaseLedger.Web.Access.Role.Artist, "artist:t", Alone);
        var again = await Scenario.Run(server, s => s.As("agent").Post("/api/v1/cases", body).StatusIs(200));
        Assert.Equal(first.Text, again.Text);

        static System.Text.Json.Nodes.JsonObject Unnamed(string isrc, Guid id) => Write.Of("/api/v1/cases/").WithId(id, b =>
        {
            b["isrc"] = isrc;
            b.Remove("artistAccount");
        });
    }

    [Fact]
    public async Task OpeningACase_ForAnotherArtist_IsRefused() =>
        await Scenario.Run(server, s => s.As("other").Post("/api/v1/cases", Write.Of("/api/v1/cases/").WithId(change: b => b["isrc"] = WatchedIsrc))
            .IsProblem(403, "own-words-only"));

    [Fact]
    public async Task Artist_SpeaksForThemselvesOnly()
    {
        var request = Guid.NewGuid();
        await server.Request(TestServer.OwnIsrc, request, of: "store");

        await Scenario.Run(server, s => s.As("artist").Post($"/api/v1/cases/{TestServer.OwnIsrc}/statements",
            Write.Of("/api/v1/cases/{isrc}/statements").WithId(change: b => b["party"] = "distributor")).IsProblem(403, "own-words-only"));
        await Scenario.Run(server, s => s.As("artist").Post($"/api/v1/cases/{TestServer.OwnIsrc}/requests",
            Write.Of("/api/v1/cases/{isrc}/requests").WithId(change: b => b["by"] = "distributor")).IsProblem(403, "own-words-only"));
        await Scenario.Run(server, s => s.As("artist").Post($"/api/v1/cases/{TestServer.OwnIsrc}/requests/{request}/answers",
            new { id = Guid.NewGuid(), text = "I am the store." }).IsProblem(403, "own-words-only"));
        await server.Statement(TestServer.OwnIsrc, Guid.NewGuid(), token: "artist");
    }

    [Fact]
    public async Task Artist_WithdrawsTheirOwnReportsOnly()
    {
        var (mine, theirs) = (Guid.NewGuid(), Guid.NewGuid());
        await server.Screenshot(TestServer.OwnIsrc, mine, "2024-04-03", 114, token: "artist");
        await server.Screenshot(TestServer.OwnIsrc, theirs, "2024-04-03", 114);
        var path = $"/api/v1/cases/{TestServer.OwnIsrc}/withdrawals";

        await Scenario.Run(server, s => s.As("artist").Post(path, new { id = Guid.NewGuid(), eventId = theirs, reason = "no" }).IsProblem(403, "not-yours"));
        await Scenario.Run(server, s => s.As("artist").Post(path, new { id = Guid.NewGuid(), eventId = mine, reason = "misread" }).StatusIs(201));
        await Scenario.Run(server, s => s.As("manager").Post(path, new { id = Guid.NewGuid(), eventId = theirs, reason = "twice" }).StatusIs(201));
    }

    private static void AssertSame(Reply one, Reply other)
    {
        Assert.Equal(one.Status, other.Status);
        Assert.Equal(one.Text, other.Text);
        Assert.Equal(one.Headers.Where(h => h.Key != "Date"), other.Headers.Where(h => h.Key != "Date"));
    }
}
