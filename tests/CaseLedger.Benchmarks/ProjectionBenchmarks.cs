using System.Diagnostics;
using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Readings;
using CaseLedger.Web.Writing;
using NpgsqlTypes;

namespace CaseLedger.Benchmarks;

/// <summary>Folding a case, rebuilding the readings and keeping up with them.</summary>
internal sealed class ProjectionBenchmarks(BenchmarkDatabase database)
{
    private const int Cases = 50_000;
    private const int DaysPerSnapshot = 7;
    private static readonly DateOnly FirstDay = new(2024, 1, 1);

    /// <summary>Reads, decodes and folds a case that took a snapshot of seven days every day for a year.</summary>
    internal async Task<Measurement> Fold(int events)
    {
        await using var ledger = database.OpenLedger();
        var isrc = Isrc.Parse("AADEM2499999");
        var stream = CaseEvent.StreamOf(isrc);
        var requests = Enumerable.Range(0, events).Select(i => new AppendRequest(
            stream, ExpectedVersion.Exactly(i), "import:bench", [Snapshot(FirstDay.AddDays(i))]));
        await foreach (var _ in ledger.BulkAppend(requests.ToAsyncEnumerable()))
        {
        }

        var times = new List<double>();
        for (var i = 0; i < 700; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var state = CaseState.Fold(isrc, (await ledger.Load(stream)).As<CaseEvent>());
            var taken = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (state.Version != events)
            {
                throw new InvalidOperationException($"Folded to version {state.Version}.");
            }

            if (i >= 200)
            {
                times.Add(taken); // the first ones compile
            }
        }

        var sorted = times.Order().ToList();
        return new(
            $"reading, decoding and folding a case of {events} snapshots of {DaysPerSnapshot} days", "ms", Rounds.Median(times), null, 2,
            string.Create(CultureInfo.InvariantCulture, $"95th percentile {sorted[(int)(sorted.Count * 0.95)]:F2} ms"))
        {
            Failed = Rounds.Median(times) >= 2,
        };
    }

    /// <summary>Rebuild and steady catch-up of the readings, beside a raw read of the events and a raw COPY of the same rows.</summary>
    internal async Task<IReadOnlyList<Measurement>> Readings(int events)
    {
        await using var filled = await database.Another();
        await using var ledger = filled.OpenLedger();
        await foreach (var _ in ledger.BulkAppend(Snapshots(events).ToAsyncEnumerable()))
        {
        }

        var projection = new ReadingsProjection();
        await new ProjectionDaemon(ledger, filled.Runtime, [projection]).Prepare();
        await Maintain(filled, "analyze ledger.event");
        var (rebuilds, catchUps, raws, mosts) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds.Count; round++)
        {
            raws.Add(await Rounds.RateOf(events, () => Raw(filled, events)));
            GC.Collect();
            using (var memory = new MemoryWatch())
            {
                rebuilds.Add(await Rounds.RateOf(events, async () => await new ProjectionRebuild(ledger, filled.Runtime).Run(projection)));
                mosts.Add(memory.MostMebibytes);
            }

            await Expect(filled, events);
            await Maintain(filled, "truncate read.reading; update read.projection set position = 0");
            catchUps.Add(await CatchUp(filled, ledger, projection, events));
            await Expect(filled, events);
        }

        var raw = Rounds.Median(raws);
        var rows = (long)events * DaysPerSnapshot;
        return
        [
            new($"rebuild of the readings from {events:N0} events ({rows:N0} rows)", "events/s", Rounds.Median(rebuilds), raw, 0.6,
                string.Create(CultureInfo.InvariantCulture, $"raw: read, COPY into a bare table, the same indexes; the process held {mosts.Max():N0} MiB at most"))
            {
                Failed = mosts.Max() >= 1024,
            },
            new("steady catch-up of the daemon on the same events", "events/s", Rounds.Median(catchUps), raw, 0.4,
                $"in transactions of {new DaemonOptions().BatchEvents:N0} events, into indexed tables"),
        ];
    }

    private static async Task<double> CatchUp(BenchmarkDatabase filled, EventLedger ledger, Projection projection, int events)
    {
        var daemon = new ProjectionDaemon(ledger, filled.Runtime, [projection]);
        using var stop = new CancellationTokenSource();
        return await Rounds.RateOf(events, async () =>
        {
            var running = daemon.Run(stop.Token);
            while (!await daemon.WaitFor(events, TimeSpan.FromMilliseconds(1)))
            {
                await Task.Delay(20);
            }

            await stop.CancelAsync();
            await running;
        });
    }

    /// <summary>The least that anybody must do who turns these events into these rows.</summary>
    private static async Task Raw(BenchmarkDatabase filled, int events)
    {
        var read = 0L;
        await using (var command = filled.Raw.CreateCommand($"select {RawEvents.Columns} from ledger.event order by position"))
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                read += reader.GetInt64(0) + reader.GetString(1).Length + reader.GetInt32(2) + reader.GetGuid(3).Variant
                    + reader.GetString(4).Length + reader.GetDateTime(5).Ticks % 2 + reader.GetString(6).Length
                    + reader.GetFieldValue<byte[]>(7).Length + reader.GetFieldValue<byte[]>(8).Length + reader.GetFieldValue<byte[]>(9).Length;
            }
        }

        if (read == 0)
        {
            throw new InvalidOperationException("Nothing was read.");
        }

        await Maintain(filled, "drop table if exists raw_reading; create table raw_reading (like read.reading)");
        await using (var connection = await filled.Raw.OpenConnectionAsync())
        {
            await using var copy = await connection.BeginBinaryImportAsync(
                "copy raw_reading (position, ordinal, event_id, isrc, store, day, source, measure, count, observed_at, observed_on, approximate, recorded_at) from stdin (format binary)");
            var now = DateTime.UtcNow;
            for (var e = 0; e < events; e++)
            {
                var (id, isrc) = (Guid.NewGuid(), IsrcOf(e % Cases));
                for (var d = 0; d < DaysPerSnapshot; d++)
                {
                    copy.StartRow();
                    copy.Write((long)e, NpgsqlDbType.Bigint);
                    copy.Write(d, NpgsqlDbType.Integer);
                    copy.Write(id, NpgsqlDbType.Uuid);
                    copy.Write(isrc, NpgsqlDbType.Text);
                    copy.Write("spotify", NpgsqlDbType.Text);
                    copy.Write(FirstDay.AddDays((e / Cases) + d), NpgsqlDbType.Date);
                    copy.Write("trends", NpgsqlDbType.Text);
                    copy.Write("monetised-streams", NpgsqlDbType.Text);
                    copy.Write(100L + d, NpgsqlDbType.Bigint);
                    copy.Write(now, NpgsqlDbType.TimestampTz);
                    copy.WriteNull();
                    copy.Write(false, NpgsqlDbType.Boolean);
                    copy.Write(now, NpgsqlDbType.TimestampTz);
                }
            }

            await copy.CompleteAsync();
        }

        await Maintain(filled, new ReadingsProjection().CreateIndexes
            .Split(';').First(s => s.Contains("primary key (position, ordinal)", StringComparison.Ordinal))
            .Replace("table reading ", "table raw_reading ", StringComparison.Ordinal)
            .Replace("reading_pkey", "raw_reading_pkey", StringComparison.Ordinal));
        await Maintain(filled, "create index on raw_reading (isrc, store, day); create index on raw_reading (store, day, isrc); create index on raw_reading using brin (day)");
    }

    private static async Task Expect(BenchmarkDatabase filled, int events)
    {
        await using var count = filled.Raw.CreateCommand("select count(*) from read.reading");
        var rows = (long)(await count.ExecuteScalarAsync())!;
        if (rows != (long)events * DaysPerSnapshot)
        {
            throw new InvalidOperationException($"{rows} rows.");
        }
    }

    private static async Task Maintain(BenchmarkDatabase filled, string sql)
    {
        await using var command = filled.Raw.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }

    private static IEnumerable<AppendRequest> Snapshots(int events) =>
        Enumerable.Range(0, events).Select(i => new AppendRequest(
            $"case-{IsrcOf(i % Cases)}", ExpectedVersion.Any, "import:bench", [Snapshot(FirstDay.AddDays(i / Cases))]));

    private static string IsrcOf(int number) => string.Create(CultureInfo.InvariantCulture, $"AABEN24{number:D5}");

    private static NewEvent Snapshot(DateOnly from)
    {
        var text = new StringBuilder(400);
        text.Append(CultureInfo.InvariantCulture, $$"""{"store":"spotify","observed":{"at":"{{from.AddDays(DaysPerSnapshot + 1):yyyy-MM-dd}}T06:00:00Z"},"readings":[""");
        for (var d = 0; d < DaysPerSnapshot; d++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""{{(d == 0 ? "" : ",")}}{"day":"{{from.AddDays(d):yyyy-MM-dd}}","count":{{100 + d}}}""");
        }

        return new(Guid.NewGuid(), "trends-snapshot-taken.v1", Encoding.UTF8.GetBytes(text.Append("]}").ToString()));
    }
}

/// <summary>The most memory that the process held while it was watched.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly Timer timer;
    private long most;

    internal MemoryWatch() => timer = new(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));

    internal double MostMebibytes => Interlocked.Read(ref most) / 1024.0 / 1024.0;

    private void Look()
    {
        using var process = Process.GetCurrentProcess();
        var now = process.WorkingSet64;
        if (now > Interlocked.Read(ref most))
        {
            Interlocked.Exchange(ref most, now);
        }
    }

    public void Dispose() => timer.Dispose();
}
