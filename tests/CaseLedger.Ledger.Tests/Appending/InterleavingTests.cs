using System.Globalization;
using CaseLedger.Ledger.Projections;
using CaseLedger.Ledger.Tests.Projections;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.Appending;

/// <summary>Any interleaving of appends, repeats, conflicts and rollbacks leaves the ledger as it promises to be.</summary>
public sealed class InterleavingTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    private const int Streams = 4;
    private static readonly TallyProjection Tally = new();

    internal override IReadOnlyList<Projection> Projections => [Tally, new LeafProjection()];

    /// <summary>What one of several callers does next.</summary>
    public abstract record Step
    {
        public sealed record Append(int Stream, int Events, bool Expecting) : Step;

        public sealed record Repeat(int Which) : Step;

        public sealed record ReuseId(int Which, int Stream) : Step;

        public sealed record Conflict(int Stream) : Step;

        /// <summary>A transaction of somebody else's that appends and is rolled back.</summary>
        public sealed record RolledBack(int Stream, int HoldMilliseconds) : Step;

        public sealed record Bulk(int Stream, int Events) : Step;

        /// <summary>The projections' sessions are killed, in the middle of a batch if there is one.</summary>
        public sealed record KillRunners : Step;
    }

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, from stream in Gen.Choose(0, Streams - 1)
            from events in Gen.Choose(1, 3)
            from expecting in Gen.Elements(true, false)
            select (Step)new Step.Append(stream, events, expecting)),
        (3, Gen.Choose(0, 1_000).Select(which => (Step)new Step.Repeat(which))),
        (2, from which in Gen.Choose(0, 1_000)
            from stream in Gen.Choose(0, Streams - 1)
            select (Step)new Step.ReuseId(which, stream)),
        (2, Gen.Choose(0, Streams - 1).Select(stream => (Step)new Step.Conflict(stream))),
        (1, from stream in Gen.Choose(0, Streams - 1)
            from hold in Gen.Choose(0, 3)
            select (Step)new Step.RolledBack(stream, hold)),
        (1, from stream in Gen.Choose(0, Streams - 1)
            from events in Gen.Choose(1, 20)
            select (Step)new Step.Bulk(stream, events)),
        (1, Gen.Constant((Step)new Step.KillRunners())));

    private static readonly Arbitrary<List<List<Step>>> Interleavings = (
        from callers in Gen.Choose(1, 5)
        from steps in Gen.ListOf(Gen.ListOf(Steps, 12), callers)
        select steps.Select(s => s.ToList()).ToList()).ToArbitrary();

    [Fact]
    public async Task AnyInterleaving_PositionsAndVersionsDense_TimeInOrder_FoldEqualsProjectionEqualsRebuild()
    {
        var processes = new[] { Ledger, Disposed(new EventLedger(Runtime)) };
        var daemon = new ProjectionDaemon(Ledger, Runtime, Projections, new() { BatchEvents = 7, PollInterval = TimeSpan.FromMilliseconds(50) });
        await daemon.Prepare(Cancellation);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = daemon.Run(stopping.Token);
        var run = 0;

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(30),
            Prop.ForAll<List<List<Step>>>(Interleavings, async interleaving =>
            {
                var prefix = string.Create(CultureInfo.InvariantCulture, $"run{run++}-");
                await Task.WhenAll(interleaving.Select((steps, caller) =>
                    Task.Run(() => Perform(processes[caller % 2], prefix, steps), Cancellation)));

                var size = (await Ledger.Head(Cancellation)).Size;
                Assert.True(await daemon.WaitFor(size, TimeSpan.FromSeconds(30), Cancellation));
                var audit = await Audit();
                Assert.True(audit.IsClean, string.Join('\n', audit.Findings));
                Assert.Equal(size, audit.Events);
                Assert.All(audit.Projections, p => Assert.Equal(size, p.Position));
            }));

        await TallyProjection.AssertEqualsFold(Ledger, Runtime, Cancellation);
        var before = await TallyProjection.Rows(Runtime, Cancellation);
        await new ProjectionRebuild(Ledger, Runtime).Run(Tally, cancellationToken: Cancellation);
        Assert.Equal(before, await TallyProjection.Rows(Runtime, Cancellation));
        await stopping.CancelAsync();
        await running;
    }

    private async Task Perform(EventLedger ledger, string prefix, List<Step> steps)
    {
        var recorded = new List<(AppendRequest Request, IReadOnlyList<Receipt> Receipts)>();
        foreach (var step in steps)
        {
            switch (step)
            {
                case Step.Append append:
                    var stream = $"{prefix}{append.Stream}";
                    var expected = append.Expecting ? ExpectedVersion.Exactly(await VersionOf(stream)) : ExpectedVersion.Any;
                    var request = Request(stream, expected, [.. Enumerable.Range(0, append.Events).Select(i => Event($"{i}"))]);
                    switch (await ledger.Append(request, Cancellation))
                    {
                        case AppendOutcome.Appended appended:
                            recorded.Add((request, appended.Receipts));
                            Assert.Equal(append.Events, appended.Receipts[^1].Version - appended.Receipts[0].Version + 1);
                            break;
                        case AppendOutcome.VersionConflict conflict:
                            Assert.True(append.Expecting);
                            Assert.NotEqual(expected.Value, conflict.Actual);
                            break;
                        case var other:
                            Assert.Fail($"{other}");
                            break;
                    }

                    break;
                case Step.Repeat repeat when recorded.Count > 0:
                    var (first, receipts) = recorded[repeat.Which % recorded.Count];
                    Assert.Equal(receipts, Assert.IsType<AppendOutcome.AlreadyRecorded>(await ledger.Append(first, Cancellation)).Receipts);
                    break;
                case Step.ReuseId reuse when recorded.Count > 0:
                    var taken = recorded[reuse.Which % recorded.Count];
                    var outcome = await ledger.Append(
                        Request($"{prefix}{reuse.Stream}", ExpectedVersion.Any, Event("other", taken.Request.Events[0].EventId)), Cancellation);
                    Assert.Equal(taken.Receipts[0], Assert.IsType<AppendOutcome.IdReused>(outcome).First);
                    break;
                case Step.Conflict conflicting:
                    Assert.IsType<AppendOutcome.VersionConflict>(
                        await ledger.Append(Request($"{prefix}{conflicting.Stream}", ExpectedVersion.Exactly(1_000_000), Event()), Cancellation));
                    break;
                case Step.RolledBack rolledBack:
                    await using (var transaction = await OpenAppend.Begin(Runtime, $"{prefix}{rolledBack.Stream}", Event("never")))
                    {
                        await Task.Delay(rolledBack.HoldMilliseconds, Cancellation);
                        await transaction.Rollback();
                    }

                    break;
                case Step.KillRunners:
                    await Execute(
                        Owner,
                        "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = $1::int8::oid and database = (select oid from pg_database where datname = current_database())",
                        (long)SessionLock.Runner);
                    break;
                case Step.Bulk bulk:
                    var many = Enumerable.Range(0, bulk.Events).Select(i => Request($"{prefix}{bulk.Stream}", ExpectedVersion.Any, Event($"{i}")));
                    await foreach (var outcomes in ledger.BulkAppend(many.ToAsyncEnumerable(), Cancellation))
                    {
                        Assert.All(outcomes, o => Assert.IsType<AppendOutcome.Appended>(o));
                    }

                    break;
            }
        }
    }

    private async Task<int> VersionOf(string stream)
    {
        await foreach (var newest in Ledger.ReadStream(stream, direction: ReadDirection.Backward, atMost: 1, cancellationToken: Cancellation))
        {
            return newest.Version;
        }

        return 0;
    }
}

/// <summary>An append in somebody else's transaction, held open until it is committed or rolled back.</summary>
internal sealed class OpenAppend : IAsyncDisposable
{
    private static readonly int[] FirstStream = [1];
    private static readonly int[] AnyVersion = [-1];

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private OpenAppend(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (this.connection, this.transaction) = (connection, transaction);

    internal static async Task<OpenAppend> Begin(NpgsqlDataSource dataSource, string stream, params NewEvent[] events)
    {
        var connection = await dataSource.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        var count = events.Length;
        var salts = events.Select(_ => System.Security.Cryptography.RandomNumberGenerator.GetBytes(16)).ToArray();
        await using var command = new NpgsqlCommand(
            "select outcome from ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", connection)
        {
            Parameters =
            {
                new() { Value = new[] { stream } },
                new() { Value = FirstStream },
                new() { Value = AnyVersion },
                new() { Value = Enumerable.Repeat(1, count).ToArray() },
                new() { Value = events.Select(e => e.EventId).ToArray() },
                new() { Value = Enumerable.Repeat(stream, count).ToArray() },
                new() { Value = events.Select(e => e.Type).ToArray() },
                new() { Value = Enumerable.Repeat("agent:test", count).ToArray() },
                new() { Value = salts },
                new() { Value = events.Select(e => e.Payload).ToArray() },
                new() { Value = events.Select((e, i) => Transparency.Commitment.To(salts[i], e.Payload)).ToArray() },
            },
        };
        await command.ExecuteScalarAsync();
        return new(connection, transaction);
    }

    internal Task Commit() => transaction.CommitAsync();

    internal Task Rollback() => transaction.RollbackAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
