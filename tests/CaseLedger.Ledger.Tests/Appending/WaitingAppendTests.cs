using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.Appending;

/// <summary>What callers are told while appends have to wait.</summary>
public sealed class WaitingAppendTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    [Fact]
    public async Task Append_CancelledWhileItWaits_IsNeverRecorded()
    {
        await using var head = await HoldHead();
        var taken = Ledger.Append(Request("taken", ExpectedVersion.Any, Event()), Cancellation);
        await Task.Delay(100, Cancellation); // it is in the batch that waits for the lock; the next ones queue
        using var cancel = new CancellationTokenSource();
        var waiting = Ledger.Append(Request("waiting", ExpectedVersion.Any, Event()), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await head.Release();
        Assert.IsType<AppendOutcome.Appended>(await taken);
        await Record("later", "after everything that waited");
        Assert.Empty(await Ledger.Load("waiting", Cancellation));
    }

    [Fact]
    public async Task Append_CancelledOnceTaken_StillTellsTheTruth()
    {
        await using var head = await HoldHead();
        using var cancel = new CancellationTokenSource();
        var taken = Ledger.Append(Request("taken", ExpectedVersion.Any, Event()), cancel.Token);
        await Task.Delay(100, Cancellation);
        await cancel.CancelAsync();
        await Task.Delay(50, Cancellation);
        Assert.False(taken.IsCompleted);

        await head.Release();
        Assert.IsType<AppendOutcome.Appended>(await taken);
        Assert.Single(await Ledger.Load("taken", Cancellation));
    }

    [Fact]
    public async Task Append_CancelledAtRandomMoments_IsRecordedIfAndOnlyIfItSaysSo()
    {
        var random = new Random(1);
        for (var i = 0; i < 200; i++)
        {
            using var cancel = new CancellationTokenSource();
            var appending = Ledger.Append(Request($"s{i}", ExpectedVersion.NoStream, Event()), cancel.Token);
            await Task.WhenAny(appending, Task.Delay(TimeSpan.FromMicroseconds(random.Next(800)), Cancellation));
            await cancel.CancelAsync();
            bool told;
            try
            {
                told = await appending is AppendOutcome.Appended;
            }
            catch (OperationCanceledException)
            {
                told = false;
            }

            Assert.Equal(told ? 1 : 0, (await Ledger.Load($"s{i}", Cancellation)).Count);
        }
    }

    [Fact]
    public async Task Append_QueueFull_IsToldSoAndRecordsNothing()
    {
        const int capacity = 4;
        var ledger = Disposed(new EventLedger(Runtime, new() { QueueCapacity = capacity }));
        await using var head = await HoldHead();
        var taken = ledger.Append(Request("taken", ExpectedVersion.Any, Event()), Cancellation);
        await Task.Delay(100, Cancellation);
        var waiting = Enumerable.Range(0, capacity).Select(i => ledger.Append(Request($"w{i}", ExpectedVersion.Any, Event()), Cancellation)).ToList();

        var refused = await ledger.Append(Request("refused", ExpectedVersion.Any, Event()), Cancellation);
        Assert.Equal(new AppendOutcome.Overloaded(capacity), refused);

        await head.Release();
        Assert.IsType<AppendOutcome.Appended>(await taken);
        Assert.All(await Task.WhenAll(waiting), o => Assert.IsType<AppendOutcome.Appended>(o));
        Assert.Empty(await ledger.Load("refused", Cancellation));
        Assert.IsType<AppendOutcome.Appended>(await ledger.Append(Request("again", ExpectedVersion.Any, Event()), Cancellation));
    }

    [Fact]
    public async Task DisposeAsync_AppendsStillWaiting_AreRecordedFirst()
    {
        var ledger = new EventLedger(Runtime);
        var head = await HoldHead();
        var waiting = Enumerable.Range(0, 10).Select(i => ledger.Append(Request($"s{i}", ExpectedVersion.Any, Event()), Cancellation)).ToList();
        var disposing = ledger.DisposeAsync();
        await head.Release();
        await head.DisposeAsync();
        await disposing;
        Assert.All(await Task.WhenAll(waiting), o => Assert.IsType<AppendOutcome.Appended>(o));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ledger.Append(Request("late", ExpectedVersion.Any, Event()), Cancellation));
    }

    [Fact]
    public async Task DisposeAsync_Twice_IsTheSameAsOnce()
    {
        var ledger = new EventLedger(Runtime);
        await ledger.Append(Request("a", ExpectedVersion.Any, Event()), Cancellation);
        await ledger.DisposeAsync();
        await ledger.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
    }

    internal async Task<HeldHead> HoldHead() => await HeldHead.Take(Owner);
}

/// <summary>Somebody else's transaction that holds the head's lock.</summary>
internal sealed class HeldHead : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private HeldHead(NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (this.connection, this.transaction) = (connection, transaction);

    internal static async Task<HeldHead> Take(NpgsqlDataSource dataSource)
    {
        var connection = await dataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var hold = new NpgsqlCommand("select from ledger.head for update", connection);
        await hold.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new(connection, transaction);
    }

    internal Task Release() => transaction.RollbackAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
