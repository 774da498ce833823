using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Reads;

public sealed class TriangleTests(TestServer server) : IClassFixture<TestServer>
{
    private static int _isrcs = 2426000;

    private readonly string _isrc = $"AADEM{Interlocked.Increment(ref _isrcs)}";

    [Fact]
    public async Task Triangle_IsDayByLag_WithWhatEachReadingAdds()
    {
        await server.OpenCase(_isrc);
        await Trends("2024-04-08", ("2024-04-03", null), ("2024-04-04", 70));
        await Trends("2024-04-09", ("2024-04-03", 0), ("2024-04-04", 90));
        await Trends("2024-04-18", ("2024-04-03", 104), ("2024-04-04", 85));
        await server.Screenshot(_isrc, Guid.NewGuid(), "2024-04-03", 114, observedOn: "2024-04-18");

        var triangle = await Get("?store=spotify");

        Assert.Equal(("trends", "monetised-streams"), ((string)triangle.Json["source"]!, (string)triangle.Json["measure"]!));
        Assert.Equal(
            ["2024-04-03: 5 null , 6 0 , 15 104 104", "2024-04-04: 4 70 , 5 90 20, 14 85 -5"],
            triangle.Items().Select(day => $"{day["day"]}: {string.Join(", ", day["cells"]!.AsArray().Select(c => $"{c!["lag"]} {c["count"]?.ToJsonString() ?? "null"} {c["increment"]}"))}"));
        Assert.Equal("15", string.Join(',', (await Get("?store=spotify&source=artist-dashboard")).Items().Single()["cells"]!.AsArray().Select(c => $"{c!["lag"]}")));
        Assert.Empty((await Get("?store=deezer")).Items());
        Assert.Empty((await Get("?store=spotify&measure=listeners")).Items());
    }

    [Fact]
    public async Task WhatWasSeenAtAnUnknownTime_IsLeftOutAndSaid()
    {
        await server.OpenCase(_isrc);
        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/screenshots", new
        {
            id = Guid.NewGuid(), store = "spotify", observed = new { unknown = true }, readings = new[] { new { day = "2024-04-03", count = 114 } },
        });

        var day = (await Get("?store=spotify&source=artist-dashboard")).Items().Single();

        Assert.Empty(day["cells"]!.AsArray());
        Assert.Equal(1, (int)day["unknownWhen"]!);
    }

    [Fact]
    public async Task Triangle_IsPagedByDay_AndCutByDays()
    {
        await Trends("2024-04-18", [.. Enumerable.Range(1, 7).Select(day => ($"2024-04-0{day}", (long?)day))]);

        var paged = await server.All("agent", $"/api/v1/cases/{_isrc}/triangle?store=spotify", limit: 3);

        Assert.Equal(Enumerable.Range(1, 7).Select(day => $"2024-04-0{day}"), paged.Each<string>("day"));
        Assert.Equal(["2024-04-02", "2024-04-03"], (await Get("?store=spotify&from=2024-04-02&to=2024-04-03")).Items().Each<string>("day"));
    }

    [Theory]
    [InlineData("", "store")]
    [InlineData("?store=spotify&source=rumour", "source")]
    [InlineData("?store=spotify&measure=hopes", "measure")]
    public async Task WhatCannotBeRead_IsNamed(string query, string field)
    {
        await server.OpenCase(_isrc);

        var answer = await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/cases/{_isrc}/triangle{query}").StatusIs(400));

        Assert.Equal([field], answer.Errors);
    }

    [Fact]
    public async Task Artist_ReadsTheirOwn_AndAForeignOneIsAbsent()
    {
        await server.OpenCase(_isrc, "artist:somebody-else");

        var foreign = await Scenario.Run(server, s => s.As("artist").Get($"/api/v1/cases/{_isrc}/triangle?store=spotify").IsProblem(404, "not-found"));
        var absent = await Scenario.Run(server, s => s.As("artist").Get($"/api/v1/cases/{TestServer.AbsentIsrc}/triangle?store=spotify").IsProblem(404, "not-found"));
        Assert.Equal(absent.Text, foreign.Text);

        await server.OpenCase(TestServer.OwnIsrc);
        await Scenario.Run(server, s => s.As("artist").Get($"/api/v1/cases/{TestServer.OwnIsrc}/triangle?store=spotify").StatusIs(200));
    }

    private Task<Reply> Get(string query) => Scenario.Run(server, s => s.As("agent").Get($"/api/v1/cases/{_isrc}/triangle{query}").StatusIs(200));

    private Task<Reply> Trends(string takenAt, params (string Day, long? Count)[] readings) =>
        server.Recorded("agent", $"/api/v1/cases/{_isrc}/trends-snapshots", new
        {
            id = Guid.NewGuid(), store = "spotify", takenAt, readings = readings.Select(reading => new { day = reading.Day, count = reading.Count }),
        });
}
