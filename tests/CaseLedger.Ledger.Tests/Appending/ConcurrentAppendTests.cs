using Xunit;

namespace CaseLedger.Ledger.Tests.Appending;

/// <summary>Callers at once, in one process and in several.</summary>
public sealed class ConcurrentAppendTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    private const int Callers = 64;
    private const int Rounds = 20;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_64AtTheSameExpectedVersion_ExactlyOneWins(int processes)
    {
        var ledgers = Processes(processes);
        for (var round = 0; round < Rounds; round++)
        {
            var expected = ExpectedVersion.Exactly(round);
            var outcomes = await AtOnce(i => ledgers[i % processes].Append(Request("contested", expected, Event($"{i}")), Cancellation));
            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.Equal(Callers - 1, outcomes.Count(o => o == new AppendOutcome.VersionConflict("contested", expected, round + 1)));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_SameId64TimesAtOnce_OneEventAnd64EqualReceipts(int processes)
    {
        var ledgers = Processes(processes);
        for (var round = 0; round < Rounds; round++)
        {
            var request = Request($"s{round}", ExpectedVersion.NoStream, Event("same"));
            var outcomes = await AtOnce(i => ledgers[i % processes].Append(request, Cancellation));
            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            var receipts = outcomes.Select(o => o switch
            {
                AppendOutcome.Appended(var r) => r.Single(),
                AppendOutcome.AlreadyRecorded(var r) => r.Single(),
                _ => throw new InvalidOperationException(o.ToString()),
            });
            Assert.Single(receipts.Distinct());
            Assert.Single(await Ledger.Load($"s{round}", Cancellation));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Append_SameIdOtherContentAtOnce_OneIsKeptAndTheOthersRefused(int processes)
    {
        var ledgers = Processes(processes);
        for (var round = 0; round < Rounds; round++)
        {
            var id = Guid.NewGuid();
            var outcomes = await AtOnce(i => ledgers[i % processes].Append(Request($"s{round}", ExpectedVersion.Any, Event($"{i}", id)), Cancellation));
            var winner = Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.All(
                outcomes.Where(o => o is not AppendOutcome.Appended),
                o => Assert.Equal(new AppendOutcome.IdReused(id, winner.Receipts[0]), o));
            Assert.Single(await Ledger.Load($"s{round}", Cancellation));
        }
    }

    [Fact]
    public async Task Append_SameIdWithDifferentExpectations_TheOneThatHoldsDecides()
    {
        // The first to be taken may expect wrongly; its twin must not be told so.
        var content = Event("same");
        for (var round = 0; round < Rounds; round++)
        {
            var stream = $"s{round}";
            content = Event("same");
            var outcomes = await AtOnce(i => Ledger.Append(
                Request(stream, i % 2 == 0 ? ExpectedVersion.Exactly(7) : ExpectedVersion.NoStream, content), Cancellation));
            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.All(outcomes.Where((_, i) => i % 2 == 1), o => Assert.True(o is AppendOutcome.Appended or AppendOutcome.AlreadyRecorded));
        }
    }

    [Fact]
    public async Task Append_ManyStreamsFromSeveralProcesses_AllAreRecordedInOneOrder()
    {
        var ledgers = Processes(3);
        const int each = 50;
        await AtOnce(async i =>
        {
            AppendOutcome last = null!;
            for (var n = 0; n < each; n++)
            {
                last = await ledgers[i % 3].Append(Request($"s{i}", ExpectedVersion.Exactly(n), Event($"{n}")), Cancellation);
                Assert.IsType<AppendOutcome.Appended>(last);
            }

            return last;
        });
        Assert.Equal(Callers * each, (await Ledger.Head(Cancellation)).Size);
    }

    private EventLedger[] Processes(int count) =>
        [.. Enumerable.Range(0, count).Select(i => i == 0 ? Ledger : Disposed(new EventLedger(Runtime)))];

    private static Task<AppendOutcome[]> AtOnce(Func<int, Task<AppendOutcome>> append)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, Callers).Select(async i =>
        {
            await start.Task;
            return await append(i);
        }).ToArray();
        start.SetResult();
        return Task.WhenAll(running);
    }
}
