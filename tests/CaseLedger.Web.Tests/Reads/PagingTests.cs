using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Reads;

public sealed class PagingTests(TestServer server) : IClassFixture<TestServer>
{
    private static int _isrcs = 2410000;

    private static string NewIsrc() => $"AADEM{Interlocked.Increment(ref _isrcs)}";

    [Theory]
    [InlineData("-opened")]
    [InlineData("opened")]
    [InlineData("isrc")]
    [InlineData("title")]
    [InlineData("artist")]
    public async Task Cases_WhileCasesAreOpenedAndMove_EachOfTheFirstMomentComesOnceAndInOrder(string sort)
    {
        var before = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            before.Add(NewIsrc());
            await server.OpenCase(before[^1]);
        }

        // Watched only at first: opened while somebody pages, it must not leap over them.
        var watched = NewIsrc();
        await server.Recorded("ingest", $"/api/v1/cases/{watched}/trends-snapshots", Write.Of("/api/v1/cases/{isrc}/trends-snapshots").WithId());
        await server.CatchUp();
        before.Add(watched);
        var known = (await server.All("agent", $"/api/v1/cases?sort={sort}")).Each<string>("isrc");

        var opened = false;
        var paged = (await server.All("agent", $"/api/v1/cases?sort={sort}", limit: 2, between: async () =>
        {
            await server.OpenCase(NewIsrc());
            await server.Screenshot(before[0], Guid.NewGuid(), "2024-04-03", 114);
            if (!opened)
            {
                opened = true;
                await server.OpenCase(watched);
            }
        })).Each<string>("isrc");

        Assert.Equal(known, paged);
        Assert.Subset(paged.ToHashSet(), before.ToHashSet());
    }

    [Theory]
    [InlineData("-moved")]
    [InlineData("waiting")]
    [InlineData("waiting&status=open")]
    [InlineData("-moved&status=watched")]
    public async Task Cases_ByMovementAndByWaiting_NothingMoving_EachComesOnceAndInOrder(string sort)
    {
        for (var i = 0; i < 5; i++)
        {
            var isrc = NewIsrc();
            if (i < 3)
            {
                await server.OpenCase(isrc);
            }
            else
            {
                await server.Recorded("ingest", $"/api/v1/cases/{isrc}/trends-snapshots", Write.Of("/api/v1/cases/{isrc}/trends-snapshots").WithId());
            }
        }

        await server.CatchUp();
        var all = await server.All("agent", $"/api/v1/cases?sort={sort}");
        var paged = await server.All("agent", $"/api/v1/cases?sort={sort}", limit: 2);

        Assert.True(all.Count >= 2);
        Assert.Equal(all.Each<string>("isrc"), paged.Each<string>("isrc"));
        Assert.Distinct(paged.Each<string>("isrc"));
        if (sort.StartsWith("-moved", StringComparison.Ordinal))
        {
            Assert.Equal(all.Each<string>("lastRecordedAt").OrderDescending(StringComparer.Ordinal), all.Each<string>("lastRecordedAt"));
        }
        else
        {
            var waiting = all.Select(item => (string?)item["waitingOn"]?["since"]).ToArray();
            Assert.Equal(waiting.Where(since => since is not null).Order(StringComparer.Ordinal), waiting.TakeWhile(since => since is not null));
        }
    }

    [Fact]
    public async Task Cases_WithTheLongestTitles_ArePaged()
    {
        var isrcs = new[] { NewIsrc(), NewIsrc(), NewIsrc() };
        foreach (var isrc in isrcs)
        {
            await server.Recorded("agent", "/api/v1/cases", new { id = Guid.NewGuid(), isrc, title = new string('Ü', 2_000), artist = new string('鼓', 2_000), channel = "email" });
        }

        await server.CatchUp();
        foreach (var sort in new[] { "title", "artist" })
        {
            Assert.Equal(isrcs, (await server.All("agent", $"/api/v1/cases?sort={sort}", limit: 1)).Each<string>("isrc").Where(isrcs.Contains));
        }
    }

    [Fact]
    public async Task Timeline_WhileEventsArrive_IsDenseAndInOrder()
    {
        var isrc = NewIsrc();
        await server.OpenCase(isrc);
        for (var i = 0; i < 4; i++)
        {
            await server.Screenshot(isrc, Guid.NewGuid(), "2024-04-03", i);
        }

        var more = 3;
        var paged = await server.All("agent", $"/api/v1/cases/{isrc}/timeline", limit: 2, between: async () =>
        {
            if (more-- > 0)
            {
                await server.Screenshot(isrc, Guid.NewGuid(), "2024-04-03", 100);
            }
        });

        Assert.Equal(Enumerable.Range(1, 8), paged.Each<int>("version"));
    }

    [Fact]
    public async Task Days_WhileOlderAndNewerDaysArrive_NoneComesTwice()
    {
        var isrc = NewIsrc();
        await server.OpenCase(isrc);
        foreach (var day in new[] { "2024-04-02", "2024-04-04", "2024-04-06", "2024-04-08" })
        {
            await server.Screenshot(isrc, Guid.NewGuid(), day, 1);
        }

        var arrivals = new Queue<string>(["2024-04-01", "2024-04-09"]);
        var paged = (await server.All("agent", $"/api/v1/cases/{isrc}/days", limit: 1, between: async () =>
        {
            if (arrivals.TryDequeue(out var day))
            {
                await server.Screenshot(isrc, Guid.NewGuid(), day, 1);
            }
        })).Each<string>("day");

        Assert.Equal(["2024-04-02", "2024-04-04", "2024-04-06", "2024-04-08", "2024-04-09"], paged);
    }

    [Fact]
    public async Task Duties_AreJudgedFromOneDayOnEveryPage()
    {
        var isrc = NewIsrc();
        await server.OpenCase(isrc);
        for (var i = 0; i < 2; i++)
        {
            await server.Recorded("agent", $"/api/v1/cases/{isrc}/requests", new { id = Guid.NewGuid(), of = "artist", what = "Three days", dueOn = "2024-04-19" });
        }

        await server.CatchUp();
        var first = (await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/duties?isrc={isrc}&asOf=2024-04-19&limit=1").StatusIs(200))).Json;
        var next = await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/duties?isrc={isrc}&limit=1&cursor={first["next"]}").StatusIs(200));
        var today = await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/duties?isrc={isrc}&limit=1").StatusIs(200));

        Assert.False((bool)first["items"]![0]!["overdue"]!);
        Assert.False((bool)next.Items()[0]["overdue"]!);
        Assert.True((bool)today.Items()[0]["overdue"]!);
    }

    [Fact]
    public async Task StatementsDutiesAndIncidents_ArePagedInTheOrderRecorded()
    {
        var isrc = NewIsrc();
        await server.OpenCase(isrc);
        var (said, asked, declared) = (new List<string>(), new List<string>(), new List<string>());
        for (var i = 0; i < 3; i++)
        {
            var (statement, request) = (Guid.NewGuid(), Guid.NewGuid());
            await server.Statement(isrc, statement);
            await server.Request(isrc, request);
            (said, asked) = ([.. said, statement.ToString()], [.. asked, request.ToString()]);
            declared.Add($"trends-paged-{i}");
            await server.Recorded("manager", "/api/v1/incidents", Write.Of("/api/v1/incidents/").WithId(change: b => b["slug"] = declared[^1]));
        }

        await server.CatchUp();
        Assert.Equal(said, (await server.All("agent", $"/api/v1/cases/{isrc}/statements", limit: 1)).Each<string>("id"));
        Assert.Equal(asked, (await server.All("agent", $"/api/v1/duties?isrc={isrc}", limit: 2)).Each<string>("id"));
        Assert.Equal(declared, (await server.All("agent", "/api/v1/incidents", limit: 2)).Each<string>("slug").Where(s => s.StartsWith("trends-paged", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/api/v1/cases?limit=0", "limit")]
    [InlineData("/api/v1/cases?limit=501", "limit")]
    [InlineData("/api/v1/cases?limit=x", "limit")]
    [InlineData("/api/v1/cases?cursor=%00", "cursor")]
    [InlineData("/api/v1/cases?cursor=Mg", "cursor")]
    [InlineData("/api/v1/cases?cursor=not-base64!", "cursor")]
    [InlineData("/api/v1/cases?sort=gap", "sort")]
    [InlineData("/api/v1/cases?sort=-moved&cursor=LW1vdmVkHzkfMB94H0FBREVNMjQwMDAwMQ", "cursor")]
    [InlineData("/api/v1/cases?sort=waiting&cursor=d2FpdGluZx85HzAfOTk5OTk5OTk5OTk5OTk5OTk5OR9B", "cursor")]
    [InlineData("/api/v1/cases?minUnexplained=5", "minUnexplained")]
    [InlineData("/api/v1/cases?status=lost", "status")]
    [InlineData("/api/v1/duties?overdue=maybe", "overdue")]
    [InlineData("/api/v1/duties?cursor=YQ", "cursor")]
    [InlineData("/api/v1/duties?asOf=2024-04-19&cursor=MR8yMDI0LTA0LTE4", "cursor")]
    [InlineData("/api/v1/incidents?cursor=YQ", "cursor")]
    [InlineData("/api/v1/incidents/candidates?from=2024-04-02&to=2024-04-01", "to")]
    [InlineData("/api/v1/incidents/candidates?from=2023-04-02&to=2024-04-01", "to")]
    public async Task MalformedQuery_IsRefusedByName(string path, string field)
    {
        var reply = await Scenario.Run(server, s => s.As("agent").Get(path).IsProblem(400, "malformed"));

        Assert.Equal([field], reply.Errors);
    }

    [Fact]
    public async Task MalformedQuery_OfACase_IsRefusedByName()
    {
        var isrc = NewIsrc();
        await server.OpenCase(isrc);

        foreach (var (path, field) in new[]
        {
            ("timeline?cursor=YQ", "cursor"), ("timeline?cursor=OTk5OTk5OTk5OTk5", "cursor"), ("statements?cursor=YQ", "cursor"), ("days?cursor=YQ", "cursor"),
            ("days?observedBy=yesterday", "observedBy"), ("days?observedBy=2024-04-18T12:00:00.0000001Z", "observedBy"), ("days?from=2024-02-30", "from"), ("days/2024-04-03?at=now", "at"),
            ("readiness?asOf=2024-04-03T00:00:00Z", "asOf"), ("?verbose=true", "verbose"), ("live?from=1", "from"),
        })
        {
            var reply = await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/cases/{isrc}/{path}".Replace("/?", "?", StringComparison.Ordinal)).IsProblem(400, "malformed"));
            Assert.Equal([field], reply.Errors);
        }

        await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/cases/{isrc}/days/2024-04-31").IsProblem(400, "malformed"));
    }
}
