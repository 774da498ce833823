using CaseLedger.Ledger.Tests.Appending;
using Xunit;

namespace CaseLedger.Ledger.Tests.Reading;

/// <summary>Whoever follows sees every event exactly once and in order, whatever the appending transactions do.</summary>
public sealed class SubscriptionTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    [Fact]
    public async Task Subscribe_AppendsHeldOpenRolledBackAndCommittedOutOfOrder_SeesEachOnceInOrder()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new List<RecordedEvent>();
        var following = Follow(Ledger, 0, seen, stop.Token);
        // A follower in another process, who is told by the database only.
        var other = Disposed(new EventLedger(Runtime));
        var seenElsewhere = new List<RecordedEvent>();
        var followingElsewhere = Follow(other, 0, seenElsewhere, stop.Token);

        var random = new Random(7);
        var committed = new List<Guid>();
        for (var round = 0; round < 25; round++)
        {
            var holding = random.Next(3) > 0;
            var slow = new[] { Event("slow"), Event("slow too") };
            await using var open = holding ? await OpenAppend.Begin(Runtime, $"slow{round % 3}", slow) : null;

            // Those that come later would like to commit first.
            var quick = Enumerable.Range(0, 5).Select(i => Event($"quick {i}")).ToList();
            var appending = quick.Select((e, i) => Ledger.Append(Request($"quick{i}", ExpectedVersion.Any, e), Cancellation)).ToList();
            await Task.Delay(random.Next(20), Cancellation);
            if (open is not null && random.Next(2) == 0)
            {
                await open.Commit();
                committed.AddRange(slow.Select(e => e.EventId));
            }
            else if (open is not null)
            {
                await open.Rollback();
            }

            Assert.All(await Task.WhenAll(appending), o => Assert.IsType<AppendOutcome.Appended>(o));
            committed.AddRange(quick.Select(e => e.EventId));
        }

        await Until(() => seen.Count >= committed.Count && seenElsewhere.Count >= committed.Count);
        await stop.CancelAsync();
        await Task.WhenAll(following, followingElsewhere);
        foreach (var sight in new[] { seen, seenElsewhere })
        {
            Assert.Equal(Enumerable.Range(0, committed.Count).Select(i => (long)i), sight.Select(e => e.Position));
            Assert.Equal(committed.ToHashSet(), sight.Select(e => e.EventId).ToHashSet());
        }
    }

    [Fact]
    public async Task Subscribe_SomebodySendsNotificationsOfTheirOwn_BelievesNothingOfThem()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new List<RecordedEvent>();
        var following = Follow(Ledger, 0, seen, stop.Token);
        await Until(async () => await Scalar<long>(Owner, "select count(*) from pg_stat_activity where query like 'listen %' and datname = current_database()") > 0);
        await Execute(Owner, "notify caseledger_appended, '9223372036854775807'");
        await Task.Delay(200, Cancellation);
        var before = await Transactions();
        await Task.Delay(1_000, Cancellation);
        Assert.InRange(await Transactions() - before, 0, 50);
        await Record("a", "1");
        await Until(() => seen.Count == 1);
        await stop.CancelAsync();
        await following;

        Task<long> Transactions() => Scalar<long>(Owner, "select xact_commit from pg_stat_database where datname = current_database()");
    }

    [Fact]
    public async Task Subscribe_FromAPositionInTheMiddle_StartsThere()
    {
        await Record("a", "1", "2", "3", "4");
        await foreach (var recorded in Ledger.Subscribe(2, Cancellation))
        {
            Assert.Equal(2, recorded.Position);
            break;
        }
    }

    [Fact]
    public async Task Subscribe_AppendInTheSameProcess_WakesItLongBeforeThePoll()
    {
        var ledger = Disposed(new EventLedger(Runtime, new() { PollInterval = TimeSpan.FromMinutes(5) }));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new List<RecordedEvent>();
        var following = Follow(ledger, 0, seen, stop.Token);
        await Task.Delay(300, Cancellation);
        await ledger.Append(Request("a", ExpectedVersion.Any, Event()), Cancellation);
        await Until(() => seen.Count == 1);
        await stop.CancelAsync();
        await following;
    }

    [Fact]
    public async Task Subscribe_AppendInAnotherProcess_WakesItLongBeforeThePoll()
    {
        var ledger = Disposed(new EventLedger(Runtime, new() { PollInterval = TimeSpan.FromMinutes(5) }));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new List<RecordedEvent>();
        var following = Follow(ledger, 0, seen, stop.Token);
        await Until(async () => await Scalar<long>(Owner, "select count(*) from pg_stat_activity where query like 'listen %' and datname = current_database()") > 0);
        await Record("a", "1");
        await Until(() => seen.Count == 1);
        await stop.CancelAsync();
        await following;
    }

    [Fact]
    public async Task Subscribe_ItsConnectionsAreEnded_GoesOnWhereItWas()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var seen = new List<RecordedEvent>();
        var ledger = Disposed(new EventLedger(Runtime, new() { PollInterval = TimeSpan.FromMilliseconds(50) }));
        var following = Follow(ledger, 0, seen, stop.Token);
        for (var round = 0; round < 5; round++)
        {
            await Until(() => Ledger.Append(Request("a", ExpectedVersion.Any, Event($"{round}")), Cancellation).ContinueWith(
                t => t.Result is AppendOutcome.Appended, Cancellation, TaskContinuationOptions.None, TaskScheduler.Default));
            await Execute(Owner, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        }

        await Until(() => seen.Count == 5);
        await stop.CancelAsync();
        await following;
        Assert.Equal([0L, 1, 2, 3, 4], seen.Select(e => e.Position));
    }

    private static async Task Follow(EventLedger ledger, long from, List<RecordedEvent> seen, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var recorded in ledger.Subscribe(from, cancellationToken))
            {
                seen.Add(recorded);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The end of following.
        }
    }

    internal static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));

    internal static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        while (!await condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
