using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Writing;

/// <summary>What holds of every write: a receipt once, the same again for a repeat, nothing for other content.</summary>
public sealed class RecordingTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private static readonly string[] Texts = ["note", "reason", "quote", "text", "publicText"];

    private static int _used;

    public static TheoryData<string> Patterns => Write.Patterns;

    public async ValueTask InitializeAsync()
    {
        if (await server.Size() == 0)
        {
            await server.CaseForEveryWrite();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task Write_FirstThenAgainThenOtherwise_Is201Then200Then409(string pattern)
    {
        var write = Write.Of(pattern);
        var id = Guid.NewGuid();
        var body = Fresh(write, id);
        if (pattern.EndsWith("/reopening", StringComparison.Ordinal))
        {
            await server.Recorded("agent", $"/api/v1/cases/{TestServer.OwnIsrc}/resolution", new { id = Guid.NewGuid(), resolution = "for-now" });
        }

        var first = await Scenario.Run(server, s => s.As(write.Token).Post(write.Path(), body).StatusIs(201));
        var size = await server.Size();
        var again = await Scenario.Run(server, s => s.As(write.Token).Post(write.Path(), body).StatusIs(200));
        Assert.Equal(first.Text, again.Text);
        Assert.StartsWith("/api/v1/", first.Headers["Location"], StringComparison.Ordinal);
        Assert.Equal(id.ToString(), (string?)first.Json["id"]);
        Assert.Equal(size - 1, (long?)first.Json["position"]);
        Assert.EndsWith("Z", (string?)first.Json["recordedAt"], StringComparison.Ordinal);

        Differ(body);
        var other = await Scenario.Run(server, s => s.As(write.Token).Post(write.Path(), body).IsProblem(409, "id-reused"));
        Assert.Equal(id.ToString(), (string?)other.Json["id"]);
        Assert.Equal(size, await server.Size());

        if (pattern.EndsWith("/resolution", StringComparison.Ordinal))
        {
            await server.Recorded("agent", $"/api/v1/cases/{TestServer.OwnIsrc}/reopening", new { id = Guid.NewGuid(), reason = "for the other tests" });
        }
    }

    [Fact]
    public async Task SameId_SixtyFourTimesAtOnce_IsOneEventAndSixtyFourEqualReceipts()
    {
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");
        var body = write.WithId();
        var before = await server.Size();

        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Scenario.Run(server, s => s.As("agent").Post(write.Path(), body))));

        Assert.Single(replies.Select(r => r.Text).Distinct());
        Assert.Single(replies, r => r.Status == 201);
        Assert.Equal(63, replies.Count(r => r.Status == 200));
        Assert.Equal(before + 1, await server.Size());
    }

    [Fact]
    public async Task SameVersion_SixtyFourAtOnce_OneWins()
    {
        const string Isrc = "AADEM2400011";
        await server.OpenCase(Isrc);
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");

        var replies = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Scenario.Run(server, s => s.As("agent").Header("If-Match", "\"1\"").Post(write.Path(Isrc), write.WithId()))));

        Assert.Single(replies, r => r.Status == 201);
        Assert.All(replies.Where(r => r.Status != 201), r => r.IsProblem(412, "version-conflict"));
    }

    [Fact]
    public async Task ManyWritersOnOneCase_WithoutIfMatch_AllSucceed()
    {
        const string Isrc = "AADEM2400012";
        await server.OpenCase(Isrc);
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");

        var replies = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Scenario.Run(server, s => s.As("agent").Post(write.Path(Isrc), write.WithId()))));

        Assert.All(replies, r => Assert.Equal(201, r.Status));
        Assert.Equal(Enumerable.Range(2, 16), replies.Select(r => (int)r.Json["version"]!).Order());
    }

    [Fact]
    public async Task IfMatch_StaleThenCurrentThenRepeated()
    {
        const string Isrc = "AADEM2400013";
        await server.OpenCase(Isrc);
        await server.Screenshot(Isrc, Guid.NewGuid(), "2024-04-03", 104);
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");
        var body = write.WithId();

        var stale = await Scenario.Run(server, s => s.As("agent").Header("If-Match", "\"1\"").Post(write.Path(Isrc), body).IsProblem(412, "version-conflict"));
        Assert.Equal(2, (int?)stale.Json["actual"]);
        var current = await Scenario.Run(server, s => s.As("agent").Header("If-Match", "\"2\"").Post(write.Path(Isrc), body).StatusIs(201));
        Assert.Equal("\"3\"", current.Headers["ETag"]);

        // The version has moved by the write itself: a client that repeats it has to get its receipt.
        await Scenario.Run(server, s => s.As("agent").Header("If-Match", "\"2\"").Post(write.Path(Isrc), body).StatusIs(200));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("*")]
    [InlineData("W/\"2\"")]
    [InlineData("\"two\"")]
    [InlineData("\"-1\"")]
    [InlineData("\"1\", \"2\"")]
    public async Task IfMatch_ThatIsNoVersion_Is400(string header)
    {
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");

        var reply = await Scenario.Run(server, s => s.As("agent").Header("If-Match", header).Post(write.Path(), write.WithId()).IsProblem(400, "malformed"));

        Assert.Equal(["If-Match"], reply.Errors);
    }

    [Fact]
    public async Task Id_InTheHeader_IsAsGoodAsInTheBody()
    {
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");
        var id = Guid.NewGuid();
        var without = write.WithId(change: b => b.Remove("id"));

        var first = await Scenario.Run(server, s => s.As("agent").Header("Idempotency-Key", id.ToString()).Post(write.Path(), without).StatusIs(201));
        var quoted = await Scenario.Run(server, s => s.As("agent").Header("Idempotency-Key", $"\"{id}\"").Post(write.Path(), without).StatusIs(200));
        var both = await Scenario.Run(server, s => s.As("agent").Header("Idempotency-Key", id.ToString()).Post(write.Path(), write.WithId(id)).StatusIs(200));

        Assert.Equal(first.Text, quoted.Text);
        Assert.Equal(first.Text, both.Text);
    }

    [Fact]
    public async Task Id_TwoThatDiffer_OrNone_OrNil_Is400()
    {
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");

        await Wrong(s => s.Header("Idempotency-Key", Guid.NewGuid().ToString()).Post(write.Path(), write.WithId()), "id");
        await Wrong(s => s.Post(write.Path(), write.WithId(change: b => b.Remove("id"))), "id");
        await Wrong(s => s.Post(write.Path(), write.WithId(Guid.Empty)), "id");
        await Wrong(s => s.Header("Idempotency-Key", "seven").Post(write.Path(), write.WithId(change: b => b.Remove("id"))), "Idempotency-Key");

        async Task Wrong(Action<Scenario> describe, string field)
        {
            var reply = await Scenario.Run(server, s => describe(s.As("agent")));
            reply.IsProblem(400, "malformed");
            Assert.Equal([field], reply.Errors);
        }
    }

    [Fact]
    public async Task SameId_OnAnotherCase_IsReused()
    {
        const string Isrc = "AADEM2400014";
        await server.OpenCase(Isrc);
        var id = Guid.NewGuid();
        await server.Screenshot(TestServer.OwnIsrc, id, "2024-04-05", 12);

        await Scenario.Run(server, s => s.As("agent").Post($"/api/v1/cases/{Isrc}/screenshots", Write.Of("/api/v1/cases/{isrc}/screenshots").WithId(id))
            .IsProblem(409, "id-reused"));
    }

    [Fact]
    public async Task SameCommand_WrittenOtherwise_IsARepeat()
    {
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");
        var id = Guid.NewGuid();

        var first = await Scenario.Run(server, s => s.As("agent").Post(write.Path(), write.WithId(id)).StatusIs(201));
        var reordered = write.WithId(id).Reverse().ToDictionary(p => p.Key, p => p.Value);
        reordered["observed"] = new System.Text.Json.Nodes.JsonObject { ["on"] = "2024-04-18", ["approximate"] = true };
        reordered["approximate"] = null;
        var again = await Scenario.Run(server, s => s.As("agent").Post(write.Path("aa-dem-24-00001"), reordered).StatusIs(200));

        Assert.Equal(first.Text, again.Text);
    }

    [Fact]
    public async Task DayBeforeRelease_IsRecordedWithAWarning()
    {
        const string Isrc = "AADEM2400015";
        await server.OpenCase(Isrc, releaseDate: "2024-04-04");

        var reply = await server.Screenshot(Isrc, Guid.NewGuid(), "2024-04-03", 104);

        Assert.Equal("before-release; field=readings[0].day, unknown-prefix; field=isrc", reply.Headers["CaseLedger-Warning"]);
    }

    [Fact]
    public async Task IsrcThatLooksOdd_IsTakenWithAWarning()
    {
        const string Isrc = "AADEM2400016";
        await server.OpenCase(Isrc);

        var inPath = await server.Request("AA\u2011DEM\u201124\u201100016", Guid.NewGuid());
        var inBody = await server.Recorded("agent", $"/api/v1/cases/{Isrc}/links", new { id = Guid.NewGuid(), isrc = "AA\u2011DEM\u201124\u201100017", reason = "same days" });

        Assert.Contains("typographic-hyphens; field=isrc", inPath.Headers["CaseLedger-Warning"], StringComparison.Ordinal);
        Assert.Contains("typographic-hyphens; field=isrc", inBody.Headers["CaseLedger-Warning"], StringComparison.Ordinal);
    }

    // Links, followers, slugs and the like are refused when they come twice for another reason: each test has its own.
    private static System.Text.Json.Nodes.JsonObject Fresh(Write write, Guid id) => write.WithId(id, body =>
    {
        var unique = Interlocked.Increment(ref _used);
        foreach (var (name, value) in new[]
        {
            ("isrc", $"AADEM24{70_000 + unique}"), ("slug", $"trends-{unique}"), ("account", $"artist:f{unique}"), ("assignee", $"agent:s{unique}"),
        })
        {
            if (body.ContainsKey(name))
            {
                body[name] = value;
            }
        }
    });

    private static void Differ(System.Text.Json.Nodes.JsonObject body)
    {
        var text = Texts.FirstOrDefault(body.ContainsKey) ?? (body.ContainsKey("what") ? "what" : null);
        if (text is not null)
        {
            body[text] = "something else";
        }
        else if (!body.Remove("assignee"))
        {
            body["statement"]!["name"] = "another";
        }
    }
}
