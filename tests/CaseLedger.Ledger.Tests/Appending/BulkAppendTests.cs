using Xunit;

namespace CaseLedger.Ledger.Tests.Appending;

public sealed class BulkAppendTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    [Fact]
    public async Task BulkAppend_ManyEventsOverManyStreams_GivesReceiptsAsSingleAppendsWould()
    {
        var requests = Enumerable.Range(0, 12_000).Select(i => Request($"s{i % 700}", ExpectedVersion.Exactly(i / 700), Event($"{i}"))).ToList();
        var outcomes = await Bulk(Ledger, requests);

        Assert.Equal(requests.Count, outcomes.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            var receipt = Assert.IsType<AppendOutcome.Appended>(outcomes[i]).Receipts.Single();
            Assert.Equal((requests[i].Stream, (i / 700) + 1, (long)i), (receipt.Stream, receipt.Version, receipt.Position));
        }

        var all = await All();
        Assert.Equal(requests.Select(r => r.Events[0].EventId), all.Select(e => e.EventId));
        Assert.Equal(requests.Select(r => r.Events[0].Payload), all.Select(e => e.Payload!));
    }

    [Fact]
    public async Task BulkAppend_TheSameAgain_RecordsNothingNewAndAnswersWithTheFirstReceipts()
    {
        var requests = Enumerable.Range(0, 3_000).Select(i => Request($"s{i % 50}", ExpectedVersion.Any, Event($"{i}"), Event($"{i}b"))).ToList();
        var ledger = Disposed(new EventLedger(Runtime, new() { BulkChunkEvents = 500 }));
        var first = await Bulk(ledger, requests);
        var again = await Bulk(ledger, requests);
        Assert.All(first.Zip(again), pair => Assert.Equal(
            Assert.IsType<AppendOutcome.Appended>(pair.First).Receipts,
            Assert.IsType<AppendOutcome.AlreadyRecorded>(pair.Second).Receipts));
        Assert.Equal(6_000, (await Ledger.Head(Cancellation)).Size);
    }

    [Fact]
    public async Task BulkAppend_HalfRecordedBefore_OnlyTheOtherHalfIsAdded()
    {
        var requests = Enumerable.Range(0, 2_000).Select(i => Request($"s{i % 50}", ExpectedVersion.Any, Event($"{i}"))).ToList();
        var ledger = Disposed(new EventLedger(Runtime, new() { BulkChunkEvents = 300 }));
        await Bulk(ledger, requests.Where((_, i) => i % 2 == 0));
        var outcomes = await Bulk(ledger, requests);
        Assert.All(outcomes.Where((_, i) => i % 2 == 0), o => Assert.IsType<AppendOutcome.AlreadyRecorded>(o));
        Assert.All(outcomes.Where((_, i) => i % 2 == 1), o => Assert.IsType<AppendOutcome.Appended>(o));
        Assert.Equal(2_000, (await Ledger.Head(Cancellation)).Size);
    }

    [Fact]
    public async Task BulkAppend_ConflictsAndReusedIdsAmongThem_EachIsJudgedOnItsOwn()
    {
        await Record("there", "1");
        var id = Guid.NewGuid();
        var outcomes = await Bulk(Ledger,
        [
            Request("a", ExpectedVersion.NoStream, Event("1", id)),
            Request("there", ExpectedVersion.NoStream, Event("conflict")),
            Request("a", ExpectedVersion.Exactly(1), Event("2")),
            Request("a", ExpectedVersion.Any, Event("1", id)),
            Request("b", ExpectedVersion.Any, Event("reused", id)),
            Request("there", ExpectedVersion.Exactly(1), Event("2")),
        ]);
        Assert.IsType<AppendOutcome.Appended>(outcomes[0]);
        Assert.Equal(new AppendOutcome.VersionConflict("there", ExpectedVersion.NoStream, 1), outcomes[1]);
        Assert.IsType<AppendOutcome.Appended>(outcomes[2]);
        Assert.IsType<AppendOutcome.AlreadyRecorded>(outcomes[3]);
        Assert.IsType<AppendOutcome.IdReused>(outcomes[4]);
        Assert.IsType<AppendOutcome.Appended>(outcomes[5]);
    }

    [Fact]
    public async Task BulkAppend_BesideOtherAppendsToTheSameStreams_BothStayDense()
    {
        var bulk = Disposed(new EventLedger(Runtime, new() { BulkChunkEvents = 200 }));
        using var done = new CancellationTokenSource();
        var single = Task.Run(async () =>
        {
            var answered = 0;
            while (!done.IsCancellationRequested)
            {
                Assert.IsType<AppendOutcome.Appended>(
                    await Ledger.Append(Request($"s{answered % 40}", ExpectedVersion.Any, Event()), Cancellation));
                answered++;
            }

            return answered;
        }, Cancellation);
        var outcomes = await Bulk(bulk, Enumerable.Range(0, 10_000).Select(i => Request($"s{i % 40}", ExpectedVersion.Any, Event($"{i}"))));
        await done.CancelAsync();
        var singles = await single;
        Assert.All(outcomes, o => Assert.IsType<AppendOutcome.Appended>(o));
        Assert.True(singles > 0);
        Assert.Equal(10_000 + singles, (await Ledger.Head(Cancellation)).Size);
    }

    [Fact]
    public async Task BulkAppend_LockHeldLongerThanMeant_ChunksBecomeSmallerAndNothingIsLost()
    {
        var ledger = Disposed(new EventLedger(Runtime, new() { BulkHold = TimeSpan.FromTicks(1) }));
        var requests = Enumerable.Range(0, 6_000).Select(i => Request($"s{i % 50}", ExpectedVersion.Any, Event($"{i}"))).ToList();
        var chunks = new List<int>();
        await foreach (var outcomes in ledger.BulkAppend(requests.ToAsyncEnumerable(), Cancellation))
        {
            chunks.Add(outcomes.Count);
        }

        Assert.Equal(requests.Count, chunks.Sum());
        Assert.Equal(chunks.OrderDescending(), chunks);
        Assert.True(chunks[^1] <= chunks[0] / 2, string.Join(' ', chunks));
        Assert.Equal(requests.Select(r => r.Events[0].EventId), (await All()).Select(e => e.EventId));
    }

    [Fact]
    public async Task BulkAppend_LargeEventsHoldTheLockLongerThanMeant_ChunksBecomeSmallerBelowTheLeastEvents()
    {
        const int kibibyte = 1 << 10;
        var ledger = Disposed(new EventLedger(Runtime, new() { BulkHold = TimeSpan.FromTicks(1) }));
        var text = new string('x', 32 * kibibyte);
        var requests = Enumerable.Range(0, 400).Select(i => Request($"s{i}", ExpectedVersion.Any, Event($"{i} {text}"))).ToList();
        var chunks = new List<int>();
        await foreach (var outcomes in ledger.BulkAppend(requests.ToAsyncEnumerable(), Cancellation))
        {
            chunks.Add(outcomes.Count);
        }

        Assert.Equal(requests.Count, chunks.Sum());
        Assert.InRange(chunks[^2], 1, 256 / 32);
    }

    [Fact]
    public async Task BulkAppend_StreamsGrowByOthersBetweenItsChunks_VersionsStayDense()
    {
        // What the bulk append knows of the streams was read before others added to them.
        async IAsyncEnumerable<AppendRequest> Interrupted()
        {
            for (var i = 0; i < 1_000; i++)
            {
                if (i % 100 == 0)
                {
                    await Record($"s{i % 7}", $"other {i}");
                }

                yield return Request($"s{i % 7}", ExpectedVersion.Any, Event($"{i}"));
            }
        }

        var ledger = Disposed(new EventLedger(Runtime, new() { BulkChunkEvents = 50 }));
        var count = 0;
        await foreach (var outcomes in ledger.BulkAppend(Interrupted(), Cancellation))
        {
            count += outcomes.Count(outcome => outcome is AppendOutcome.Appended);
        }

        Assert.Equal(1_000, count);
        Assert.Equal(1_010, (await All()).Count);
    }

    [Fact]
    public async Task BulkAppend_SourceFailsInTheMiddle_WhatWasAnsweredStandsAndTheFaultIsTheCallers()
    {
        var ledger = Disposed(new EventLedger(Runtime, new() { BulkChunkEvents = 100 }));
        async IAsyncEnumerable<AppendRequest> Failing()
        {
            for (var i = 0; i < 1_000; i++)
            {
                if (i == 550)
                {
                    throw new FormatException("line 551");
                }

                yield return Request("s", ExpectedVersion.Any, Event($"{i}"));
                await Task.Yield();
            }
        }

        var answered = 0;
        await Assert.ThrowsAsync<FormatException>(async () =>
        {
            await foreach (var chunk in ledger.BulkAppend(Failing(), Cancellation))
            {
                answered += chunk.Count;
            }
        });
        Assert.InRange(answered, 100, 500);
        Assert.Equal(answered, (await Ledger.Head(Cancellation)).Size);
    }

    private static async Task<List<AppendOutcome>> Bulk(EventLedger ledger, IEnumerable<AppendRequest> requests)
    {
        var outcomes = new List<AppendOutcome>();
        await foreach (var chunk in ledger.BulkAppend(requests.ToAsyncEnumerable(), Cancellation))
        {
            outcomes.AddRange(chunk);
        }

        return outcomes;
    }
}
