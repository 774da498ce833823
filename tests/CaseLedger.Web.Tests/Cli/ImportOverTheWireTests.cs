using System.Text;
using CaseLedger.Cli;
using static CaseLedger.Web.Tests.Cli.FakeServer;

namespace CaseLedger.Web.Tests.Cli;

/// <summary>The command against a server that misbehaves on a real socket: every exit code, and what people and scripts are told.</summary>
public sealed class ImportOverTheWireTests : IDisposable
{
    private const string Questions =
        """
        ,"questions":[{"name":"day-order","values":["day-first","month-first"],"evidence":"3 of 3 days can be read either way."}]
        """;

    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_AllRowsTaken_SendsTheBytesAsTheyAre()
    {
        await using var server = await Answering(Finished());

        var called = await Call(server, "trends-snapshot", _folder.Write("día 1.csv", "a;b\r\n1;2"));

        called.Is(Exit.Done).Says("3 rows: 3 recorded, 0 known before, 0 refused");
        var seen = Assert.Single(server.Seen);
        Assert.Equal(("POST", "/api/v1/imports", "?kind=trends-snapshot"), (seen.Method, seen.Path, seen.Query));
        Assert.Equal(("a;b\r\n1;2", 8L, "día 1.csv"), (seen.Body, seen.Length, seen.FileName));
        Assert.StartsWith("Bearer clt_", seen.Authorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithEverythingSaid_AsksForIt()
    {
        await using var server = await Answering(Finished());

        await Call(
            server, "spreadsheet", _folder.Write("x.csv", "x"), "--isrc", "AADEM2400001", "--store", "spotify", "--observed", "2024-04-20",
            "--choose", "day-order=day-first", "--choose", "column-2=trends");

        Assert.Equal(
            "?kind=spreadsheet&isrc=AADEM2400001&store=spotify&observed=2024-04-20&choices=day-order=day-first;column-2=trends", server.Seen[0].Query);
    }

    [Fact]
    public async Task Import_Auto_LeavesTheKindToTheServer()
    {
        await using var server = await Answering(Finished());
        await Call(server, "auto", _folder.Write("x.csv", "x"));
        Assert.DoesNotContain("kind", server.Seen[0].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_SentBefore_SaysThatNothingIsNew()
    {
        await using var server = await Answering(Finished(200));
        (await Call(server, "auto", _folder.Write("x.csv", "x"))).Is(Exit.Done).Says("nothing new");
    }

    [Fact]
    public async Task Import_ConnectionCutInTheBody_IsSentAgainWhole()
    {
        var content = new string('x', 5_000_000);
        await using var server = await CuttingBodies(2, Finished());

        var called = await Call(server, "trends-snapshot", _folder.Write("x.csv", content));

        called.Is(Exit.Done);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)], called.Waits);
        Assert.Equal(content, Assert.Single(server.Seen).Body);
    }

    [Fact]
    public async Task Import_ConnectionCutBeforeTheAnswer_IsSentAgain()
    {
        await using var server = await Answering(Cut, Finished(200));

        var called = await Call(server, "trends-snapshot", _folder.Write("x.csv", "abc"));

        // The first sending may have arrived: it would be wrong to call its rows old ones.
        Assert.DoesNotContain("nothing new", called.Is(Exit.Done).Says("trying again in 1 s (1 of 8)").All, StringComparison.Ordinal);
        Assert.Equal(["abc", "abc"], server.Seen.Select(seen => seen.Body));
    }

    [Fact]
    public async Task Import_StandardInput_CutOnItsWay_IsSentAgainFromItsBeginning()
    {
        var content = string.Join('\n', Enumerable.Range(0, 500_000));
        await using var server = await CuttingBodies(1, Finished());
        using var caller = new Caller { Server = server.Address, Input = () => new Pipe(Encoding.UTF8.GetBytes(content)) };

        (await caller.Run("import", "trends-snapshot", "-", "--name", "trends.csv")).Is(Exit.Done);

        var seen = Assert.Single(server.Seen);
        Assert.Equal((content, "trends.csv"), (seen.Body, seen.FileName));
    }

    [Fact]
    public async Task Import_Busy_WaitsAsLongAsTheServerAsks()
    {
        await using var server = await Answering(
            Problem(503, "overloaded", "", ("Retry-After", "7")), Problem(429, "too-many", "", ("Retry-After", "60")), Finished());

        var called = await Call(server, "auto", _folder.Write("x.csv", "x"));

        called.Is(Exit.Done).Says("503 overloaded");
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromMinutes(1)], called.Waits);
    }

    [Fact]
    public async Task Import_ServerThatFailsForEver_GivesUp()
    {
        await using var server = await Answering(Problem(500, "server-fault"));

        (await Call(server, "auto", _folder.Write("x.csv", "x"), "--retries", "2")).Is(Exit.Unreachable).Says("500 server-fault");
        Assert.Equal(3, server.Seen.Count);
    }

    [Fact]
    public async Task Import_NobodyListens_GivesUpInWords()
    {
        using var caller = new Caller { Server = "http://127.0.0.1:1" };

        var called = await caller.Run("import", "auto", _folder.Write("x.csv", "x"), "--retries", "1");

        called.Is(Exit.Unreachable).Says("no connection to http://127.0.0.1:1/").Says("The same command again is safe.");
    }

    [Theory]
    [InlineData(401, "not-signed-in", "does not know the token")]
    [InlineData(403, "not-allowed", "does not allow this")]
    public async Task Import_NotAllowed_IsNotTriedAgain_AndTheOtherFilesStay(int status, string code, string says)
    {
        await using var server = await Answering(Problem(status, code));

        var called = await Call(server, "auto", _folder.Write("x.csv", "x"), _folder.Write("y.csv", "y"));

        called.Is(Exit.Unreachable).Says(says).Says($"Not sent: {_folder["y.csv"]}");
        Assert.Single(server.Seen);
    }

    [Theory]
    [InlineData(409, "gzip-truncated", """, "detail":"The last part is missing.","line":17""", Exit.Unreadable, "line 17: The title. The last part is missing. (gzip-truncated)")]
    [InlineData(413, "file-too-large", "", Exit.Unreadable, "(file-too-large)")]
    [InlineData(404, "not-found", "", Exit.Unreadable, "Check --isrc")]
    [InlineData(400, "malformed", """, "errors":{"isrc":["needed: the file names no recording"]}""", Exit.Misused, "--isrc: needed: the file names no recording")]
    [InlineData(409, "day-order", Questions, Exit.Undecided, "--choose day-order=month-first")]
    public async Task Import_RefusedWhole_SaysWhy(int status, string code, string more, int exit, string says)
    {
        await using var server = await Answering(Problem(status, code, more));

        (await Call(server, "auto", _folder.Write("x.csv", "x"))).Is(exit).Says(says);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Import_Running_IsFollowedToItsEnd_WhateverThePollsMeet()
    {
        await using var server = await Answering(
            Running(), Problem(404, "not-found"), Problem(503, "database-unavailable"), Cut, Running(200), Finished(200));

        (await Call(server, "auto", _folder.Write("x.csv", "x"))).Is(Exit.Done).Says("3 recorded");
        Assert.All(server.Seen.Skip(1), seen => Assert.Equal(("GET", $"/api/v1/imports/{FakeServer.Import}"), (seen.Method, seen.Path)));
        Assert.Equal(6, server.Seen.Count);
    }

    [Fact]
    public async Task Import_PollsFailForEver_SaysThatItIsReadInAllTheSame()
    {
        await using var server = await Answering(Running(), Problem(503, "database-unavailable"));

        (await Call(server, "auto", _folder.Write("x.csv", "x"), "--retries", "2"))
            .Is(Exit.Unreachable).Says("the server has it").Says($"{server.Address}/imports/{FakeServer.Import}");
    }

    [Fact]
    public async Task Import_StandsStillOnTheServer_IsNotWaitedForForEver()
    {
        await using var server = await Answering(Running(), Running(200));

        (await Call(server, "auto", _folder.Write("x.csv", "x"))).Is(Exit.Unreachable).Says("stood still at 3 rows for 30 min").Says(FakeServer.Import);
    }

    [Fact]
    public async Task Import_CtrlCWhileItIsReadIn_SaysWhereToLook()
    {
        await using var server = await Answering(Running(), Running(200));
        using var caller = new Caller { Server = server.Address, StopsWhen = () => true };

        (await caller.Run("import", "auto", _folder.Write("x.csv", "x")))
            .Is(Exit.Interrupted).Says("the server reads it in all the same").Says($"{server.Address}/imports/{FakeServer.Import}");
    }

    [Fact]
    public async Task Import_NoWait_EndsOnceTheServerHasIt()
    {
        await using var server = await Answering(Running());

        (await Call(server, "auto", _folder.Write("x.csv", "x"), "--no-wait")).Is(Exit.Done).Says(FakeServer.Import);
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Import_FailedMidway_SaysWhereAndWhatStays()
    {
        await using var server = await For(seen => seen.Query.Contains("preview=true", StringComparison.Ordinal)
            ? Json(200, """{"kind":"trends-snapshot","rows":0,"accepted":0,"refused":0,"refusedRows":[],"questions":[]}""")
            : Json(201, Answer("failed", accepted: 5, more: ""","fault":{"code":"gzip-damaged","detail":"The bytes are damaged. Pack it again.","line":6}""")));

        (await Call(server, "auto", _folder.Write("x.csv", "x")))
            .Is(Exit.Unreadable).Says("line 6: The bytes are damaged. Pack it again. (gzip-damaged)").Says("5 rows before that are in the ledger");
    }

    [Fact]
    public async Task Import_FailedForADoubt_AsksForItsQuestions()
    {
        await using var server = await For(seen => seen.Query.Contains("preview=true", StringComparison.Ordinal)
            ? Json(200, """{"kind":"spreadsheet","rows":3,"accepted":0,"refused":0,"refusedRows":[],"fault":{"code":"day-order","detail":"Which order?"}""" + Questions + "}")
            : Json(201, Answer("failed", accepted: 0, more: ""","fault":{"code":"day-order","detail":"Which order?"}""")));

        (await Call(server, "auto", _folder.Write("x.csv", "x")))
            .Is(Exit.Undecided).Says("3 of 3 days can be read either way.").Says("--choose day-order=day-first");
    }

    [Fact]
    public async Task Import_SomeRowsRefused_SavesTheirList()
    {
        await using var server = await For(seen => seen.Path.EndsWith("/refused", StringComparison.Ordinal)
            ? Text("text/csv", "line,field\r\n7,isrc\r\n") : Finished(201, 3, 1));
        var file = _folder.Write("x.csv", "x");

        (await Call(server, "auto", file)).Is(Exit.SomeRefused).Says("1 refused").Says("--refused <file>");
        (await Call(server, "auto", file, "--refused", _folder["list.csv"])).Is(Exit.SomeRefused);
        Assert.Equal("line,field\r\n7,isrc\r\n", _folder.Text("list.csv"));
        Assert.Equal("line,field\r\n7,isrc\r\n", (await Call(server, "auto", file, "--refused", "-")).Is(Exit.SomeRefused).Output);
        _folder.Write("lists/.keep", "");
        (await Call(server, "auto", file, _folder.Write("y.csv", "y"), "--refused", _folder["lists"])).Is(Exit.SomeRefused);
        Assert.Equal(_folder.Text("lists", "x.csv.csv"), _folder.Text("lists", "y.csv.csv"));
    }

    [Fact]
    public async Task Import_NothingRefused_LeavesNoOldList()
    {
        await using var server = await Answering(Finished());
        _folder.Write("list.csv", "of last week");

        (await Call(server, "auto", _folder.Write("x.csv", "x"), "--refused", _folder["list.csv"])).Is(Exit.Done);

        Assert.Equal("line,field,code,reason,what_to_do,row\r\n", _folder.Text("list.csv"));
    }

    [Fact]
    public async Task Import_ListThatCannotBeFetchedOrWritten_IsSaid()
    {
        await using var server = await For(seen => seen.Path.EndsWith("/refused", StringComparison.Ordinal) ? Problem(503, "database-unavailable") : Finished(201, 3, 1));
        var file = _folder.Write("x.csv", "x");

        (await Call(server, "auto", file, "--refused", _folder["list.csv"], "--retries", "1")).Is(Exit.Unreachable).Says("could not be fetched");
        (await Call(server, "auto", file, "--refused", _folder["absent", "list.csv"])).Is(Exit.Unreadable).Says("cannot be written");
    }

    [Fact]
    public async Task DryRun_SaysWhatWouldBeTaken()
    {
        await using var server = await Answering(Json(200,
            """
            {"kind":"trends-snapshot","rows":9,"accepted":7,"refused":2,"questions":[],"importedBefore":"0191e7a4-6a5c-8c11-9d0e-3a1b5c7d9e11",
            "refusedRows":[{"line":4,"field":"isrc","code":"isrc-malformed","reason":"'X' is no ISRC.","advice":"Correct it.","row":"X,\u001b[31mred\tend"}]}
            """));

        var called = await Call(server, "auto", _folder.Write("x.csv", "x"), "--dry-run");

        called.Is(Exit.SomeRefused).Says("7 would be taken, 2 refused. Nothing was recorded.").Says("line 4, isrc: 'X' is no ISRC. Correct it. (isrc-malformed)")
            .Says("and 1 row more").Says("was sent before");
        // A row is somebody else's text: it must not steer the terminal.
        Assert.DoesNotContain('\u001b', called.All);
        Assert.Contains("preview=true", server.Seen[0].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_SeveralFiles_OneAfterTheOther_EndsWithTheGravest()
    {
        await using var server = await For(seen => seen.Body switch { "2" => Problem(409, "binary"), "3" => Finished(201, 3, 1), _ => Finished() });

        var called = await Call(
            server, "auto", _folder.Write("1.csv", "1"), _folder.Write("2.csv", "2"), _folder.Write("3.csv", "3"), _folder["absent.csv"], "--json");

        called.Is(Exit.Unreadable).Says("4 files: 1 whole, 1 with refused rows, 2 not.");
        Assert.Equal(["1", "2", "3"], server.Seen.Select(seen => seen.Body));
        Assert.Equal([0, 2, 3, 2], called.Lines.Select(line => (int)line["exitCode"]!));
        Assert.Equal(["finished", "refused", "finished", "unreadable"], called.Lines.Select(line => (string)line["result"]!));
        Assert.Equal("binary", (string?)called.Lines[1]["answer"]!["code"]);
        Assert.Equal(FakeServer.Import, (string?)called.Lines[2]["import"]);
    }

    [Fact]
    public async Task Import_Pattern_FindsItsFilesInOrder()
    {
        await using var server = await Answering(Finished());
        foreach (var name in new[] { "b.csv", "a.csv", "c.txt", ".d.csv" })
        {
            _folder.Write(name, name);
        }

        (await Call(server, "auto", _folder["*.csv"])).Is(Exit.Done);

        Assert.Equal(["a.csv", "b.csv"], server.Seen.Select(seen => seen.FileName));
        (await Call(server, "auto", _folder["*.ndjson"])).Is(Exit.Unreadable).Says("no file fits the pattern");
    }

    [Fact]
    public async Task Import_Quiet_SaysNothingWhereAllIsWell()
    {
        await using var server = await Answering(Finished());
        Assert.Equal("", (await Call(server, "auto", _folder.Write("x.csv", "x"), "--quiet")).Is(Exit.Done).All);
    }

    [Fact]
    public async Task Import_SomethingElseAnswers_SaysSo()
    {
        await using var page = await Answering(Text("text/html", "<h1>Welcome</h1>"));
        (await Call(page, "auto", _folder.Write("x.csv", "x"))).Is(Exit.Unreachable).Says("not as CaseLedger does");

        await using var elsewhere = await Answering(context =>
        {
            context.Response.Redirect("https://elsewhere.example/");
            return Task.CompletedTask;
        });
        (await Call(elsewhere, "auto", _folder["x.csv"])).Is(Exit.Unreachable).Says("https://elsewhere.example/");
        Assert.Single(elsewhere.Seen);
    }

    [Fact]
    public async Task Import_FileThatIsNotThere_OrAFolder_IsSaid()
    {
        await using var server = await Answering(Finished());
        (await Call(server, "auto", _folder["absent.csv"])).Is(Exit.Unreadable).Says("does not exist");
        (await Call(server, "auto", _folder.Path)).Is(Exit.Unreadable).Says("is a folder");
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Token_InAFile_IsReadAgainForEachRequest()
    {
        var file = _folder.Write("token", "clt_first\n");
        await using var server = await Answering(
            context =>
            {
                File.WriteAllText(file, "clt_second\nnot this");
                return Problem(503, "overloaded")(context);
            },
            Finished());
        using var caller = new Caller { Server = server.Address, Token = null };

        (await caller.Run("import", "auto", _folder.Write("x.csv", "x"), "--token-file", file)).Is(Exit.Done);

        Assert.Equal(["Bearer clt_first", "Bearer clt_second"], server.Seen.Select(seen => seen.Authorization));
    }

    [Theory]
    [InlineData("is no kind of file", "trends", "x.csv")]
    [InlineData("at least one file", "auto")]
    [InlineData("'--dryrun' is no option", "auto", "x.csv", "--dryrun")]
    [InlineData("is no option", "auto", "x.csv", "--tokn", "clt_a-token-in-a-wrong-place")]
    [InlineData("is no name=value", "auto", "x.csv", "--choose", "day-order")]
    [InlineData("is decided twice", "auto", "x.csv", "--choose", "a=1", "--choose", "a=2")]
    [InlineData("names no recording", "spreadsheet", "x.csv")]
    [InlineData("leave --isrc and --store out", "trends-snapshot", "x.csv", "--isrc", "AADEM2400001")]
    [InlineData("name no files beside it", "auto", "x.csv", "--watch", ".")]
    [InlineData("goes with none of", "auto", "--watch", ".", "--dry-run")]
    [InlineData("about --watch only", "auto", "x.csv", "--settle", "3")]
    [InlineData("0 or more", "auto", "--watch", ".", "--settle", "-1")]
    [InlineData("once only", "auto", "-", "-")]
    [InlineData("not both", "auto", "x.csv", "--token", "clt_x", "--token-file", "y")]
    [InlineData("--token: what is given is no token", "auto", "x.csv", "--token", "clt_with a space")]
    [InlineData("--token-file: absent cannot be read", "auto", "x.csv", "--token-file", "absent")]
    [InlineData("both want standard output", "auto", "x.csv", "--json", "--refused", "-")]
    [InlineData("is no address", "auto", "x.csv", "--server", "ftp://example")]
    [InlineData("has to be a folder", "auto", "x.csv", "y.csv", "--refused", "absent.csv")]
    public async Task CommandLine_ThatMakesNoSense_IsRefusedWithTheReason(string reason, params string[] arguments)
    {
        using var caller = new Caller { Server = "http://127.0.0.1:1" };

        var called = await caller.Run(["import", .. arguments]);

        called.Is(Exit.Misused).Says(reason);
        Assert.DoesNotContain("clt_a-token", called.All, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Missing_IsSaidBeforeAnythingIsSent()
    {
        await using var server = await Answering(Finished());
        using var caller = new Caller { Server = server.Address, Token = null };

        (await caller.Run("import", "auto", _folder.Write("x.csv", "x"))).Is(Exit.Unreachable).Says("CASELEDGER_TOKEN");
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Token_ThatTheServerRepeats_IsNotShown()
    {
        using var caller = new Caller { Server = "" };
        await using var server = await Answering(Problem(409, "binary", $$""", "detail":"You sent {{caller.Token}}" """));
        using var same = new Caller { Server = server.Address };

        (await same.Run("import", "auto", _folder.Write("x.csv", "x"), "--json")).Is(Exit.Unreadable).Says("You sent");
    }

    [Fact]
    public async Task Help_NamesEveryExitCode()
    {
        using var caller = new Caller { Server = "" };
        var help = (await caller.Run("import", "--help")).Is(Exit.Done).Output;
        foreach (var code in new[] { Exit.Done, Exit.Misused, Exit.Unreadable, Exit.SomeRefused, Exit.Undecided, Exit.Unreachable, Exit.Interrupted })
        {
            Assert.Matches($@"(?m)^\s+{code}\s+\w", help);
        }
    }

    private static async Task<Called> Call(FakeServer server, params string[] arguments)
    {
        using var caller = new Caller { Server = server.Address };
        return await caller.Run(["import", .. arguments]);
    }

    // What comes in pieces, and once only.
    private sealed class Pipe(byte[] content) : MemoryStream(content)
    {
        private const int Piece = 1_000;

        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, Piece)], cancellationToken);
    }
}
