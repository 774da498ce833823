using System.Text;
using CaseLedger.Web.Evidence;
using Microsoft.Extensions.Logging.Abstractions;

namespace CaseLedger.Web.Tests.Evidence;

/// <summary>Pictures drawn anew by the real tool. Without it they are skipped, and fail where CI is set.</summary>
public sealed class RenditionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("caseledger-files-");
    private readonly FileStore _files;
    private readonly Renditions _renditions;

    public RenditionTests()
    {
        if (Renditions.Tool is null)
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") is null or "", "ImageMagick was not found, and in CI these tests must run.");
            Assert.Skip("No ImageMagick on this machine.");
        }

        _files = new(new() { Directory = _directory.FullName });
        _renditions = new(_files, NullLogger<Renditions>.Instance);
    }

    [Fact]
    public async Task Of_APictureThatSaysWhereItWasTaken_SaysItNoMore()
    {
        var jpeg = Files.JpegWithPlace();
        Assert.Contains("SecretPlace", Encoding.Latin1.GetString(jpeg), StringComparison.Ordinal);

        var (rendition, drawn) = await Draw(jpeg);

        Assert.Equal("image/jpeg", rendition.MediaType);
        Assert.Equal(new(40, 30), FileRecognition.Of(new MemoryStream(drawn)).Size);
        var text = Encoding.Latin1.GetString(drawn);
        Assert.DoesNotContain("Exif", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SecretPlace", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_AFileThatIsAPageToo_IsAPictureOnly()
    {
        var (rendition, drawn) = await Draw([.. Files.Png(comment: "<script>alert(1)</script>"), .. Files.Html]);

        Assert.Equal("image/png", rendition.MediaType);
        Assert.Equal(new(20, 10), FileRecognition.Of(new MemoryStream(drawn)).Size);
        Assert.DoesNotContain("script", Encoding.Latin1.GetString(drawn), StringComparison.Ordinal);
        Assert.Equal("IEND"u8.ToArray(), drawn[^8..^4]);
    }

    [Fact]
    public async Task Of_AWebP_IsAPng()
    {
        var (rendition, drawn) = await Draw(Files.WebP);

        Assert.Equal("image/png", rendition.MediaType);
        Assert.Equal((FileType.Png, new PictureSize(40, 30)), (FileRecognition.Of(new MemoryStream(drawn)).Type, FileRecognition.Of(new MemoryStream(drawn)).Size!.Value));
    }

    [Fact]
    public async Task Of_TheSamePictureAgain_IsWhatWasDrawnBefore()
    {
        var (first, _) = await Draw(Files.Png());
        await File.WriteAllTextAsync(first.Path, "as it was kept");

        var (again, drawn) = await Draw(Files.Png());

        Assert.Equal(first, again);
        Assert.Equal("as it was kept", Encoding.ASCII.GetString(drawn));
    }

    [Fact]
    public async Task Of_WhatCannotBeDrawn_IsNone_AndLeavesNothingBehind()
    {
        var png = Files.Png(200, 200);
        foreach (var file in new[] { png[..(png.Length / 2)], Files.Jpeg[..120], Files.PngHeader(60_000, 60_000), Files.Pdf, "text"u8.ToArray() })
        {
            var stored = await _files.Save(new MemoryStream(file), long.MaxValue, CancellationToken.None);

            Assert.Null(await _renditions.Of(stored.Digest, CancellationToken.None));
            // Asked again, nothing is tried again.
            Assert.Null(await _renditions.Of(stored.Digest, CancellationToken.None));
        }

        var renditions = new DirectoryInfo(_files.Renditions);
        Assert.False(renditions.Exists && renditions.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public async Task Of_APictureThatTakesTooLong_IsNone()
    {
        var impatient = new FileStore(new() { Directory = _directory.FullName, RenditionPatience = TimeSpan.Zero });
        using var renditions = new Renditions(impatient, NullLogger<Renditions>.Instance);
        var stored = await impatient.Save(new MemoryStream(Files.Png()), long.MaxValue, CancellationToken.None);

        Assert.Null(await renditions.Of(stored.Digest, CancellationToken.None));
    }

    public void Dispose()
    {
        _renditions?.Dispose();
        _directory.Delete(recursive: true);
    }

    private async Task<(Rendition Rendition, byte[] Drawn)> Draw(byte[] file)
    {
        var stored = await _files.Save(new MemoryStream(file), long.MaxValue, CancellationToken.None);
        var rendition = await _renditions.Of(stored.Digest, CancellationToken.None);
        Assert.NotNull(rendition);
        return (rendition, await File.ReadAllBytesAsync(rendition.Path));
    }
}
