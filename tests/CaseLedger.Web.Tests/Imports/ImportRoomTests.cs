using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>What is sent to be read in takes room as evidence does, and what is refused takes none.</summary>
public sealed class ImportRoomTests(ImportRoomTests.Small fixture) : IClassFixture<ImportRoomTests.Small>
{
    private const int MostAccount = 200 * 1024;
    private const string Trends = "snapshot_at,isrc,store,day,streams_monetised\n";

    private static int _made;

    private TestServer Server => fixture.Server;

    [Theory]
    [InlineData("unknown", "agent", "", 409)]
    [InlineData("trends", "artist", "", 403)]
    [InlineData("timeline", "agent", "", 400)]
    [InlineData("timeline", "agent", "isrc=AADEM2499999", 404)]
    [InlineData("timeline", "agent", $"isrc={TestServer.OwnIsrc}&observed=2098-01-01", 409)]
    [InlineData("page", "agent", "", 415)]
    public async Task Post_AFileThatIsRefused_LeavesNothing(string what, string token, string query, int status)
    {
        var file = Encoding.UTF8.GetBytes(what switch
        {
            "trends" => $"{Trends}2024-04-05T06:00:00Z,AADEM2412345,spotify,2024-04-02,{Next()}\n",
            "timeline" => $"date,streams\n2024-03-28,{Next()}\n",
            "page" => $"<!DOCTYPE html><html>{Next()}</html>",
            _ => $"some words {Next()}\n",
        });

        await Scenario.Run(Server, s => s.As(token).PostFile($"/api/v1/imports?{query}", file).StatusIs(status));

        Assert.False(IsKept(file));
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Post_AsAPreview_KeepsNothing()
    {
        var file = Timeline(1_000);

        await Scenario.Run(Server, s => s.As("agent").PostFile($"/api/v1/imports?isrc={TestServer.OwnIsrc}&preview=true", file).StatusIs(200));

        Assert.False(IsKept(file));
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Post_ByAnArtist_MoreThanTheyMayKeep_IsRefused_TogetherWithTheirEvidence()
    {
        var evidence = Encoding.ASCII.GetBytes($"{Next()}".PadRight(MostAccount / 2, '.'));
        await Scenario.Run(Server, s => s.As("hoarder").Send(HttpMethod.Post, "/api/v1/evidence", new ByteArrayContent(evidence)).StatusIs(201));
        byte[] first = Timeline(MostAccount / 4), second = Timeline(MostAccount / 2);
        await Scenario.Run(Server, s => s.As("hoarder").PostFile($"/api/v1/imports?isrc={Small.Recording}&observed=2024-04-18", first).StatusIs(201));

        var reply = await Scenario.Run(Server, s => s.As("hoarder").PostFile($"/api/v1/imports?isrc={Small.Recording}&observed=2024-04-18", second));

        reply.IsProblem(409, "evidence-quota");
        Assert.True(IsKept(first));
        Assert.False(IsKept(second));
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Post_ByAnArtist_MoreAtOnceThanAnAccountMayKeep_IsStoppedThere()
    {
        var reply = await Scenario.Run(Server, s => s.As("hoarder").PostFile($"/api/v1/imports?isrc={Small.Recording}", Timeline(MostAccount + 1_000)));

        reply.IsProblem(413, "file-too-large");
        Assert.Equal(MostAccount, (int)reply.Json["mostBytes"]!);
    }

    [Fact]
    public async Task Post_BulkByAPipeline_CountsAgainstNobody()
    {
        var file = Encoding.UTF8.GetBytes($"{Trends}2024-04-05T06:00:00Z,AADEM2412345,spotify,2024-04-02,{Next()}\n".PadRight(MostAccount + 1_000, '\n'));

        await Scenario.Run(Server, s => s.As("ingest").PostFile("/api/v1/imports", file).StatusIs(201));

        Assert.True(IsKept(file));
    }

    [Theory]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"fi")]
    [InlineData("nothing of a form")]
    [InlineData("")]
    public async Task Post_AFormThatBreaksOff_Is400(string body)
    {
        using var broken = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x");

        (await Scenario.Run(Server, s => s.As("agent").Send(HttpMethod.Post, "/api/v1/imports", broken))).IsProblem(400, "malformed");
    }

    private static int Next() => Interlocked.Increment(ref _made);

    // Lines without anything fill it up.
    private static byte[] Timeline(int length) => Encoding.ASCII.GetBytes($"date,streams\n2024-03-28,{Next()}\n".PadRight(length, '\n'));

    private bool IsKept(byte[] file) => Server.Services.GetRequiredService<FileStore>().Has(Sha256.Parse(Convert.ToHexStringLower(SHA256.HashData(file))));

    private string[] Incoming()
    {
        var incoming = Path.Combine(Server.Services.GetRequiredService<FileStore>().Settings.Directory!, "incoming");
        return Directory.Exists(incoming) ? Directory.GetFiles(incoming) : [];
    }

    /// <summary>A server that keeps little, so that its bounds are reached.</summary>
    public sealed class Small(Postgres postgres) : IAsyncLifetime
    {
        /// <summary>A recording of the artist who sends much.</summary>
        public const string Recording = "AADEM2477001";

        public TestServer Server { get; } = new(postgres)
        {
            Settings = new() { SignInsPerMinute = 1_000, Files = new() { MostAccountBytes = MostAccount } },
        };

        public async ValueTask InitializeAsync()
        {
            await Server.InitializeAsync();
            await Server.AddToken("hoarder", Role.Artist, "artist:hoarder");
            await Server.OpenCase(Recording, artistAccount: "artist:hoarder");
            await Server.OpenCase(TestServer.OwnIsrc);
            await Server.CatchUp();
        }

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }
}
