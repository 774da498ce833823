using CaseLedger.Cli;
using static CaseLedger.Web.Tests.Cli.FakeServer;

namespace CaseLedger.Web.Tests.Cli;

/// <summary><c>import --watch</c>: what is sent, when, and where it goes from there.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Watch_PutsEachFileWhereItBelongs()
    {
        await using var server = await For(seen => seen switch
        {
            { Path: var path } when path.EndsWith("/refused", StringComparison.Ordinal) => Text("text/csv", "line,field\r\n7,isrc\r\n"),
            { Body: "some" } => Finished(201, 3, 1),
            { Body: "broken" } => Problem(409, "gzip-truncated", ""","detail":"Pack it again." """),
            _ => Finished(),
        });
        foreach (var name in new[] { "whole", "some", "broken" })
        {
            _folder.Write($"{name}.csv", name);
        }

        var called = await Watch(server, () => _folder.Files.All(file => file.Contains('/', StringComparison.Ordinal)));

        called.Is(Exit.Done);
        Assert.Equal(["done/some.csv", "done/whole.csv", "failed/broken.csv", "failed/broken.csv.reason.txt", "refused/some.csv.csv"], _folder.Files);
        Assert.Equal("line,field\r\n7,isrc\r\n", _folder.Text("refused", "some.csv.csv"));
        Assert.Contains("Pack it again. (gzip-truncated)", _folder.Text("failed", "broken.csv.reason.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ADoubt_IsPutToFailedWithItsQuestions()
    {
        await using var server = await Answering(Problem(409, "day-order", ""","questions":[{"name":"day-order","values":["day-first","month-first"],"evidence":"Either way."}] """));
        _folder.Write("x.csv", "x");

        await Watch(server, () => _folder.Files.Contains("failed/x.csv"));

        Assert.Contains("--choose day-order=day-first", _folder.Text("failed", "x.csv.reason.txt"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_LeavesAloneWhatIsNotDropped()
    {
        await using var server = await Answering(Finished());
        foreach (var name in new[] { "a.csv.part", "b.TMP", ".hidden.csv", "folder/c.csv", "d.csv" })
        {
            _folder.Write(name, name);
        }

        await Watch(server, () => _folder.Files.Contains("done/d.csv"));

        Assert.Equal([".hidden.csv", "a.csv.part", "b.TMP", "done/d.csv", "folder/c.csv"], _folder.Files);
    }

    [Fact]
    public async Task Watch_SendsTheOldestFirst()
    {
        await using var server = await Answering(Finished());
        foreach (var (name, hour) in new[] { ("a.csv", 3), ("b.csv", 1), ("c.csv", 2) })
        {
            File.SetLastWriteTimeUtc(_folder.Write(name, name), new(2024, 4, 3, hour, 0, 0, DateTimeKind.Utc));
        }

        await Watch(server, () => _folder.Files.Count(file => file.StartsWith("done/", StringComparison.Ordinal)) == 3);

        Assert.Equal(["b.csv", "c.csv", "a.csv"], server.Seen.Select(seen => seen.FileName));
    }

    [Fact]
    public async Task Watch_FileThatStillGrows_IsNotSentBeforeItLiesStill()
    {
        await using var server = await Answering(Finished());
        var path = _folder.Write("x.csv", "");
        var rounds = 0;

        // Its writer comes by more often than it would have to lie still, then stays away.
        await Watch(server, () =>
        {
            if (rounds++ < 20)
            {
                Assert.Empty(server.Seen);
                File.AppendAllText(path, "row\n");
            }

            return _folder.Files.Contains("done/x.csv");
        });

        Assert.Equal(20, Assert.Single(server.Seen).Body.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Watch_FileThatChangesWhileItIsReadIn_IsSentAgain()
    {
        var path = _folder.Write("x.csv", "1\n");
        await using var server = await Answering(
            context =>
            {
                File.AppendAllText(path, "2\n");
                return Finished()(context);
            },
            Finished());

        (await Watch(server, () => _folder.Files.Contains("done/x.csv"))).Says("was changed while it was sent");

        Assert.Equal(["1\n", "1\n2\n"], server.Seen.Select(seen => seen.Body));
    }

    [Fact]
    public async Task Watch_ServerAway_KeepsTheFileUntilItIsBack()
    {
        await using var server = await Answering([.. Enumerable.Repeat(Problem(503, "overloaded"), 25), Finished()]);
        _folder.Write("x.csv", "x");

        var called = await Watch(server, () => _folder.Files.Contains("done/x.csv"), "--retries", "1");

        called.Is(Exit.Done).Says("x.csv stays in the folder");
        Assert.Equal(26, server.Seen.Count);
        Assert.True(called.Waits.Max() <= TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Watch_TokenThatNoLongerHolds_KeepsTheFile()
    {
        await using var server = await Answering(Problem(401, "not-signed-in"), Finished());
        _folder.Write("x.csv", "x");

        (await Watch(server, () => _folder.Files.Contains("done/x.csv"))).Says("does not know the token");
    }

    [Fact]
    public async Task Watch_FileOnWhichTheServerFails_DoesNotHoldUpTheOthers()
    {
        await using var server = await For(seen => seen.Body == "poison" ? Problem(500, "server-fault") : Finished());
        File.SetLastWriteTimeUtc(_folder.Write("a.csv", "poison"), new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _folder.Write("b.csv", "b");

        await Watch(server, () => _folder.Files.Contains("done/b.csv"), "--retries", "0");

        Assert.Equal(["a.csv", "done/b.csv"], _folder.Files);
    }

    [Fact]
    public async Task Watch_SameNameAgain_GetsANumber()
    {
        await using var server = await For(seen => seen.Path.EndsWith("/refused", StringComparison.Ordinal) ? Text("text/csv", "second") : Finished(201, 3, 1));
        _folder.Write("done/x.ndjson.gz", "first");
        _folder.Write("refused/x.ndjson.gz.csv", "first");
        _folder.Write("x.ndjson.gz", "second");

        await Watch(server, () => _folder.Files.Contains("done/x-2.ndjson.gz"));

        Assert.Equal(["done/x-2.ndjson.gz", "done/x.ndjson.gz", "refused/x-2.ndjson.gz.csv", "refused/x.ndjson.gz.csv"], _folder.Files);
        Assert.Equal("first", _folder.Text("refused", "x.ndjson.gz.csv"));
    }

    [Fact]
    public async Task Watch_EndedBetweenTheListAndTheFile_GoesOnAtTheNextStart()
    {
        await using var server = await For(seen => seen.Path.EndsWith("/refused", StringComparison.Ordinal) ? Text("text/csv", "the list") : Finished(200, 3, 1));
        _folder.Write("x.csv", "x");
        _folder.Write("refused/x.csv.csv", "the list");

        await Watch(server, () => _folder.Files.Contains("done/x.csv"));

        Assert.Equal(["done/x.csv", "refused/x.csv.csv"], _folder.Files);
    }

    [Fact]
    public async Task Watch_Stopped_FinishesTheFileUnderWay_AndTheNextStartGoesOn()
    {
        using var caller = new Caller { Server = "" };
        Caller? watcher = null;
        await using var server = await For(seen =>
        {
            watcher!.StopSoon();
            return seen.Method == "POST" ? Running() : Finished(200);
        });
        File.SetLastWriteTimeUtc(_folder.Write("a.csv", "a"), new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _folder.Write("b.csv", "b");

        using (watcher = new Caller { Server = server.Address })
        {
            (await watcher.Run("import", "auto", "--watch", _folder.Path)).Is(Exit.Done);
        }

        Assert.Equal(["b.csv", "done/a.csv"], _folder.Files);
        using (watcher = new Caller { Server = server.Address })
        {
            await watcher.Run("import", "auto", "--watch", _folder.Path);
        }

        Assert.Equal(["done/a.csv", "done/b.csv"], _folder.Files);
    }

    [Fact]
    public async Task Watch_AskedASecondTime_EndsAtOnce_AndLeavesTheFile()
    {
        Caller? watcher = null;
        await using var server = await For(_ =>
        {
            watcher!.StopSoon();
            watcher.StopNow();
            return Running();
        });
        _folder.Write("x.csv", "x");
        using (watcher = new Caller { Server = server.Address })
        {
            (await watcher.Run("import", "auto", "--watch", _folder.Path)).Is(Exit.Done);
        }

        Assert.Equal(["x.csv"], _folder.Files);
    }

    [Fact]
    public async Task Watch_ASecondOneOnTheSameFolder_IsRefused()
    {
        await using var server = await Answering(Finished());
        Called? second = null;
        _folder.Write("x.csv", "x");
        using var other = new Caller { Server = server.Address };

        await Watch(server, () =>
        {
            second ??= other.Run("import", "auto", "--watch", _folder.Path).GetAwaiter().GetResult();
            return _folder.Files.Contains("done/x.csv");
        });

        second!.Is(Exit.Misused).Says("another caseledger watches");
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task Watch_FolderThatIsNotThere_IsRefused()
    {
        await using var server = await Answering(Finished());
        using var caller = new Caller { Server = server.Address };
        (await caller.Run("import", "auto", "--watch", _folder["absent"])).Is(Exit.Misused).Says("no folder that exists");
    }

    private async Task<Called> Watch(FakeServer server, Func<bool> until, params string[] arguments)
    {
        using var caller = new Caller { Server = server.Address, StopsWhen = until };
        return (await caller.Run(["import", "auto", "--watch", _folder.Path, .. arguments])).Is(Exit.Done);
    }
}
