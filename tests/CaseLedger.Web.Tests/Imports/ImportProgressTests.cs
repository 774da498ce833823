using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Imports.Statements;
using CaseLedger.Web.Imports;

namespace CaseLedger.Web.Tests.Imports;

public sealed class ImportProgressTests
{
    private const long Bytes = 1_000;

    private readonly Clock _clock = new();
    private readonly ImportProgress _progress;

    public ImportProgressTests() => _progress = new(Guid.NewGuid(), Bytes, _clock);

    [Fact]
    public void Share_FileRecordedWhileItIsRead_IsWhatWasRead()
    {
        _progress.Read(250);

        Assert.Equal(0.25, _progress.Share);
    }

    [Fact]
    public void Share_FileSortedFirst_GrowsThroughBothStretchesAndEndsAtAll()
    {
        _progress.Sorting();
        var shares = new List<double> { _progress.Share };
        foreach (var position in new[] { 400L, 800, Bytes })
        {
            _progress.Read(position);
            shares.Add(_progress.Share);
        }

        _progress.Sorted(50);
        shares.Add(_progress.Share);
        foreach (var rows in new[] { 10, 20, 20 })
        {
            _progress.Accept(rows);
            shares.Add(_progress.Share);
        }

        Assert.Equal(shares.Order(), shares);
        Assert.Equal(0, shares[0]);
        Assert.InRange(shares[3], 0.01, 0.5); // all was read, and nothing is recorded yet
        Assert.Equal(shares[3], shares[4]);
        Assert.Equal(1, shares[^1]);
    }

    [Fact]
    public void Share_RowsReadAgainForWhatContradicts_DoesNotFallBack()
    {
        _progress.Sorting();
        _progress.Read(Bytes);
        _progress.Sorted(10);
        _progress.Accept(8);
        var before = _progress.Share;

        _progress.Read(0);
        _progress.Refuse(2);

        Assert.InRange(_progress.Share, before, 1);
    }

    [Fact]
    public async Task Share_StatementThatIsReadTwice_GrowsOnceAndEndsAtAll()
    {
        // By its last line alone it is known in which order days and months stand: it is looked through for that as well.
        var file = Encoding.UTF8.GetBytes(
            $"Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR\n{string.Concat(Enumerable.Repeat("2024-01,03/04/2024,AADEM2400001,Spotify,1,0.1\n", 20_000))}2024-01,30/04/2024,AADEM2400001,Spotify,1,0.1\n");
        var progress = new ImportProgress(Guid.NewGuid(), file.Length, _clock);
        var shares = new List<double>();
        await using var watched = new WatchedStream(new MemoryStream(file), position =>
        {
            progress.Read(position);
            shares.Add(progress.Share);
        });
        var start = new ImportStarted(ImportKind.RoyaltyStatement, Sha256.Parse(new string('a', 64)), file.Length, "march.csv");
        var request = new ImportRequest(start, AccountId.Parse("agent:a"), NodaTime.Instant.FromUtc(2024, 5, 1, 0, 0)) { Watch = progress };

        var lines = new StatementImporter().Read(watched, request, TestContext.Current.CancellationToken).OfType<ImportItem.Take>().Sum(take => take.Lines.Count);

        Assert.Equal(20_001, lines);
        Assert.Equal(shares.Order(), shares);
        Assert.InRange(shares[0], 0, 0.1);
        Assert.Contains(shares, share => share is > 0.3 and < 0.9);
        Assert.Equal(1, shares[^1]);
    }

    [Fact]
    public void Left_HalfDone_IsAsLongAsItTookSoFar()
    {
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Null(_progress.Left);

        _progress.Read(Bytes / 2);

        Assert.Equal(TimeSpan.FromSeconds(30), _progress.Left);
    }

    [Fact]
    public void Restart_SortedImport_BeginsAtNothing()
    {
        _progress.Sorting();
        _progress.Read(Bytes);
        _progress.Sorted(10);
        _progress.Accept(10);

        _progress.Restart();
        _progress.Sorting();

        Assert.Equal(0, _progress.Share);
        Assert.Equal(0, _progress.Counts.Rows);
    }

    [Fact]
    public void WatchedStream_ReadInPieces_TellsEachPosition()
    {
        var told = new List<long>();
        using var stream = new WatchedStream(new MemoryStream(new byte[10]), told.Add);

        stream.ReadExactly(new byte[4]);
        stream.ReadExactly(new byte[6]);
        stream.Position = 0;
        stream.ReadExactly(new byte[1]);

        Assert.Equal([4, 10, 1], told);
    }

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by.Ticks;

        public override long GetTimestamp() => _now;
    }
}
