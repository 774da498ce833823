using System.Security.Cryptography;
using CaseLedger.Domain;
using CaseLedger.Web.Evidence;

namespace CaseLedger.Web.Tests.Evidence;

public sealed class FileStoreTests : IDisposable
{
    private static readonly byte[] Content = "What the artist sent."u8.ToArray();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("caseledger-files-");

    private FileStore Store => new(new() { Directory = _directory.FullName });

    [Fact]
    public async Task Save_OfBytes_KeepsThemUnderTheirDigest()
    {
        var stored = await Save(Content);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Content)), stored.Digest.ToString());
        Assert.Equal(Content.Length, stored.Size);
        Assert.False(stored.WasThere);
        Assert.Equal(Content.Length, Store.SizeOf(stored.Digest));
        await using var kept = Store.Open(stored.Digest);
        Assert.True(kept.CanSeek);
        Assert.Equal(stored.Digest.ToString(), Convert.ToHexStringLower(await SHA256.HashDataAsync(kept)));
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task Save_OfTheSameBytes_KeepsThemOnce()
    {
        var first = await Save(Content);
        var again = await Save(Content);

        Assert.Equal(first with { WasThere = true }, again);
        Assert.Single(_directory.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Save_OfTheSameBytesManyTimesAtOnce_KeepsThemOnce()
    {
        var content = RandomNumberGenerator.GetBytes(300_000);

        var saved = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Save(content))));

        Assert.Single(saved.Select(stored => stored.Digest).Distinct());
        Assert.Equal(content.Length, Store.SizeOf(saved[0].Digest));
        Assert.Single(_directory.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Save_OfOneByteTooMany_LeavesNothingBehind()
    {
        var wrong = await Assert.ThrowsAsync<FileTooLargeException>(() => Store.Save(new MemoryStream(Content), Content.Length - 1, CancellationToken.None));

        Assert.Equal(Content.Length - 1, wrong.Most);
        Assert.Empty(_directory.EnumerateFiles("*", SearchOption.AllDirectories));
        Assert.Equal(Content.Length, (await Store.Save(new MemoryStream(Content), Content.Length, CancellationToken.None)).Size);
    }

    [Fact]
    public async Task Save_OfAStreamThatBreaksOff_LeavesNothingBehind()
    {
        await Assert.ThrowsAsync<InvalidDataException>(() => Store.Save(new BrokenStream(Content), long.MaxValue, CancellationToken.None));

        Assert.Empty(_directory.EnumerateFiles("*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Save_OfBytesWhoseFileWasCutShort_PutsTheWholeInItsPlace()
    {
        var stored = await Save(Content);
        await File.WriteAllBytesAsync(_directory.EnumerateFiles("*", SearchOption.AllDirectories).Single().FullName, Content[..5]);

        var again = await Save(Content);

        Assert.False(again.WasThere);
        Assert.Equal(Content.Length, Store.SizeOf(stored.Digest));
    }

    [Fact]
    public void Open_OfADigestThatIsNotKept_SaysSo()
    {
        var absent = Sha256.Parse(new string('a', 64));

        Assert.False(Store.Has(absent));
        Assert.Null(Store.SizeOf(absent));
        Assert.Throws<FileNotFoundException>(() => Store.Open(absent));
    }

    [Fact]
    public async Task Save_WithoutADirectory_SaysWhatToSet()
    {
        var store = new FileStore(new());

        var wrong = await Assert.ThrowsAsync<NoFileStoreException>(() => store.Save(new MemoryStream(Content), long.MaxValue, CancellationToken.None));

        Assert.Contains("--files", wrong.Message, StringComparison.Ordinal);
        Assert.False(store.Has(Sha256.Parse(new string('a', 64))));
    }

    [Fact]
    public async Task RemoveAbandoned_OfUploadsOfYesterdayAndOfNow_RemovesYesterdaysOnly()
    {
        var stored = await Save(Content);
        var now = DateTimeOffset.UtcNow;
        var old = await Broken("old", now.AddHours(-25));
        var fresh = await Broken("fresh", now.AddHours(-23));

        Assert.Equal(1, Store.RemoveAbandoned(now));

        Assert.False(File.Exists(old));
        Assert.True(File.Exists(fresh));
        Assert.True(Store.Has(stored.Digest));
    }

    [Fact]
    public void RemoveWorkplaces_OfProgramsThatWereKilled_RemovesThoseOnly()
    {
        var now = DateTimeOffset.UtcNow;
        string[] left = [Store.MakeWorkplace(Work.Drawing).FullName, Store.MakeWorkplace(Work.Reading).FullName];
        string[] others = [Path.Combine(Store.Renditions, "ab"), Path.Combine(Store.Renditions, "reading-mine"), Store.MakeWorkplace(Work.Drawing).FullName];
        foreach (var directory in left.Concat(others))
        {
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(directory).FullName, "drawn"), "half a picture");
            Directory.SetLastWriteTimeUtc(directory, now.UtcDateTime - (directory == others[^1] ? TimeSpan.FromMinutes(59) : TimeSpan.FromMinutes(61)));
        }

        Assert.Equal(2, Store.RemoveWorkplaces(now));

        Assert.All(left, directory => Assert.False(Directory.Exists(directory)));
        Assert.All(others, directory => Assert.True(Directory.Exists(directory)));
        Assert.Equal(0, Store.RemoveWorkplaces(now));
    }

    [Fact]
    public async Task Save_OnUnix_ClosesItsDirectoriesToOthers()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        var place = new DirectoryInfo(Path.Combine(_directory.FullName, "new"));

        await new FileStore(new() { Directory = place.FullName }).Save(new MemoryStream(Content), long.MaxValue, CancellationToken.None);

        if (!OperatingSystem.IsWindows())
        {
            var others = UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            Assert.All(place.EnumerateDirectories("*", SearchOption.AllDirectories).Append(place), directory => Assert.Equal(UnixFileMode.None, directory.UnixFileMode & others));
        }
    }

    public void Dispose() => _directory.Delete(recursive: true);

    private Task<StoredFile> Save(byte[] content) => Store.Save(new MemoryStream(content), long.MaxValue, CancellationToken.None);

    private FileInfo[] Incoming() => new DirectoryInfo(Path.Combine(_directory.FullName, "incoming")).GetFiles();

    private async Task<string> Broken(string name, DateTimeOffset at)
    {
        var path = Path.Combine(_directory.FullName, "incoming", name);
        await File.WriteAllTextAsync(path, "half");
        File.SetLastWriteTimeUtc(path, at.UtcDateTime);
        return path;
    }

    // Gives what it has, then fails as a connection does.
    private sealed class BrokenStream(byte[] content) : MemoryStream(content)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("The connection was lost.");
    }
}
