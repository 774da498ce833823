using Xunit;

namespace CaseLedger.Ledger.Tests.Reading;

public sealed class ReadingTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    [Fact]
    public async Task ReadStream_ForwardOrBackwardFromAVersion_IsInOrder()
    {
        await Record("a", "1", "2", "3", "4");
        await Record("b", "other");
        Assert.Equal([1, 2, 3, 4], await Versions("a", null, ReadDirection.Forward));
        Assert.Equal([3, 4], await Versions("a", 3, ReadDirection.Forward));
        Assert.Equal([4, 3, 2, 1], await Versions("a", null, ReadDirection.Backward));
        Assert.Equal([2, 1], await Versions("a", 2, ReadDirection.Backward));
        Assert.Empty(await Versions("a", 5, ReadDirection.Forward));
        Assert.Empty(await Versions("absent", null, ReadDirection.Forward));
    }

    [Fact]
    public async Task ReadAll_MoreThanOnePage_IsEveryEventOnce()
    {
        const int events = 25_000;
        await foreach (var _ in Ledger.BulkAppend(
            Enumerable.Range(0, events).Select(i => Request($"s{i % 9}", ExpectedVersion.Any, Event($"{i}"))).ToAsyncEnumerable(), Cancellation))
        {
        }

        Assert.Equal(Enumerable.Range(0, events).Select(i => (long)i), (await All()).Select(e => e.Position));
    }

    [Fact]
    public async Task Find_SomeOfTheIdsAreRecorded_GivesThoseByPosition()
    {
        var receipts = await Record("a", "1", "2", "3");
        var found = await Ledger.Find([receipts[2].EventId, Guid.NewGuid(), receipts[0].EventId], Cancellation);
        Assert.Equal([0L, 2], found.Select(e => e.Position));
    }

    [Fact]
    public async Task ReadStream_OfSomeTypes_PassesTheOthersOver()
    {
        await Ledger.Append(new("a", ExpectedVersion.Any, "agent:a", [Typed("x"), Typed("y"), Typed("x"), Typed("z"), Typed("x")]), Cancellation);
        await Record("b", "other");

        var versions = new List<int>();
        await foreach (var recorded in Ledger.ReadStream("a", 4, ReadDirection.Backward, 2, ["x", "z"], Cancellation))
        {
            versions.Add(recorded.Version);
        }

        Assert.Equal([4, 3], versions);
        Assert.Equal(new Dictionary<string, int> { ["x"] = 3, ["y"] = 1, ["z"] = 1 }, await Ledger.CountByType("a", Cancellation));
        Assert.Empty(await Ledger.CountByType("absent", Cancellation));

        static NewEvent Typed(string type) => new(Guid.NewGuid(), type, [1]);
    }

    [Fact]
    public async Task Head_EmptyLedger_IsZero() => Assert.Equal(0, (await Ledger.Head(Cancellation)).Size);

    [Fact]
    public async Task ReadStream_AtMost_StopsThere()
    {
        await Record("a", "1", "2", "3", "4");
        var versions = new List<int>();
        await foreach (var recorded in Ledger.ReadStream("a", direction: ReadDirection.Backward, atMost: 2, cancellationToken: Cancellation))
        {
            versions.Add(recorded.Version);
        }

        Assert.Equal([4, 3], versions);
    }

    private async Task<List<int>> Versions(string stream, int? from, ReadDirection direction)
    {
        var versions = new List<int>();
        await foreach (var recorded in Ledger.ReadStream(stream, from, direction, cancellationToken: Cancellation))
        {
            versions.Add(recorded.Version);
        }

        return versions;
    }
}
