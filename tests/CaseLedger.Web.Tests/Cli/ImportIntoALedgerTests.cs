using System.IO.Compression;
using System.Text;
using CaseLedger.Cli;
using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Cli;

/// <summary>The command against the whole server: from a file on the disk to days in the ledger.</summary>
public sealed class ImportIntoALedgerTests(LedgerForFiles ledger) : IClassFixture<LedgerForFiles>, IAsyncLifetime
{
    private const string Timeline = "date,streams\n2024-04-01,100\n2024-04-02,101\n2024-04-03,114\n";

    private static int _cases;

    private readonly Folder _folder = new();
    private readonly string _isrc = $"AADEM26{Interlocked.Increment(ref _cases):00000}";

    private TestServer Server => ledger.Server;

    public async ValueTask InitializeAsync()
    {
        await Server.OpenCase(_isrc);
        await Server.CatchUp();
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Import_Timeline_IsInTheLedgerOnce_HoweverOftenItIsSent()
    {
        var file = _folder.Write("Song-timeline.csv", Timeline);

        (await Import(file)).Is(Exit.Done).Says("3 rows: 3 recorded");
        var size = await Server.Size();
        (await Import(file)).Is(Exit.Done).Says("nothing new");

        Assert.Equal(size, await Server.Size());
        Assert.Equal(114, await CountOf("2024-04-03"));
    }

    [Fact]
    public async Task Import_CompressedThroughStandardInput_IsTaken()
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes(Timeline));
        }

        using var caller = Somebody(() => new MemoryStream(packed.ToArray()));
        (await caller.Run("import", "s4a-song-timeline", "-", "--name", "Song-timeline.csv.gz", "--isrc", _isrc, "--store", "spotify", "--observed", "2024-04-20"))
            .Is(Exit.Done).Says("3 recorded");

        Assert.Equal(101, await CountOf("2024-04-02"));
    }

    [Fact]
    public async Task Import_SomeRowsRefused_ListsThem()
    {
        var file = _folder.Write("Song-timeline.csv", Timeline + "2024-04-04,many\n");

        (await Import(file, "--refused", _folder["refused.csv"])).Is(Exit.SomeRefused).Says("3 recorded").Says("1 refused");

        var list = _folder.Text("refused.csv").Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, list.Length);
        Assert.StartsWith("5,", list[1], StringComparison.Ordinal);
        Assert.Contains("many", list[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task DryRun_RecordsNothing()
    {
        var size = await Server.Size();

        (await Import(_folder.Write("Song-timeline.csv", Timeline + "2024-04-04,many\n"), "--dry-run")).Is(Exit.SomeRefused).Says("3 would be taken, 1 refused").Says("line 5");

        Assert.Equal(size, await Server.Size());
    }

    [Fact]
    public async Task Import_DaysThatCanBeReadEitherWay_AsksAndTakesTheAnswer()
    {
        var file = _folder.Write("Song-timeline.csv", "date,streams\n01/04/2024,100\n02/04/2024,101\n03/04/2024,114\n");

        (await Import(file)).Is(Exit.Undecided).Says("--choose day-order=day-first");
        (await Import(file, "--choose", "day-order=day-first")).Is(Exit.Done).Says("3 recorded");

        Assert.Equal(114, await CountOf("2024-04-03"));
    }

    [Fact]
    public async Task Import_FileOfAnotherKind_IsRefusedWhole() =>
        (await Import(_folder.Write("Artist-audience-timeline.csv", "date,listeners,streams,followers\n2024-04-01,1,2,3\n"))).Is(Exit.Unreadable);

    [Fact]
    public async Task Import_RecordingWithoutACase_IsRefused()
    {
        using var caller = Somebody();
        (await caller.Run("import", "s4a-song-timeline", _folder.Write("x.csv", Timeline), "--isrc", TestServer.AbsentIsrc)).Is(Exit.Unreadable).Says("--isrc");
        (await caller.Run("import", "s4a-song-timeline", _folder.Write("x.csv", Timeline), "--isrc", "no-isrc")).Is(Exit.Misused).Says("--isrc");
    }

    [Fact]
    public async Task Import_TokenThatDoesNotHold_OrMayNot_IsRefused()
    {
        var file = _folder.Write("x.csv", Timeline);
        using var stranger = new Caller { Server = "https://caseledger.example", Handler = Handler };
        (await stranger.Run("import", "s4a-song-timeline", file, "--isrc", _isrc)).Is(Exit.Unreachable).Says("does not know the token");

        using var pipeline = new Caller { Server = "https://caseledger.example", Handler = Handler, Token = Server.Token("ingest") };
        (await pipeline.Run("import", "s4a-song-timeline", file, "--isrc", _isrc)).Is(Exit.Unreachable).Says("not-allowed");
    }

    [Fact]
    public async Task Watch_TakesWhatIsDropped()
    {
        _folder.Write("good.csv", Timeline);
        _folder.Write("some.csv", Timeline + "2024-04-04,many\n");
        _folder.Write("bad.csv", "date,listeners,streams,followers\n2024-04-01,1,2,3\n");
        using var caller = Somebody(stopsWhen: () => _folder.Files.All(file => file.Contains('/', StringComparison.Ordinal)));

        (await caller.Run("import", "s4a-song-timeline", "--isrc", _isrc, "--store", "spotify", "--observed", "2024-04-20", "--watch", _folder.Path)).Is(Exit.Done);

        Assert.Equal(["done/good.csv", "done/some.csv", "failed/bad.csv", "failed/bad.csv.reason.txt", "refused/some.csv.csv"], _folder.Files);
        Assert.Equal(114, await CountOf("2024-04-03"));
    }

    private async Task<Called> Import(string file, params string[] more)
    {
        using var caller = Somebody();
        return await caller.Run(["import", "s4a-song-timeline", file, "--isrc", _isrc, "--store", "spotify", "--observed", "2024-04-20", .. more]);
    }

    private Caller Somebody(Func<Stream>? input = null, Func<bool>? stopsWhen = null) => new()
    {
        Server = "https://caseledger.example", Handler = Handler, Token = Server.Token("agent"), Input = input ?? (() => Stream.Null), StopsWhen = stopsWhen ?? (() => false),
    };

    private HttpMessageHandler Handler() => ((Microsoft.AspNetCore.TestHost.TestServer)Server.Services.GetRequiredService<IServer>()).CreateHandler();

    private async Task<long> CountOf(string day)
    {
        await Server.CatchUp();
        var history = await Scenario.Run(Server, s => s.As("agent").Get($"/api/v1/cases/{_isrc}/days/{day}?store=spotify").StatusIs(200));
        return (long)history.Json["readings"]!.AsArray()[0]!["count"]!;
    }
}

/// <summary>A server that keeps files, for all tests of a class.</summary>
public sealed class LedgerForFiles(Postgres postgres) : IAsyncLifetime
{
    private readonly Folder _store = new();
    private TestServer? _server;

    public TestServer Server => _server!;

    public ValueTask InitializeAsync()
    {
        _server = new(postgres) { Settings = new() { Files = new() { Directory = _store.Path } } };
        return _server.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _store.Dispose();
    }
}
