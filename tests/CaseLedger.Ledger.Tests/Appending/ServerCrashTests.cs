using System.Collections.Concurrent;
using CaseLedger.Ledger.Auditing;
using CaseLedger.Ledger.Projections;
using CaseLedger.Ledger.Tests.Projections;
using CaseLedger.LocalPostgres;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.Appending;

/// <summary>PostgreSQL is killed (SIGKILL) at random moments under load, and comes back.</summary>
public sealed class ServerCrashTests
{
    /// <summary>The switch for more rounds than the test run has time for.</summary>
    private const string RoundsVariable = "CASELEDGER_CRASH_ROUNDS";

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable(RoundsVariable), out var rounds) ? rounds : 10;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_AtRandomMomentsUnderLoad_NoAcknowledgedEventIsLostAndNoneStandsTwice()
    {
        await using var cluster = await ThrowawayCluster.Start(ct: Cancellation);
        await PostgresFixture.MakeTemplate(cluster);
        var connectionString = await cluster.CreateDatabase(PostgresFixture.Template, Cancellation);
        await using var dataSource = NpgsqlDataSource.Create(RuntimeConnection.For(connectionString));
        await using var ledger = new EventLedger(dataSource, new() { ResolveWithin = TimeSpan.FromSeconds(30) });
        var projections = new Projection[] { new TallyProjection(), new LeafProjection() };
        var daemon = new ProjectionDaemon(ledger, dataSource, projections, new() { BatchEvents = 20, PollInterval = TimeSpan.FromMilliseconds(100) });
        await daemon.Prepare(Cancellation);
        using var stopDaemon = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = daemon.Run(stopDaemon.Token);

        var acknowledged = new ConcurrentDictionary<Guid, Receipt>();
        var notRecorded = new ConcurrentDictionary<Guid, bool>();
        var unknown = new ConcurrentDictionary<Guid, bool>();
        var random = new Random();
        for (var round = 0; round < Rounds; round++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            var callers = Enumerable.Range(0, 16).Select(caller => Task.Run(
                () => Load(ledger, caller, acknowledged, notRecorded, unknown, stop.Token), Cancellation)).ToList();
            var before = acknowledged.Count;
            await Reading.SubscriptionTests.Until(() => acknowledged.Count > before + 20);
            await Task.Delay(random.Next(150), Cancellation);
            await cluster.Kill();
            await Task.Delay(random.Next(50), Cancellation);
            await cluster.Restart(Cancellation);
            await stop.CancelAsync();
            await Task.WhenAll(callers);
        }

        var size = (await ledger.Head(Cancellation)).Size;
        Assert.True(await daemon.WaitFor(size, TimeSpan.FromSeconds(60), Cancellation));
        await stopDaemon.CancelAsync();
        await running;

        var recorded = new Dictionary<Guid, RecordedEvent>();
        await foreach (var @event in ledger.ReadAll(0, Cancellation))
        {
            Assert.True(recorded.TryAdd(@event.EventId, @event), $"{@event.EventId} stands twice");
        }

        Assert.All(acknowledged, a => Assert.Equal(a.Value.Position, recorded[a.Key].Position));
        Assert.DoesNotContain(notRecorded.Keys, recorded.ContainsKey);

        // Nothing stands that its caller was not told of.
        Assert.All(recorded.Keys, id => Assert.True(acknowledged.ContainsKey(id) || unknown.ContainsKey(id)));
        var audit = await new LedgerAudit(ledger, dataSource, projections).Run(cancellationToken: Cancellation);
        Assert.True(audit.IsClean, string.Join('\n', audit.Findings));
        TestContext.Current.SendDiagnosticMessage(
            $"{Rounds} rounds: {acknowledged.Count} acknowledged, {notRecorded.Count} told not recorded, {unknown.Count} told unknown");
    }

    private static async Task Load(
        EventLedger ledger,
        int caller,
        ConcurrentDictionary<Guid, Receipt> acknowledged,
        ConcurrentDictionary<Guid, bool> notRecorded,
        ConcurrentDictionary<Guid, bool> unknown,
        CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var @event = LedgerTest.Event($"caller {caller}");
            switch (await ledger.Append(LedgerTest.Request($"s{caller}", ExpectedVersion.Any, @event), CancellationToken.None))
            {
                case AppendOutcome.Appended appended:
                    acknowledged[@event.EventId] = appended.Receipts[0];
                    break;
                case AppendOutcome.NotRecorded:
                    notRecorded[@event.EventId] = true;
                    await Task.Delay(20, CancellationToken.None);
                    break;
                case AppendOutcome.Unknown:
                    unknown[@event.EventId] = true;
                    break;
                case var other:
                    throw new InvalidOperationException(other.ToString());
            }
        }
    }
}
