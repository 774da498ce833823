using System.Diagnostics;
using System.Text;
using CaseLedger.Ledger;

namespace CaseLedger.Benchmarks;

/// <summary>Appends by few and many callers, and in bulk.</summary>
internal sealed class AppendBenchmarks(BenchmarkDatabase database)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    // A snapshot of seven days, as the Trends pipeline sends it.
    internal static byte[] Payload { get; } = Encoding.UTF8.GetBytes(
        """{"store":"spotify","observed":{"at":"2024-04-05T06:00:00Z"},"readings":[{"day":"2024-03-29","count":81},{"day":"2024-03-30","count":79},{"day":"2024-03-31","count":12},{"day":"2024-04-01","count":9},{"day":"2024-04-02","count":77},{"day":"2024-04-03","count":0},{"day":"2024-04-04","count":0}]}""");

    /// <summary>Callers that each keep one append under way, on streams of their own, with expected versions.</summary>
    internal async Task<Measurement> Callers(int callers, double target)
    {
        await database.CreateRaw("raw_single");
        await Append(callers, -1, WarmUp); // the first seconds are the compiler's
        await RawEvents.SingleRowTransactions(database.Raw, "raw_single", WarmUp, Payload, 900_000_000_000L);
        var (product, raw) = await Rounds.Alternate(
            round => Append(callers, round, Duration),
            round => RawEvents.SingleRowTransactions(database.Raw, "raw_single", Duration, Payload, round * 100_000_000L));
        return new(
            callers == 1 ? "one caller, one event a transaction" : $"{callers} callers, each with expected versions",
            "events/s", product, raw, target, "raw: one caller's prepared single-row transactions");
    }

    private async Task<double> Append(int callers, int round, TimeSpan duration)
    {
        await using var ledger = database.OpenLedger();
        using var stop = new CancellationTokenSource();
        var clock = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var stream = $"case-{callers}-{round}-{caller}-{Guid.NewGuid():N}";
            var version = 0;
            while (clock.Elapsed < duration)
            {
                var outcome = await ledger.Append(new(
                    stream, ExpectedVersion.Exactly(version), "import:bench", [new(Guid.NewGuid(), "trends-snapshot-taken.v1", Payload)]));
                version = outcome is AppendOutcome.Appended appended
                    ? appended.Receipts[0].Version
                    : throw new InvalidOperationException($"Not appended: {outcome}");
            }

            return version;
        })));
        return counts.Sum() / clock.Elapsed.TotalSeconds;
    }

    /// <summary>Eight callers on one stream, expecting nothing of it.</summary>
    internal async Task<Measurement> HotStream()
    {
        const int callers = 8;
        const int appends = 250;
        await using var ledger = database.OpenLedger();
        var stream = $"case-hot-{Guid.NewGuid():N}";
        var clock = Stopwatch.StartNew();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            var succeeded = 0;
            for (var i = 0; i < appends; i++)
            {
                var outcome = await ledger.Append(new(
                    stream, ExpectedVersion.Any, "import:bench", [new(Guid.NewGuid(), "trends-snapshot-taken.v1", Payload)]));
                succeeded += outcome is AppendOutcome.Appended ? 1 : 0;
            }

            return succeeded;
        })));
        var rate = callers * appends / clock.Elapsed.TotalSeconds;
        var succeeded = outcomes.Sum();
        return new("8 callers on one hot stream, no expected version", "events/s", rate, null, null, $"{succeeded:N0} of {callers * appends:N0} succeeded")
        {
            Failed = succeeded != callers * appends,
        };
    }

    /// <summary>A million events over fifty thousand streams.</summary>
    internal async Task<Measurement> Bulk(int events, int streams)
    {
        var (product, raw) = await Rounds.Alternate(
            async round =>
            {
                // A fresh database a round: both sides fill empty tables.
                await using var fresh = await database.Another();
                await using var ledger = fresh.OpenLedger();
                var requests = Requests(events, streams).ToList();
                return await Rounds.RateOf(events, async () =>
                {
                    var appended = 0;
                    await foreach (var outcomes in ledger.BulkAppend(requests.ToAsyncEnumerable()))
                    {
                        appended += outcomes.Count(o => o is AppendOutcome.Appended);
                    }

                    if (appended != events)
                    {
                        throw new InvalidOperationException($"{appended} of {events} were appended.");
                    }
                });
            },
            async round =>
            {
                await using var fresh = await database.Another();
                await fresh.CreateRaw("raw_bulk");
                var rows = RawRows(events, streams).ToList();
                return await Rounds.RateOf(events, () => RawEvents.Copy(fresh.Raw, "raw_bulk", rows));
            });
        return new($"bulk append of {events:N0} events over {streams:N0} streams", "events/s", product, raw, 0.7, "raw: one COPY of finished rows into the same table and indexes");
    }

    private static IEnumerable<AppendRequest> Requests(int events, int streams) =>
        Enumerable.Range(0, events).Select(i => new AppendRequest(
            $"case-{i % streams:D12}", ExpectedVersion.Exactly(i / streams), "import:bench",
            [new(Guid.NewGuid(), "trends-snapshot-taken.v1", Payload)]));

    private static IEnumerable<RecordedEvent> RawRows(int events, int streams)
    {
        var now = NodaTime.SystemClock.Instance.GetCurrentInstant();
        for (var i = 0; i < events; i++)
        {
            var salt = System.Security.Cryptography.RandomNumberGenerator.GetBytes(16);
            yield return new(
                i, $"case-{i % streams:D12}", (i / streams) + 1, Guid.NewGuid(), "trends-snapshot-taken.v1", now, "import:bench",
                salt, Payload, Transparency.Commitment.To(salt, Payload));
        }
    }
}
