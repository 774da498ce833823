using System.Text;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CaseLedger.Web.Tests.Imports;

/// <summary>An import for which the disk has no room ends and says so; once there is room, the same file is read in.</summary>
public sealed class NoRoomTests(NoRoomTests.Full fixture) : IClassFixture<NoRoomTests.Full>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IOException NoSpace => new("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x8007_0070) : 28);

    [Fact]
    public async Task Post_WhereTheDiskIsFull_EndsAsFailed_AndIsReadInOnceThereIsRoom()
    {
        var file = Encoding.UTF8.GetBytes("{}\n");
        var first = await Scenario.Run(fixture.Server, s => s.As("agent").PostFile("/api/v1/imports?kind=spotify-feed", file).StatusIs(201));
        var id = (string)first.Json["id"]!;
        var failed = await Ended(id);
        await fixture.Server.CatchUp();
        var page = await fixture.Server.OpenPage("agent", $"/imports/{id}");

        Assert.Equal(("failed", "no-room"), ((string?)failed["state"], (string?)failed["fault"]!["code"]));
        Assert.EndsWith("send it again once there is room.", (string?)failed["fault"]!["detail"], StringComparison.Ordinal);
        Assert.Equal(1, (int)failed["refused"]!);
        Assert.Contains("no room left", page.Text, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(fixture.Server.Services.GetRequiredService<FileStore>().Settings.Directory!, "scratch"), fixture.Importer.Scratch);

        fixture.Importer.HasRoom = true;
        await Scenario.Run(fixture.Server, s => s.As("agent").PostFile("/api/v1/imports?kind=spotify-feed", file).StatusIs(201));

        Assert.Equal("finished", (string?)(await Ended(id))["state"]);
    }

    [Fact]
    public async Task Preview_WhereTheDiskIsFull_Is507()
    {
        var reply = await Scenario.Run(fixture.Server, s => s.As("agent").PostFile("/api/v1/imports?kind=spotify-feed&preview=true", "{}\n"u8.ToArray(), FullImporter.AlwaysFull));

        reply.IsProblem(507, "no-room");
    }

    [Fact]
    public async Task RefusedRows_WithoutRoom_SaySo_AndAreLetGoOfQuietly()
    {
        await using var refused = new RefusedRows(new FullFile());

        Assert.True(FullDisk.Is(Assert.Throws<IOException>(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                refused.Add(new(i, new string('x', RefusedRow.LongestRow), null, "code", "Reason.", "Advice."));
            }
        })));
    }

    [Fact]
    public void Is_OfADeviceThatIsAlwaysFull_IsTrue_AndOfOtherFaultsFalse()
    {
        Assert.False(FullDisk.Is(new FileNotFoundException()));
        Assert.False(FullDisk.Is(new("broken pipe", 32)));
        Assert.SkipUnless(File.Exists("/dev/full"), "This system has no device that is always full.");
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        Assert.True(FullDisk.Is(Assert.ThrowsAny<IOException>(() => full.Write([1]))));
    }

    private async Task<System.Text.Json.Nodes.JsonObject> Ended(string id)
    {
        for (var tries = 0; ; tries++)
        {
            var import = (await Scenario.Run(fixture.Server, s => s.As("agent").Get($"/api/v1/imports/{id}").StatusIs(200))).Json;
            if ((string?)import["state"] != "running")
            {
                return import;
            }

            Assert.True(tries < 500, $"The import {id} does not end.");
            await Task.Delay(20, Cancellation);
        }
    }

    /// <summary>A server whose importer finds the disk full, behind a row that is refused.</summary>
    public sealed class Full(Postgres postgres) : IAsyncLifetime
    {
        internal FullImporter Importer { get; } = new();

        internal TestServer Server => _server ??= new(postgres) { Exchange = services => services.RemoveAll<IImporter>().AddSingleton<IImporter>(Importer) };

        private TestServer? _server;

        public ValueTask InitializeAsync() => Server.InitializeAsync();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    internal sealed class FullImporter : IImporter
    {
        /// <summary>A file of this name never has room.</summary>
        public const string AlwaysFull = "full.ndjson";

        private volatile bool _hasRoom;

        public bool HasRoom
        {
            get => _hasRoom;
            set => _hasRoom = value;
        }

        public string? Scratch { get; private set; }

        public ImportKind Kind => ImportKind.SpotifyFeed;

        public IEnumerable<ImportItem> Read(Stream file, ImportRequest request, CancellationToken cancellationToken)
        {
            Scratch = request.Scratch;
            yield return new ImportItem.Refuse(new(1, "{}", null, "record-other", "It is none.", "Leave it out."));
            if (!HasRoom || request.Start.Name == AlwaysFull)
            {
                throw NoSpace;
            }
        }
    }

    private sealed class FullFile : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw NoSpace;

        public override void Write(ReadOnlySpan<byte> buffer) => throw NoSpace;

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw NoSpace;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw NoSpace;
    }
}
