using CaseLedger.Ledger.Appending;
using Xunit;

namespace CaseLedger.Ledger.Tests.Appending;

public sealed class BulkForesightTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    [Theory]
    [InlineData(0, 1)] // right when it was seen
    [InlineData(1_000, 1)] // seen at a server that had events which this one has lost
    public async Task Append_VersionsForeseenOfALargerLedger_AreReadAnew(long size, int version)
    {
        await using var session = await BulkSession.Open(Runtime, Cancellation);
        var foreseen = new Foreseen(size, [("s", size == 0 ? 0 : 7)]);

        var outcomes = await session.Append(new([new(Request("s", ExpectedVersion.Any, Event("first")))], foreseen));

        Assert.Equal(version, Assert.Single(Assert.IsType<AppendOutcome.Appended>(Assert.Single(outcomes)).Receipts).Version);
    }
}
