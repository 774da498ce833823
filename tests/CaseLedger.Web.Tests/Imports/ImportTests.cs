using System.Globalization;
using System.IO.Compression;
using System.Text;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>A file's way through the server: exactly once, refused in words, and only by whoever may.</summary>
public sealed class ImportTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Trends = "/api/v1/imports?kind=trends-snapshot";
    private const string Header = "snapshot_at,isrc,store,day,streams_monetised\n";

    private static int _files;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_TheSameFileSeveralTimesAtOnce_EndsAsOneImport()
    {
        const int records = 300;
        var file = Snapshot(records);
        var before = await server.Size();

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Scenario.Run(server, s => s.As("ingest").PostFile(Trends, file))));

        Assert.Equal(1, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply => Assert.Equal((200, true), (reply.Status, (bool?)reply.Json["before"])));
        var id = Assert.Single(replies.Select(reply => (string)reply.Json["id"]!).Distinct());
        var ended = await Ended(id);
        Assert.Equal(("finished", records, records, 0, 0), Counts(ended));
        // Its start, its end, and each record once.
        Assert.Equal(before + records + 2, await server.Size());
    }

    [Fact]
    public async Task Post_AFileThatWasReadInBefore_RecordsNothingAndSaysSo()
    {
        var file = Snapshot(20);
        var first = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, file).StatusIs(201));
        await Ended((string)first.Json["id"]!);
        var before = await server.Size();

        var again = await Scenario.Run(server, s => s.As("agent").PostFile(Trends, file, "renamed.csv").StatusIs(200));

        Assert.True((bool?)again.Json["before"]);
        Assert.Equal((string?)first.Json["id"], (string?)again.Json["id"]);
        Assert.Equal("finished", (string?)again.Json["state"]);
        Assert.Equal(before, await server.Size());
    }

    [Fact]
    public async Task Post_TruncatedGzip_FailsWithItsCodeAndKeepsWhatCameBefore()
    {
        var whole = Zip(Snapshot(2_000));
        var good = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, Snapshot(10)).StatusIs(201));
        await Ended((string)good.Json["id"]!);
        var before = await server.Size();

        var reply = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, whole[..(whole.Length / 2)], "snapshot.csv.gz").StatusIs(201));
        var ended = await Ended((string)reply.Json["id"]!);

        Assert.Equal("failed", (string?)ended["state"]);
        Assert.Equal("gzip-truncated", (string?)ended["fault"]!["code"]);
        Assert.Equal(before + 2, await server.Size());
        Assert.Equal("finished", (string?)(await Ended((string)good.Json["id"]!))["state"]);

        // Sent whole, it is another file, and is taken.
        var repaired = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, whole, "snapshot.csv.gz").StatusIs(201));
        Assert.Equal(("finished", 2_000, 2_000, 0, 0), Counts(await Ended((string)repaired.Json["id"]!)));
    }

    [Fact]
    public async Task Post_AFileThatFailed_IsBegunAgain()
    {
        var broken = Zip(Snapshot(50))[..40];
        var first = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, broken).StatusIs(201));
        await Ended((string)first.Json["id"]!);

        var again = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, broken).StatusIs(201));

        Assert.Equal((string?)first.Json["id"], (string?)again.Json["id"]);
        Assert.Null(again.Json["before"]);
        Assert.Equal("failed", (string?)(await Ended((string)again.Json["id"]!))["state"]);
    }

    [Fact]
    public async Task Post_AFileOfWhichRowsWereRefused_IsReadAnew_AndTakesWhatCanBeTakenNow()
    {
        var (opened, other) = ($"AADEM2483{Next():000}", $"AADEM2483{Next():000}");
        await server.OpenCase(opened);
        var file = Encoding.UTF8.GetBytes(
            $"Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR\n2024-01,2024-03,{opened},Spotify,{Next()},0.1\n2024-01,2024-03,{other},Spotify,1,0.2\n");
        const string statement = "/api/v1/imports?kind=royalty-statement";
        var first = await Scenario.Run(server, s => s.As("artist").PostFile(statement, file, "march.csv").StatusIs(201));
        var id = (string)first.Json["id"]!;
        Assert.Equal(("finished", 2, 1, 0, 1), Counts(await Ended(id)));

        // Nothing has changed: the list is of the newer run.
        await Scenario.Run(server, s => s.As("artist").PostFile(statement, file, "again.csv").StatusIs(201));
        Assert.Equal(("finished", 2, 0, 1, 1), Counts(await Ended(id)));
        await server.CatchUp();
        var page = await server.OpenPage("artist", $"/imports/{id}");
        Assert.Contains(">again.csv</h1>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing new", page.Text, StringComparison.Ordinal);

        await server.OpenCase(other);
        await Scenario.Run(server, s => s.As("artist").PostFile(statement, file, "march.csv").StatusIs(201));

        Assert.Equal(("finished", 2, 1, 1, 0), Counts(await Ended(id)));
        await Scenario.Run(server, s => s.As("artist").Get($"/api/v1/imports/{id}/refused").StatusIs(404));
        // All of it was taken: it is not begun again.
        var size = await server.Size();
        await Scenario.Run(server, s => s.As("artist").PostFile(statement, file, "march.csv").StatusIs(200));
        Assert.Equal(size, await server.Size());
        foreach (var of in (string[])[opened, other])
        {
            Assert.Single(
                (await server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(of)), Cancellation)).Select(e => EventCodec.Current.Decode(e.Type, e.Payload!)),
                e => e is RoyaltyLinesReported);
        }
    }

    [Fact]
    public async Task Post_AFeedOfWhichDaysWereRefused_SaysNothingTwice_WheneverItIsSaidToHaveBeenSeen()
    {
        var isrc = $"AADEM2484{Next():000}";
        // The later days first: read otherwise, another line would be the first.
        var file = Encoding.UTF8.GetBytes(string.Concat(((int[])[20, 3, 2]).Select(day => string.Create(
            CultureInfo.InvariantCulture, $"{{\"type\":\"aggregatedstreams\",\"date\":\"2024-04-{day:00}\",\"trackv2\":{{\"isrc\":\"{isrc}\"}},\"streams\":{{\"total\":{day}}}}}\n"))));
        const string feed = "/api/v1/imports?kind=spotify-feed&observed=";
        var first = await Scenario.Run(server, s => s.As("ingest").PostFile($"{feed}2024-04-10", file, "feed.ndjson").StatusIs(201));
        Assert.Equal(("finished", 3, 2, 0, 1), Counts(await Ended((string)first.Json["id"]!)));

        await Scenario.Run(server, s => s.As("agent").PostFile($"{feed}2024-04-25", file, "feed.ndjson").StatusIs(201));

        Assert.Equal(("finished", 3, 0, 2, 1), Counts(await Ended((string)first.Json["id"]!)));
        Assert.Single(await server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(isrc)), Cancellation));
    }

    [Fact]
    public async Task Post_AFileOfWhichEveryRowWasRefused_IsReadAsItIsSentTheNextTime()
    {
        var isrc = $"AADEM2485{Next():000}";
        var file = Encoding.UTF8.GetBytes($"{{\"type\":\"aggregatedstreams\",\"date\":\"2024-04-20\",\"trackv2\":{{\"isrc\":\"{isrc}\"}},\"streams\":{{\"total\":7}}}}\n");
        const string feed = "/api/v1/imports?kind=spotify-feed&observed=";
        var first = await Scenario.Run(server, s => s.As("ingest").PostFile($"{feed}2024-04-10", file, "feed.ndjson").StatusIs(201));
        Assert.Equal(("finished", 1, 0, 0, 1), Counts(await Ended((string)first.Json["id"]!)));
        var preview = await Scenario.Run(server, s => s.As("ingest").PostFile($"{feed}2024-04-25&preview=true", file, "feed.ndjson").StatusIs(200));
        Assert.Null(preview.Json["importedBefore"]);

        await Scenario.Run(server, s => s.As("ingest").PostFile($"{feed}2024-04-25", file, "feed.ndjson").StatusIs(201));

        Assert.Equal(("finished", 1, 1, 0, 0), Counts(await Ended((string)first.Json["id"]!)));
    }

    [Fact]
    public async Task Refused_OfAFileWithBadRows_IsAListThatSaysWhatToDo()
    {
        var number = Next();
        var bad = $"2024-04-05T06:00:00Z,NONSENSE{number},spotify,2024-04-03,1";
        var odd = $"2024-04-05T06:00:00Z,AADEM2412345,spotify,2024-04-03,\"=1+{number}\"";
        var file = Encoding.UTF8.GetBytes($"{Header}2024-04-05T06:00:00Z,AADEM2412345,spotify,2024-04-02,{number}\n{bad}\n{odd}\n");

        var reply = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, file).StatusIs(201));
        var id = (string)reply.Json["id"]!;
        var counts = Counts(await Ended(id));
        var list = await Scenario.Run(server, s => s.As("ingest").Get($"/api/v1/imports/{id}/refused").StatusIs(200));

        Assert.Equal(("finished", 3, 1, 0, 2), counts);
        Assert.Equal("text/csv", list.MediaType);
        var lines = list.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal("line,field,code,reason,what_to_do,row", lines[0].TrimStart('\uFEFF'));
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("3,isrc,isrc-malformed,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith($"\"{bad}\"", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("4,streams_monetised,count-unreadable,", lines[2], StringComparison.Ordinal);
        Assert.EndsWith($"\"{odd.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_OfAStatementThatFailedAtItsEnd_IsAListAsWell_AndNoLineIsRecorded()
    {
        var file = Encoding.UTF8.GetBytes($"Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR\n2024-01,2024-03,CHA012400001,Spotify,{Next()},0.1\n2024-01,2024-03,NONSENSE,Spotify,1,0.1\n2024-01,2024-03,CHA012400001,\"Spo");
        var before = await server.Size();

        var reply = await Scenario.Run(server, s => s.As("agent").PostFile("/api/v1/imports?kind=royalty-statement", file, "statement.csv").StatusIs(201));
        var id = (string)reply.Json["id"]!;
        var ended = await Ended(id);
        var list = await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/imports/{id}/refused").StatusIs(200));
        await server.CatchUp();
        var page = await server.OpenPage("agent", $"/imports/{id}");

        Assert.Equal(("failed", 1, 0, 0, 1), Counts(ended));
        Assert.Equal("quote-unclosed", (string?)ended["fault"]!["code"]);
        // Its start and its end.
        Assert.Equal(before + 2, await server.Size());
        Assert.Contains("3,ISRC,isrc-malformed,'NONSENSE' is no ISRC", list.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"/api/v1/imports/{id}/refused\"", page.Text, StringComparison.Ordinal);
        Assert.Contains("2024-01,2024-03,NONSENSE,Spotify,1,0.1", page.Text, StringComparison.Ordinal);
        Assert.Contains("None of them was recorded.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_OfMoreRowsThanTheListHolds_CountsAll_AndSaysWhereItEnds()
    {
        const int rows = 100_002;
        var file = Encoding.UTF8.GetBytes(Header + string.Concat(Enumerable.Repeat($"{Next()}\n", rows)));

        var reply = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, Zip(file)).StatusIs(201));
        var id = (string)reply.Json["id"]!;
        var ended = await Ended(id);
        var list = await Scenario.Run(server, s => s.As("ingest").Get($"/api/v1/imports/{id}/refused").StatusIs(200));
        await server.CatchUp();
        var page = await server.OpenPage("agent", $"/imports/{id}");

        Assert.Equal(("finished", rows, 0, 0, rows), Counts(ended));
        Assert.Equal(100_002, list.Text.Count(c => c == '\n'));
        Assert.Contains("\n100002,,list-cut,The list ends here: 2 more rows were refused.", list.Text, StringComparison.Ordinal);
        Assert.Contains("its last line says how many more there were", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_OfAnImportOfSomebodyElse_IsNotFound()
    {
        var file = Encoding.UTF8.GetBytes($"{Header}2024-04-05T06:00:00Z,NONSENSE{Next()},spotify,2024-04-03,1\n");
        var reply = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, file).StatusIs(201));

        await Scenario.Run(server, s => s.As("artist").Get($"/api/v1/imports/{reply.Json["id"]}/refused").StatusIs(404));
        await Scenario.Run(server, s => s.As("artist").Get($"/api/v1/imports/{reply.Json["id"]}").StatusIs(404));
    }

    [Theory]
    [InlineData("agent", TestServer.AbsentIsrc, 404, "not-found")]
    [InlineData("artist", TestServer.AbsentIsrc, 404, "not-found")]
    [InlineData("artist", TestServer.ForeignIsrc, 404, "not-found")]
    [InlineData("ingest", TestServer.OwnIsrc, 403, "not-allowed")]
    public async Task Post_Timeline_WhereItMayNotBe_RecordsNothing(string token, string isrc, int status, string code)
    {
        var before = await server.Size();
        var file = Encoding.UTF8.GetBytes($"date,streams\n2024-03-28,{Next()}\n");

        await Scenario.Run(server, s => s.As(token).PostFile($"/api/v1/imports?kind=s4a-song-timeline&isrc={isrc}&observed=2024-04-18", file).IsProblem(status, code));

        Assert.Equal(before, await server.Size());
    }

    [Fact]
    public async Task Post_TrendsByAnArtist_IsNotAllowed()
    {
        var before = await server.Size();

        await Scenario.Run(server, s => s.As("artist").PostFile(Trends, Snapshot(1)).IsProblem(403, "not-allowed"));
        // Recognised by what it holds, it is the same.
        await Scenario.Run(server, s => s.As("artist").PostFile("/api/v1/imports", Snapshot(1)).IsProblem(403, "not-allowed"));

        Assert.Equal(before, await server.Size());
    }

    [Fact]
    public async Task Preview_SaysWhatWouldBecomeOfTheRowsAndRecordsNothing()
    {
        var before = await server.Size();
        var file = Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(Snapshot(5))}2024-04-05T06:00:00Z,NONSENSE,spotify,2024-04-03,1\n");

        var preview = await Scenario.Run(server, s => s.As("ingest").PostFile($"{Trends}&preview=true", file).StatusIs(200));

        Assert.Equal((6, 5, 1), ((int)preview.Json["rows"]!, (int)preview.Json["accepted"]!, (int)preview.Json["refused"]!));
        var row = Assert.Single(preview.Json["refusedRows"]!.AsArray())!;
        Assert.Equal((7, "isrc", "isrc-malformed"), ((int)row["line"]!, (string?)row["field"], (string?)row["code"]));
        Assert.Null(preview.Json["importedBefore"]);
        Assert.Equal(before, await server.Size());
    }

    [Fact]
    public async Task Post_Timeline_BecomesReadingsOfItsFile()
    {
        const string isrc = "AADEM2400071";
        await server.OpenCase(isrc);
        var id = await server.Import(isrc);

        var events = (await server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(isrc)), Cancellation))
            .Select(e => EventCodec.Current.Decode(e.Type, e.Payload!)).ToList();

        var ended = await Ended(id);
        Assert.Equal(("finished", 2, 1, 0, 1), Counts(ended));
        Assert.Equal((string?)ended["file"], Assert.Single(events.OfType<EvidenceAttached>()).Sha256?.ToString());
        Assert.Equal("2024-03-28=100", string.Join(' ', Assert.Single(events.OfType<ScreenshotReported>()).Readings.Select(reading => $"{reading.Day}={reading.Count}")));
    }

    [Fact]
    public async Task Post_TheSameNumbersAskedForOtherwise_AreRecordedOnce()
    {
        const string isrc = "AADEM2400072";
        await server.OpenCase(isrc);
        var file = Encoding.UTF8.GetBytes($"date,streams\n2024-03-28,{100 + Next()}\n2024-03-29,7\n");
        var at = $"/api/v1/imports?isrc={isrc}";
        var first = await Scenario.Run(server, s => s.As("agent").PostFile($"{at}&kind=s4a-song-timeline&observed=2024-04-18", file).StatusIs(201));
        Assert.Equal(("finished", 2, 2, 0, 0), Counts(await Ended((string)first.Json["id"]!)));
        var recorded = await Readings();

        // By another name, seen on another day, in words that change nothing.
        var same = await Scenario.Run(server, s => s.As("agent").PostFile($"{at}&kind=s4a-song-timeline&observed=2024-04-19&store=spotify", file, "again.csv").StatusIs(200));
        Assert.Equal((string?)first.Json["id"], (string?)same.Json["id"]);
        foreach (var asked in (string[])["kind=spreadsheet&observed=2024-04-20", "kind=s4a-song-timeline&observed=2024-04-18&choices=column-2=artist-dashboard"])
        {
            var again = await Scenario.Run(server, s => s.As("agent").PostFile($"{at}&{asked}", file, "days.csv").StatusIs(201));
            Assert.Equal(("finished", 2, 0, 2, 0), Counts(await Ended((string)again.Json["id"]!)));
        }

        Assert.Equal(recorded, await Readings());

        async Task<int> Readings() => (await server.Ledger.Load(CaseEvent.StreamOf(CaseLedger.Domain.Isrc.Parse(isrc)), Cancellation)).Count(e => e.Type == "screenshot-reported.v1");
    }

    [Theory]
    [InlineData("agent", "s4a-song-timeline&isrc=" + TestServer.OwnIsrc, "x=y")]
    [InlineData("agent", "spreadsheet&isrc=" + TestServer.OwnIsrc, "column-two=trends")]
    [InlineData("agent", "royalty-statement", "column-2=trends")]
    [InlineData("ingest", "trends-snapshot", "day-order=day-first")]
    public async Task Post_ADecisionAboutADoubtThatNoSuchFileHas_IsRefused(string token, string kind, string choice)
    {
        var before = await server.Size();

        await Scenario.Run(server, s => s.As(token).PostFile($"/api/v1/imports?kind={kind}&choices={choice}", Snapshot(2)).IsProblem(400, "malformed"));

        Assert.Equal(before, await server.Size());
    }

    [Fact]
    public async Task Post_AStatementThatAnArtistSentBefore_IsTakenFromTheSupportToo()
    {
        await server.OpenCase(TestServer.OwnIsrc);
        var file = Encoding.UTF8.GetBytes(
            $"""
            Reporting Date,Sale Month,Store,Artist,Title,ISRC,UPC,Quantity,Team Percentage,Song/Album,Country of Sale,Songwriter Royalties Withheld,Earnings (USD)
            2024-05-05,2024-04,Spotify,artist A,Recording A,{TestServer.OwnIsrc},,{Next()},100,Song,DE,0,0.25
            2024-05-05,2024-04,Spotify,artist D,Recording D,AADEM2400073,,3,100,Song,DE,0,0.01

            """);
        const string statement = "/api/v1/imports?kind=royalty-statement";

        var artists = await Scenario.Run(server, s => s.As("artist").PostFile(statement, file, "mine.csv").StatusIs(201));
        Assert.Equal(("finished", 2, 1, 0, 1), Counts(await Ended((string)artists.Json["id"]!)));
        var supports = await Scenario.Run(server, s => s.As("agent").PostFile(statement, file, "april.csv").StatusIs(201));

        Assert.NotEqual((string?)artists.Json["id"], (string?)supports.Json["id"]);
        Assert.Equal(("finished", 2, 1, 1, 0), Counts(await Ended((string)supports.Json["id"]!)));
        await Scenario.Run(server, s => s.As("artist").Get($"/api/v1/imports/{supports.Json["id"]}").StatusIs(404));
    }

    [Fact]
    public async Task Get_OfAnImportThatAnotherPipelineBegan_IsForWhoeverSendsItsFile()
    {
        var file = Snapshot(3);
        var first = await Scenario.Run(server, s => s.As("agent").PostFile(Trends, file).StatusIs(201));
        var again = await Scenario.Run(server, s => s.As("ingest").PostFile(Trends, file).StatusIs(200));

        Assert.Equal((string?)first.Json["id"], (string?)again.Json["id"]);
        await Scenario.Run(server, s => s.As("ingest").Get($"/api/v1/imports/{again.Json["id"]}").StatusIs(200));
    }

    private static int Next() => Interlocked.Increment(ref _files);

    /// <summary>A file that no other test sends.</summary>
    private static byte[] Snapshot(int records)
    {
        var takenAt = NodaTime.Instant.FromUtc(2024, 4, 5, 6, 0) + NodaTime.Duration.FromMinutes(Next());
        var file = new StringBuilder(Header);
        for (var i = 0; i < records; i++)
        {
            file.Append(CultureInfo.InvariantCulture, $"{takenAt},AADEM24{i:D5},spotify,2024-04-03,{i}\n");
        }

        return Encoding.UTF8.GetBytes(file.ToString());
    }

    private static byte[] Zip(byte[] file)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            zip.Write(file);
        }

        return packed.ToArray();
    }

    private static (string? State, int Rows, int Accepted, int Repeated, int Refused) Counts(System.Text.Json.Nodes.JsonObject import) =>
        ((string?)import["state"], (int)import["rows"]!, (int)import["accepted"]!, (int)import["repeated"]!, (int)import["refused"]!);

    private async Task<System.Text.Json.Nodes.JsonObject> Ended(string id)
    {
        while (true)
        {
            var reply = await Scenario.Run(server, s => s.As("agent").Get($"/api/v1/imports/{id}").StatusIs(200));
            if ((string?)reply.Json["state"] != "running")
            {
                return reply.Json;
            }

            await Task.Delay(20, Cancellation);
        }
    }
}
