using CaseLedger.Ledger.Projections;
using CaseLedger.Ledger.Tests.Reading;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.Projections;

public sealed class ProjectionDaemonTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    private static readonly DaemonOptions Quick = new() { BatchEvents = 10, PollInterval = TimeSpan.FromMilliseconds(50) };

    internal override IReadOnlyList<Projection> Projections => [new TallyProjection(), new LeafProjection()];

    [Fact]
    public async Task Run_EventsBeforeAndAfterItsStart_AreAppliedOnceEach()
    {
        await Record("a", "1", "2", "3");
        await using var running = await Running.Start(Ledger, Runtime, Projections, Quick);
        await Record("b", "4", "5");
        Assert.True(await running.Daemon.WaitFor(5, TimeSpan.FromSeconds(30), Cancellation));
        await TallyProjection.AssertEqualsFold(Ledger, Runtime, Cancellation);
        Assert.All(await running.Daemon.Status(Cancellation), s => Assert.Equal((5L, 0L), (s.Position, s.Lag)));
    }

    [Fact]
    public async Task Run_BesideABulkAppend_WorksInShortBatchesAndFallsBackToLongOnesAfterIt()
    {
        var requests = Enumerable.Range(0, 2 * BesideBulk.BatchEvents).Select(i => Request($"s{i % 9}", ExpectedVersion.Any, Event($"{i}"))).ToList();
        await foreach (var _ in Ledger.BulkAppend(requests.ToAsyncEnumerable(), Cancellation))
        {
        }

        var sizes = new List<int>();
        var tally = new TallyProjection
        {
            Before = batch =>
            {
                sizes.Add(batch.Count);
                return Task.CompletedTask;
            },
        };
        using (Ledger.Signal.BulkBegins())
        {
            await using var running = await Running.Start(Ledger, Runtime, [tally, new LeafProjection()], new());
            Assert.True(await running.Daemon.WaitFor(requests.Count, TimeSpan.FromSeconds(30), Cancellation));
            Assert.Equal([BesideBulk.BatchEvents, BesideBulk.BatchEvents], sizes);
        }

        await TallyProjection.AssertEqualsFold(Ledger, Runtime, Cancellation);
    }

    [Fact]
    public async Task Run_OneHeldFastBesideABulkAppend_TheOthersHaveTheirTurns()
    {
        using var underWay = Ledger.Signal.BulkBegins();
        await using var running = await Running.Start(Ledger, Runtime, Projections, Quick);
        await using var holder = await Runtime.OpenConnectionAsync(Cancellation);
        await using var transaction = await holder.BeginTransactionAsync(Cancellation);
        await using (var hold = new NpgsqlCommand("select from read.projection where name = $1 for update", holder))
        {
            hold.Parameters.Add(new() { Value = new TallyProjection().Name });
            await hold.ExecuteNonQueryAsync(Cancellation);
        }

        await Record("a", "1", "2", "3");
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        soon.CancelAfter(TimeSpan.FromSeconds(30));
        while ((await Positions())[new LeafProjection().Name] < 3)
        {
            await Task.Delay(20, soon.Token);
        }

        Assert.Equal(0, (await Positions())[new TallyProjection().Name]);
        await transaction.RollbackAsync(Cancellation);
        Assert.True(await running.Daemon.WaitFor(3, TimeSpan.FromSeconds(30), Cancellation));

        async Task<Dictionary<string, long>> Positions() =>
            (await running.Daemon.Status(Cancellation)).ToDictionary(status => status.Name, status => status.Position);
    }

    [Fact]
    public async Task Do_SeveralBesideABulkAppend_OneAtATimeAndShort()
    {
        using var turns = new SemaphoreSlim(1, 1);
        var beside = new BesideBulk(Ledger.Signal, turns);
        Assert.False(await beside.Do(Task.FromResult, Cancellation));
        using (Ledger.Signal.BulkBegins())
        {
            var (atWork, most) = (0, 0);
            var areShort = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => beside.Do(
                async isShort =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref atWork));
                    await Task.Yield();
                    Interlocked.Decrement(ref atWork);
                    return isShort;
                },
                Cancellation)));
            Assert.All(areShort, Assert.True);
            Assert.Equal(1, most);
        }

        Assert.False(await beside.Do(Task.FromResult, Cancellation));
    }

    [Fact]
    public async Task Run_AnEventFails_OnlyItsProjectionStopsExactlyThereAndSaysWhy()
    {
        for (var i = 0; i < 25; i++)
        {
            await Record($"s{i % 3}", i == 17 ? "poison" : "fine");
        }

        var failing = new TallyProjection
        {
            Before = batch => batch.Any(e => e.Payload!.Length == "poison".Length)
                ? throw new FormatException("this event can't be read")
                : Task.CompletedTask,
        };
        await using var running = await Running.Start(Ledger, Runtime, [failing, new LeafProjection()], Quick);
        await SubscriptionTests.Until(async () => (await running.Daemon.Status(Cancellation)).Any(s => s.FailedAt is not null));
        Assert.True(await running.Daemon.WaitFor(25, TimeSpan.FromSeconds(30), Cancellation));

        var status = await running.Daemon.Status(Cancellation);
        var stopped = status.Single(s => s.Name == "tally");
        Assert.Equal((17L, 17L), (stopped.Position, stopped.FailedAt));
        Assert.Contains("this event can't be read", stopped.Failure, StringComparison.Ordinal);
        Assert.Equal((25L, (long?)null), (status.Single(s => s.Name == "leaves").Position, status.Single(s => s.Name == "leaves").FailedAt));

        // Everything before the event that fails has been applied, nothing after it.
        Assert.Equal(17, (await TallyProjection.Rows(Runtime, Cancellation)).Sum(r => r.Events));

        // The mended program rebuilds it, and the runner goes on by itself.
        await new ProjectionRebuild(Ledger, Runtime).Run(new TallyProjection(), cancellationToken: Cancellation);
        await Record("s1", "fine");
        await SubscriptionTests.Until(async () => (await running.Daemon.Status(Cancellation)).All(s => s.Position == 26));
        await TallyProjection.AssertEqualsFold(Ledger, Runtime, Cancellation);
    }

    [Fact]
    public async Task Run_KilledInTheMiddleOfBatches_AppliesEachEventOnce()
    {
        await foreach (var _ in Ledger.BulkAppend(
            Enumerable.Range(0, 500).Select(i => Request($"s{i % 7}", ExpectedVersion.Any, Event($"{i}"))).ToAsyncEnumerable(), Cancellation))
        {
        }

        var random = new Random(3);
        var batches = 0;
        var fragile = new TallyProjection
        {
            // As if the process died, or its connection: after the rows are written, before the commit.
            After = async _ =>
            {
                if (++batches % 3 == 0)
                {
                    await Execute(Owner, "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'");
                    await Task.Delay(random.Next(5), Cancellation);
                }
            },
        };
        await using var running = await Running.Start(Ledger, Runtime, [fragile], Quick);
        Assert.True(await running.Daemon.WaitFor(500, TimeSpan.FromSeconds(60), Cancellation));
        Assert.True(batches > 50);
        await running.DisposeAsync();
        await using var rest = await Running.Start(Ledger, Runtime, Projections, Quick);
        Assert.True(await rest.Daemon.WaitFor(500, TimeSpan.FromSeconds(60), Cancellation));
        await TallyProjection.AssertEqualsFold(Ledger, Runtime, Cancellation);
    }

    [Fact]
    public async Task Run_TwoProcesses_OneAppliesAndTheOtherTakesOverWhenItIsGone()
    {
        var (applied, elsewhere) = (0, 0);
        var mine = new TallyProjection { Before = batch => Count(ref applied, batch) };
        var others = new TallyProjection { Before = batch => Count(ref elsewhere, batch) };
        var first = await Running.Start(Ledger, Runtime, [mine], Quick);
        await Record("a", "1");
        Assert.True(await first.Daemon.WaitFor(1, TimeSpan.FromSeconds(30), Cancellation));
        await using var second = await Running.Start(Disposed(new EventLedger(Runtime)), Runtime, [others], Quick);
        await Record("a", "2", "3");
        Assert.True(await second.Daemon.WaitFor(3, TimeSpan.FromSeconds(30), Cancellation));
        Assert.Equal((3, 0), (applied, elsewhere));

        await first.DisposeAsync();
        await Record("a", "4");
        Assert.True(await second.Daemon.WaitFor(4, TimeSpan.FromSeconds(30), Cancellation));
        Assert.Equal((3, 1), (applied, elsewhere));
        await using var leaves = await Running.Start(Ledger, Runtime, [new LeafProjection()], Quick);
        Assert.True(await leaves.Daemon.WaitFor(4, TimeSpan.FromSeconds(30), Cancellation));

        static Task Count(ref int count, IReadOnlyList<RecordedEvent> batch)
        {
            count += batch.Count;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Rebuild_WhileServingAndAppending_ReadersSeeWholeTablesOnly()
    {
        await foreach (var _ in Ledger.BulkAppend(
            Enumerable.Range(0, 2_000).Select(i => Request($"s{i % 50}", ExpectedVersion.Any, Event($"{i}"))).ToAsyncEnumerable(), Cancellation))
        {
        }

        await using var running = await Running.Start(Ledger, Runtime, Projections, new() { BatchEvents = 100 });
        Assert.True(await running.Daemon.WaitFor(2_000, TimeSpan.FromSeconds(30), Cancellation));

        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var reading = Task.Run(async () =>
        {
            var (reads, least) = (0, 2_000L);
            while (!done.IsCancellationRequested)
            {
                var sum = (long)await Scalar<decimal>(Runtime, "select sum(events) from read.tally");
                Assert.True(sum >= least, $"{sum} after {least}");
                least = sum;
                reads++;
            }

            return reads;
        }, Cancellation);
        for (var i = 0; i < 5; i++)
        {
            var rebuilding = new ProjectionRebuild(Ledger, Runtime, new() { BatchEvents = 100 }).Run(new TallyProjection(), cancellationToken: Cancellation);
            await Record($"during {i}", "1", "2", "3");
            await rebuilding;
        }

        await done.CancelAsync();
        Assert.True(await reading > 0);
        Assert.True(await running.Daemon.WaitFor(2_015, TimeSpan.FromSeconds(30), Cancellation));
        await TallyProjection.AssertEqualsFold(Ledger, Runtime, Cancellation);
    }

    [Fact]
    public async Task Rebuild_TwiceAtOnce_TheSecondIsRefused()
    {
        await Record("a", "1");
        var inside = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        var slow = new TallyProjection { Before = async _ => { inside.TrySetResult(); await go.Task; } };
        await using var running = await Running.Start(Ledger, Runtime, Projections, Quick);
        var first = new ProjectionRebuild(Ledger, Runtime).Run(slow, cancellationToken: Cancellation);
        await inside.Task;
        await Assert.ThrowsAsync<InvalidOperationException>(() => new ProjectionRebuild(Ledger, Runtime).Run(new TallyProjection(), cancellationToken: Cancellation));
        go.SetResult();
        await first;
    }

    [Fact]
    public async Task Prepare_TablesOfAnotherVersion_AreRebuilt()
    {
        await Record("a", "1", "2");
        await new ProjectionDaemon(Ledger, Runtime, Projections).Prepare(Cancellation);
        await Execute(Runtime, "update read.projection set version = 0; drop table read.tally; create table read.tally (old_shape int)");
        await new ProjectionDaemon(Ledger, Runtime, Projections).Prepare(Cancellation);
        await TallyProjection.AssertEqualsFold(Ledger, Runtime, Cancellation);
    }

    [Fact]
    public async Task Prepare_SeveralProcessesWithANewVersion_RebuildOnce()
    {
        await Record("a", "1", "2");
        await new ProjectionDaemon(Ledger, Runtime, Projections).Prepare(Cancellation);
        await Execute(Runtime, "update read.projection set version = 0");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => new ProjectionDaemon(Ledger, Runtime, Projections).Prepare(Cancellation)));
        await TallyProjection.AssertEqualsFold(Ledger, Runtime, Cancellation);
    }

    [Fact]
    public async Task Prepare_TablesOfANewerVersion_AreLeftAlone()
    {
        await new ProjectionDaemon(Ledger, Runtime, Projections).Prepare(Cancellation);
        await Execute(Runtime, "update read.projection set version = 99 where name = 'tally'");
        await Assert.ThrowsAsync<MigrationException>(() => new ProjectionDaemon(Ledger, Runtime, Projections).Prepare(Cancellation));
        await Execute(Runtime, "update read.projection set version = 1");
        await using var running = await Running.Start(Ledger, Runtime, Projections, Quick);
    }

    [Fact]
    public async Task Prepare_BesideABusyRunner_WaitsForNobody()
    {
        await using var running = await Running.Start(Ledger, Runtime, Projections, Quick);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var appending = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                await Record("a", "1");
            }
        }, Cancellation);
        for (var i = 0; i < 50; i++)
        {
            await new ProjectionDaemon(Ledger, Runtime, Projections).Prepare(Cancellation);
        }

        await done.CancelAsync();
        await appending;
        Assert.True(await running.Daemon.WaitFor((await Ledger.Head(Cancellation)).Size, TimeSpan.FromSeconds(30), Cancellation));
    }

    [Fact]
    public async Task Run_AStatementIsCancelledByAnAdministrator_ItIsNoEventsFault()
    {
        var cancelled = false;
        var slow = new TallyProjection
        {
            After = async _ =>
            {
                if (!cancelled)
                {
                    cancelled = true;
                    throw new Npgsql.PostgresException("canceling statement due to user request", "ERROR", "ERROR", Npgsql.PostgresErrorCodes.QueryCanceled);
                }

                await Task.CompletedTask;
            },
        };
        await using var running = await Running.Start(Ledger, Runtime, [slow], Quick);
        await Record("a", "1");
        Assert.True(await running.Daemon.WaitFor(1, TimeSpan.FromSeconds(30), Cancellation));
        Assert.All(await running.Daemon.Status(Cancellation), s => Assert.Null(s.FailedAt));
        await running.DisposeAsync();
        await using var all = await Running.Start(Ledger, Runtime, Projections, Quick);
        Assert.True(await all.Daemon.WaitFor(1, TimeSpan.FromSeconds(30), Cancellation));
    }

    [Fact]
    public async Task Prepare_SeveralProcessesAtOnce_CreateTheTablesOnce()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new ProjectionDaemon(Ledger, Runtime, Projections).Prepare(Cancellation)));
        Assert.Equal(2, await Scalar<long>(Runtime, "select count(*) from read.projection"));
    }

    [Fact]
    public async Task WaitFor_NothingRuns_EndsAfterTheTimeAllowed()
    {
        await Record("a", "1");
        var daemon = new ProjectionDaemon(Ledger, Runtime, Projections);
        await daemon.Prepare(Cancellation);
        Assert.False(await daemon.WaitFor(1, TimeSpan.FromMilliseconds(50), Cancellation));
    }

    /// <summary>A daemon that runs until it is disposed.</summary>
    private sealed class Running : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Task run;

        private Running(ProjectionDaemon daemon)
        {
            Daemon = daemon;
            run = daemon.Run(stop.Token);
        }

        internal ProjectionDaemon Daemon { get; }

        internal static async Task<Running> Start(
            EventLedger ledger, Npgsql.NpgsqlDataSource dataSource, IReadOnlyList<Projection> projections, DaemonOptions options)
        {
            var daemon = new ProjectionDaemon(ledger, dataSource, projections, options);
            await daemon.Prepare(Cancellation);
            return new(daemon);
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await run;
        }
    }
}
