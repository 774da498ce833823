namespace CaseLedger.Web.Tests.Support;

/// <summary>Brings cases and incidents into the state that a test starts from, through the API.</summary>
public static class Given
{
    /// <summary>An open case of an artist.</summary>
    public static Task OpenCase(this TestServer server, string isrc, string artistAccount = "artist:a", string? releaseDate = null) =>
        server.Recorded("agent", "/api/v1/cases", new { id = Guid.NewGuid(), isrc, title = "Song", artist = "artist A", artistAccount, releaseDate, channel = "email" });

    /// <summary>A file that was sent as evidence, a text; gives its digest.</summary>
    public static async Task<string> Evidence(this TestServer server, string token)
    {
        using var file = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes($"day;count\n2024-04-03;{Guid.NewGuid()}\n"));
        var reply = await Scenario.Run(server, s => s.As(token).Send(HttpMethod.Post, "/api/v1/evidence", file).StatusIs(201));
        return (string)reply.Json["sha256"]!;
    }

    /// <summary>What the samples of <see cref="Write"/> build on: an open case with a screenshot, a request and a promise, and an incident.</summary>
    public static async Task CaseForEveryWrite(this TestServer server, string isrc = TestServer.OwnIsrc)
    {
        await server.OpenCase(isrc);
        await server.Recorded("agent", $"/api/v1/cases/{isrc}/screenshots", new
        {
            id = Write.Screenshot,
            store = "spotify",
            readings = new[] { new { day = "2024-04-01", count = 100 }, new { day = "2024-04-02", count = 101 } },
            observed = new { on = "2024-04-18" },
        });
        await server.Request(isrc, Write.Request);
        await server.Promise(isrc, Write.Promise);
        await server.Recorded("manager", "/api/v1/incidents", new
        {
            id = Guid.NewGuid(), slug = Write.Incident, store = "spotify", firstDay = "2024-03-31", lastDay = "2024-04-01", affects = "trends", publicText = "Wrong.",
        });
    }

    public static Task<Reply> Screenshot(this TestServer server, string isrc, Guid id, string day, long count, string token = "agent", string observedOn = "2024-04-18") =>
        server.Recorded(token, $"/api/v1/cases/{isrc}/screenshots", new
        {
            id, store = "spotify", readings = new[] { new { day, count } }, observed = new { on = observedOn },
        });

    public static Task<Reply> Statement(this TestServer server, string isrc, Guid id, string token = "agent", string party = "artist") =>
        server.Recorded(token, $"/api/v1/cases/{isrc}/statements", new
        {
            id, party, saidAt = "2024-04-18", quote = "It is lower every month.", kind = "measured", visibility = "case",
        });

    public static Task<Reply> Request(this TestServer server, string isrc, Guid id, string of = "artist") =>
        server.Recorded("agent", $"/api/v1/cases/{isrc}/requests", new { id, of, what = "Three days" });

    public static Task<Reply> Promise(this TestServer server, string isrc, Guid id) =>
        server.Recorded("agent", $"/api/v1/cases/{isrc}/promises", new { id, by = "distributor", what = "An answer" });

    public static Task<Reply> Recorded(this TestServer server, string token, string path, object body) =>
        Scenario.Run(server, s => s.As(token).Post(path, body).StatusIs(201));

    /// <summary>A file that was read in, with one row that was refused; gives the import's id.</summary>
    public static async Task<string> Import(this TestServer server, string isrc, string token = "agent")
    {
        var file = System.Text.Encoding.UTF8.GetBytes("date,streams\n2024-03-28,100\n2024-03-29,none\n");
        var reply = await Scenario.Run(server, s => s.As(token).PostFile($"/api/v1/imports?kind=s4a-song-timeline&isrc={isrc}&observed=2024-04-18", file).StatusIs(201));
        return (string)reply.Json["id"]!;
    }
}
