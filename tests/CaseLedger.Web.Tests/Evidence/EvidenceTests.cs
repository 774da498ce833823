using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Http;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Evidence;

public sealed class EvidenceTests(EvidenceTests.Small fixture) : IClassFixture<EvidenceTests.Small>
{
    private const int MostFile = 64 * 1024;
    private const int MostAccount = 200 * 1024;

    private static int _made;

    private TestServer Server => fixture.Server;

    [Fact]
    public async Task Send_ANewFile_Is201_AndItComesBackAsItWas()
    {
        var file = Files.Png(comment: Unique());

        var reply = await Send("artist", file, "days.png");

        Assert.Equal(201, reply.Status);
        Assert.Equal((DigestOf(file), file.Length, "image/png", "days.png"), ((string?)reply.Json["sha256"], (int)reply.Json["bytes"]!, (string?)reply.Json["mediaType"], (string?)reply.Json["name"]));
        Assert.Empty(reply.Json["sentBefore"]!.AsArray());
        Assert.Equal($"/api/v1/evidence/{DigestOf(file)}", reply.Headers["Location"]);
        var back = await Fetch("artist", file);
        Assert.Equal(file, back.Bytes);
        Assert.Equal("image/png", back.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Fetch_OfAnything_IsAnAttachmentThatNothingRuns()
    {
        foreach (var file in new[] { Text(), Files.Png(comment: Unique()), [.. Files.Pdf, .. Encoding.ASCII.GetBytes(Unique())] })
        {
            await Send("artist", file, "Tabelle März \"1\".csv");

            var back = await Fetch("artist", file);

            Assert.StartsWith("attachment;", back.Headers["Content-Disposition"], StringComparison.Ordinal);
            Assert.Contains("filename*=UTF-8''Tabelle%20M%C3%A4rz", back.Headers["Content-Disposition"], StringComparison.Ordinal);
            Assert.Equal("nosniff", back.Headers["X-Content-Type-Options"]);
            Assert.Equal("sandbox; default-src 'none'", back.Headers["Content-Security-Policy"]);
            Assert.Equal("no-store, private", string.Join(", ", back.Headers["Cache-Control"].Split(',', StringSplitOptions.TrimEntries).Order()));
        }
    }

    [Fact]
    public async Task Send_AsAForm_TakesTheFieldFile()
    {
        var file = Text();
        using var form = new MultipartFormDataContent { { new StringContent("a note"), "note" }, { new ByteArrayContent(file), "file", "numbers.csv" } };

        var reply = await Scenario.Run(Server, s => s.As("agent").Send(HttpMethod.Post, "/api/v1/evidence", form));

        Assert.Equal((201, "numbers.csv"), (reply.Status, (string?)reply.Json["name"]));
        Assert.Equal(file, (await Fetch("agent", file)).Bytes);
    }

    [Fact]
    public async Task Send_AFormThatIsBrokenOrLacksTheFile_Is400()
    {
        using var without = new MultipartFormDataContent { { new StringContent("a note"), "note" } };
        (await Scenario.Run(Server, s => s.As("agent").Send(HttpMethod.Post, "/api/v1/evidence", without))).IsProblem(400, "malformed");

        using var broken = new ByteArrayContent("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf a fi"u8.ToArray());
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");
        (await Scenario.Run(Server, s => s.As("agent").Send(HttpMethod.Post, "/api/v1/evidence", broken))).IsProblem(400, "malformed");
    }

    [Theory]
    [InlineData("heic", "Most Compatible")]
    [InlineData("svg", "screenshot")]
    [InlineData("html", "PDF")]
    [InlineData("archive", "Unpack")]
    public async Task Send_AFileOfAnotherKind_Is415WithAHint_AndNothingIsKept(string kind, string hint)
    {
        var file = kind switch { "heic" => Files.Heic, "svg" => Files.Svg, "html" => Files.Html, _ => Files.Zip("a.html") };

        // Whatever it is called, and whatever its sender says it is.
        var reply = await Send("artist", file, "days.png", "image/png");

        reply.IsProblem(415, "evidence-type-refused");
        Assert.Contains(hint, (string?)reply.Json["detail"], StringComparison.Ordinal);
        Assert.False(Server.Services.GetRequiredService<FileStore>().Has(Domain.Sha256.Parse(DigestOf(file))));
    }

    [Fact]
    public async Task Send_APixelFlood_IsRefusedByItsHeader()
    {
        var reply = await Send("artist", [.. Files.PngHeader(60_000, 60_000), .. new byte[100]], "flood.png");

        reply.IsProblem(409, "evidence-pixels");
        Assert.Equal(60_000, (int)reply.Json["width"]!);
    }

    [Fact]
    public async Task Send_AZipBombAsWorkbook_IsKeptAsItCame_AndNeverUnpacked()
    {
        // 20 million characters in 20 kilobytes; FileRecognitionTests says what looking at it costs.
        var file = Files.Xlsx(new string('0', 20_000_000));
        Assert.True(file.Length < MostFile);

        var reply = await Send("bomber", file, "bomb.xlsx");

        Assert.Equal(201, reply.Status);
        Assert.Equal(file, (await Fetch("bomber", file)).Bytes);
    }

    [Fact]
    public async Task Send_AWorkbookWithAnExternalEntity_IsKept_AndNobodyFollowsIt()
    {
        var file = Files.Xlsx($"""<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet>&e;{Unique()}</worksheet>""");

        var reply = await Send("agent", file, "xxe.xlsx");

        Assert.Equal(201, reply.Status);
        Assert.Equal(file, (await Fetch("agent", file)).Bytes);
        Assert.DoesNotContain("root:", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_TheAntivirusTestString_IsKeptAsPlainTextToBeSavedOnly()
    {
        Assert.Equal(201, (await Send("scanned", Files.Eicar, "eicar.com")).Status);

        var back = await Fetch("scanned", Files.Eicar);

        Assert.Equal(Files.Eicar, back.Bytes);
        Assert.Equal("text/plain", back.Headers["Content-Type"]);
        Assert.StartsWith("attachment;", back.Headers["Content-Disposition"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\Users\me\days.csv", "days.csv")]
    [InlineData("a\r\nSet-Cookie: x=1.csv", "aSet-Cookie: x=1.csv")]
    [InlineData("fdp\u202Efile.exe", "fdpfile.exe")]
    [InlineData("..", "..")]
    [InlineData("", "evidence.txt")]
    public async Task Send_WithAPathOrControlsInTheName_CleansIt(string name, string expected)
    {
        var file = Text();

        var reply = await Send("agent", file, name);

        Assert.Equal(expected, (string?)reply.Json["name"]);
        var header = (await Fetch("agent", file)).Headers["Content-Disposition"];
        Assert.DoesNotContain("/", header[..header.IndexOf("filename*", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.DoesNotContain('\n', header);
    }

    [Fact]
    public async Task Send_WithAVeryLongName_CutsIt()
    {
        var reply = await Send("agent", Text(), new string('a', 500) + ".csv");

        Assert.Equal(200, ((string)reply.Json["name"]!).Length);
    }

    [Fact]
    public async Task Send_WithTheNameInTheAddress_TakesIt()
    {
        using var content = new ByteArrayContent(Text());

        var reply = await Scenario.Run(Server, s => s.As("agent").Send(HttpMethod.Post, "/api/v1/evidence?name=from%2Fthe%2Faddress.csv", content));

        Assert.Equal("address.csv", (string?)reply.Json["name"]);
    }

    [Fact]
    public async Task Send_TooMuchWithoutSayingHowMuch_IsStoppedAtTheCap_AndNothingIsLeft()
    {
        var endless = new Endless(10_000_000);

        var reply = await Scenario.Run(Server, s => s.As("agent").Send(HttpMethod.Post, "/api/v1/evidence", endless));

        reply.IsProblem(413, "evidence-too-large");
        Assert.Equal(MostFile, (int)reply.Json["mostBytes"]!);
        Assert.True(endless.Written < 5_000_000, $"{endless.Written} bytes were taken.");
        Assert.Empty(Directory.GetFiles(Path.Combine(Server.Services.GetRequiredService<FileStore>().Settings.Directory!, "incoming")));
    }

    [Fact]
    public async Task Send_TooMuchAndSayingSo_IsRefused() =>
        (await Send("agent", new byte[MostFile * 3], "large.csv")).IsProblem(413, "evidence-too-large");

    [Fact]
    public async Task Send_Nothing_Is400() => (await Send("agent", [], "empty.csv")).IsProblem(400, "file-empty");

    [Fact]
    public async Task Send_MoreThanTheAccountMayKeep_IsRefused_ButTheSameAgainIsNot()
    {
        var files = Enumerable.Range(0, 4).Select(_ => Filling(60 * 1024)).ToArray();
        foreach (var file in files[..3])
        {
            Assert.Equal(201, (await Send("hoarder", file, "a.csv")).Status);
        }

        var reply = await Send("hoarder", files[3], "a.csv");

        reply.IsProblem(409, "evidence-quota");
        Assert.False(Server.Services.GetRequiredService<FileStore>().Has(Domain.Sha256.Parse(DigestOf(files[3]))));
        Assert.Equal(200, (await Send("hoarder", files[0], "a.csv")).Status);
        Assert.Equal(201, (await Send("thrifty", files[3], "a.csv")).Status);
    }

    [Fact]
    public async Task Send_AtOnceMoreThanTheAccountMayKeep_KeepsNoMore()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Send("hasty", Filling(60 * 1024), "a.csv")));

        Assert.Equal(3, replies.Count(reply => reply.Status == 201));
        Assert.All(replies.Where(reply => reply.Status != 201), reply => reply.IsProblem(409, "evidence-quota"));
    }

    [Fact]
    public async Task Send_TheSameFileAgain_Is200_AndSaysWhereItWasSent()
    {
        var isrc = NewIsrc();
        await Server.OpenCase(isrc);
        var (other, file) = (Text(), Files.Png(comment: Unique()));
        await Send("artist", file, "days.png");
        await Attach(isrc, other, "first.png");
        await Attach(isrc, file, "days.png");
        await Server.CatchUp();

        var reply = await Send("artist", file, "again.png");

        Assert.Equal(200, reply.Status);
        var use = Assert.Single(reply.Json["sentBefore"]!.AsArray())!;
        Assert.Equal((isrc, "2024-04-03", "email", "screenshot", 2), ((string?)use["isrc"], (string?)use["sentOn"], (string?)use["via"], (string?)use["what"], (int)use["number"]!));
        Assert.NotNull(use["eventId"]);
    }

    [Fact]
    public async Task Send_AFileThatSomebodyElseSent_Is201_AndSaysNothingOfThem()
    {
        var isrc = NewIsrc();
        await Server.OpenCase(isrc);
        var file = Files.Png(comment: Unique());
        await Send("artist", file, "days.png");
        await Attach(isrc, file, "days.png");
        await Server.CatchUp();

        var reply = await Send("other", file, "mine.png");

        Assert.Equal(201, reply.Status);
        Assert.Empty(reply.Json["sentBefore"]!.AsArray());
    }

    [Fact]
    public async Task Fetch_ByWhoMay_AnswersEveryoneElseAsIfItWereAbsent()
    {
        var isrc = NewIsrc();
        await Server.OpenCase(isrc, "artist:a");
        var file = Text();
        Assert.Equal(201, (await Send("agent", file, "from support.csv")).Status);
        var absent = await Scenario.Run(Server, s => s.As("artist").Get($"/api/v1/evidence/{new string('0', 64)}"));
        absent.IsProblem(404, "not-found");
        AssertAbsent(await Fetch("artist", file));

        await Attach(isrc, file, "named in the case.csv");
        await Server.CatchUp();

        var back = await Fetch("artist", file);
        Assert.Equal(file, back.Bytes);
        Assert.Contains("named in the case.csv", back.Headers["Content-Disposition"], StringComparison.Ordinal);
        AssertAbsent(await Fetch("other", file));
        foreach (var who in new[] { "agent", "manager" })
        {
            Assert.Equal(file, (await Fetch(who, file)).Bytes);
        }

        Assert.Equal(403, (await Fetch("ingest", file)).Status);

        void AssertAbsent(Got got)
        {
            Assert.Equal((absent.Status, absent.Text), (got.Status, Encoding.UTF8.GetString(got.Bytes)));
            Assert.Equal(absent.Headers.Keys.Where(name => name != "Date").Order(), got.Headers.Keys.Where(name => name != "Date").Order());
        }
    }

    [Fact]
    public async Task Picture_OfAForeignOrAbsentFile_IsTheSame404()
    {
        var file = Files.Png(comment: Unique());
        await Send("artist", file, "days.png");

        var foreign = await Scenario.Run(Server, s => s.As("other").Get($"/evidence/{DigestOf(file)}/picture"));
        var absent = await Scenario.Run(Server, s => s.As("other").Get($"/evidence/{new string('0', 64)}/picture"));

        foreign.IsProblem(404, "not-found");
        Assert.Equal(absent.Text, foreign.Text);
        await Scenario.Run(Server, s => s.As("other").Get("/evidence/none/picture").IsProblem(400, "malformed"));
    }

    [Fact]
    public async Task Send_BySession_NeedsTheTokenOfAPage()
    {
        var visit = await Visit.SignedIn(Server, "artist", "artist:a");

        var without = await visit.Send(HttpMethod.Post, "/api/v1/evidence", new ByteArrayContent(Text()));
        var with = await visit.Send(HttpMethod.Post, "/api/v1/evidence", new ByteArrayContent(Text()), (CookieGuard.TokenHeader, await visit.FormToken()));

        without.IsProblem(400, "antiforgery");
        Assert.Equal(201, with.Status);
    }

    [Fact]
    public async Task Send_ToAServerWithoutAPlace_SaysWhatToSet()
    {
        var intake = new EvidenceIntake(new FileStore(new()), Server.Services.GetRequiredService<EvidenceTable>());

        var wrong = await Assert.ThrowsAsync<NoFileStoreException>(() =>
            intake.Take(new MemoryStream(Text()), "a.csv", new(Domain.AccountId.Parse("agent:support-1"), Role.Agent, null), CancellationToken.None));

        Assert.Equal(Problems.NoFileStore.Detail, wrong.Message);
        Assert.Contains("CASELEDGER_FILES", wrong.Message, StringComparison.Ordinal);
    }

    private static string Unique() => $"{Interlocked.Increment(ref _made)} {Guid.NewGuid()}";

    private static byte[] Text() => Encoding.UTF8.GetBytes($"day;count\n2024-04-03;{Unique()}\n");

    private static byte[] Filling(int length) => Encoding.ASCII.GetBytes(Unique().PadRight(length, '.'));

    private static string NewIsrc() => $"AADEM31{Interlocked.Increment(ref _made):00000}";

    private static string DigestOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private Task<Reply> Send(string who, byte[] file, string name, string mediaType = "application/octet-stream")
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new(mediaType);
        return Scenario.Run(Server, s => s.As(who).Header("X-File-Name", Uri.EscapeDataString(name)).Send(HttpMethod.Post, "/api/v1/evidence", content));
    }

    private Task<Reply> Attach(string isrc, byte[] file, string name) => Server.Recorded("agent", $"/api/v1/cases/{isrc}/evidence", new
    {
        id = Guid.NewGuid(), what = "screenshot", sentAt = "2024-04-03", via = "email", sha256 = DigestOf(file), name,
    });

    private async Task<Got> Fetch(string who, byte[] file)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/evidence/{DigestOf(file)}");
        request.Headers.Authorization = new("Bearer", Server.Token(who));
        using var response = await Server.Client.SendAsync(request);
        return new(
            (int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(),
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value)));
    }

    private sealed record Got(int Status, byte[] Bytes, IReadOnlyDictionary<string, string> Headers);

    // A body that says no length and goes on for long.
    private sealed class Endless(int most) : HttpContent
    {
        public int Written { get; private set; }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var chunk = Encoding.ASCII.GetBytes(new string('1', 1000));
            for (; Written < most; Written += chunk.Length)
            {
                await stream.WriteAsync(chunk);
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A server that keeps little, so that its bounds are reached.</summary>
    public sealed class Small(Postgres postgres) : IAsyncLifetime
    {
        public TestServer Server { get; } = new(postgres)
        {
            Settings = new() { SignInsPerMinute = 1_000, Files = new() { MostFileBytes = MostFile, MostAccountBytes = MostAccount } },
        };

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            foreach (var artist in new[] { "other", "hoarder", "thrifty", "hasty", "bomber", "scanned" })
            {
                await Server.AddToken(artist, Role.Artist, $"artist:{artist}");
            }
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
