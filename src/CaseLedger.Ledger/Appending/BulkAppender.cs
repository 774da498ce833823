using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseLedger.Ledger.Appending;

/// <summary>Appends in large transactions by COPY, under the same lock as everybody else.</summary>
/// <remarks>
/// While the lock is held nothing is parsed, hashed or waited for but the database: the next chunks are made ready
/// beside the one that is being committed. Chunks are kept small enough for other appends to get their turn between.
/// </remarks>
internal sealed class BulkAppender(NpgsqlDataSource dataSource, LedgerOptions options, SemaphoreSlim head, AppendSignal signal, ILogger logger)
{
    private const int Attempts = 3;

    // Below it most of a transaction's time is its commit.
    private const int LeastChunkEvents = 500;
    private const long LeastChunkBytes = 256 * 1024;

    // Beside the events that it is meant for, a chunk may hold this many times what others' batches may.
    private const long ChunkBytesPerBatchBytes = 4;

    internal async IAsyncEnumerable<IReadOnlyList<AppendOutcome>> Append(
        IAsyncEnumerable<AppendRequest> requests, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var size = new ChunkSize(options);
        IDisposable? underWay = null;
        var isForesightGood = true;
        var made = Channel.CreateBounded<List<SealedAppend>>(1);
        var chunks = Channel.CreateBounded<BulkChunk>(1);
        BulkSession? session = await BulkSession.Open(dataSource, cancellationToken);
        var making = Task.WhenAll(
            Task.Run(() => Make(requests, size, made.Writer, stopping.Token), CancellationToken.None),
            Task.Run(() => Foresee(made.Reader, chunks.Writer, stopping.Token), CancellationToken.None));
        try
        {
            await foreach (var ready in chunks.Reader.ReadAllAsync(cancellationToken))
            {
                // Until now its source may have been busy with a file; the views have no reason to wait for that.
                underWay ??= signal.BulkBegins();
                // What was seen before a session was lost, was perhaps seen at a server that is not there any more.
                var chunk = isForesightGood ? ready : ready with { Foreseen = null };
                for (var attempt = 1; ; attempt++)
                {
                    session ??= await BulkSession.Open(dataSource, cancellationToken);
                    var (outcomes, lost) = await Commit(session, chunk, size);
                    if (lost)
                    {
                        await session.DisposeAsync();
                        session = null;
                        isForesightGood = false;
                        chunk = chunk with { Foreseen = null };
                        // Asked and found that nothing of it was recorded: sending it again is no guess.
                        if (attempt < Attempts && outcomes.All(o => o is AppendOutcome.NotRecorded))
                        {
                            continue;
                        }
                    }

                    yield return outcomes;
                    if (outcomes.Any(o => o is AppendOutcome.Unknown or AppendOutcome.NotRecorded))
                    {
                        yield break;
                    }

                    break;
                }
            }
        }
        finally
        {
            underWay?.Dispose();
            await stopping.CancelAsync();
            await making.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (session is not null)
            {
                await session.DisposeAsync();
            }
        }
    }

    private async Task<(AppendOutcome[] Outcomes, bool Lost)> Commit(BulkSession session, BulkChunk chunk, ChunkSize size)
    {
        try
        {
            var outcomes = await Hold(session, chunk, size);
            if (outcomes.Any(o => o is AppendOutcome.Appended))
            {
                signal.Appended();
            }

            return (outcomes, false);
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or IOException && !Faults.RolledBack(fault))
        {
            logger.LogWarning(fault, "The connection was lost during a bulk append of {Appends} appends.", chunk.Appends.Count);
            var outcomes = await new UnknownCommit(dataSource, options, logger).Resolve(session.Server, chunk.Appends);
            if (outcomes.Any(o => o is AppendOutcome.Appended))
            {
                signal.Appended();
            }

            return (outcomes, true);
        }
    }

    private async Task<AppendOutcome[]> Hold(BulkSession session, BulkChunk chunk, ChunkSize size)
    {
        await head.WaitAsync(CancellationToken.None);
        try
        {
            var begun = Stopwatch.GetTimestamp();
            var outcomes = await session.Append(chunk);
            size.Took(chunk.Appends.Sum(append => append.Request.Events.Count), chunk.Appends.Sum(append => append.PayloadBytes), Stopwatch.GetElapsedTime(begun));
            return outcomes;
        }
        finally
        {
            head.Release();
        }
    }

    private static async Task Make(
        IAsyncEnumerable<AppendRequest> requests, ChunkSize size, ChannelWriter<List<SealedAppend>> chunks, CancellationToken cancellationToken)
    {
        try
        {
            var chunk = new List<SealedAppend>();
            var ids = new HashSet<Guid>();
            var (events, bytes) = (0, 0L);
            await foreach (var request in requests.WithCancellation(cancellationToken))
            {
                var append = new SealedAppend(request);
                // Within one transaction an id stands once; a repeat is judged by the next.
                var full = events + request.Events.Count > size.Events
                    || bytes + append.PayloadBytes > size.Bytes
                    || StandsIn(ids, request.Events);
                if (full && chunk.Count > 0)
                {
                    await chunks.WriteAsync(chunk, cancellationToken);
                    chunk = new(chunk.Count);
                    ids.Clear();
                    (events, bytes) = (0, 0);
                }

                foreach (var @event in request.Events)
                {
                    ids.Add(@event.EventId);
                }

                chunk.Add(append);
                events += request.Events.Count;
                bytes += append.PayloadBytes;
            }

            if (chunk.Count > 0)
            {
                await chunks.WriteAsync(chunk, cancellationToken);
            }

            chunks.Complete();
        }
        catch (Exception fault)
        {
            chunks.TryComplete(fault);
        }
    }

    // Of most appends there is one event, and of appends there are millions: no closure for each.
    private static bool StandsIn(HashSet<Guid> ids, IReadOnlyList<NewEvent> events)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (ids.Contains(events[i].EventId))
            {
                return true;
            }
        }

        return false;
    }

    // Beside the making, which has no reason to wait for the database.
    private async Task Foresee(ChannelReader<List<SealedAppend>> made, ChannelWriter<BulkChunk> chunks, CancellationToken cancellationToken)
    {
        await using var foresight = new BulkForesight(dataSource);
        try
        {
            await foreach (var chunk in made.ReadAllAsync(cancellationToken))
            {
                await chunks.WriteAsync(new(chunk, await foresight.Of(chunk, cancellationToken)), cancellationToken);
            }

            chunks.Complete();
        }
        catch (Exception fault)
        {
            chunks.TryComplete(fault);
        }
    }

    /// <summary>How many events and bytes a chunk has, from how long those before it took. Written by one thread, read by another.</summary>
    private sealed class ChunkSize(LedgerOptions options)
    {
        private readonly int leastEvents = Math.Min(LeastChunkEvents, options.BulkChunkEvents);
        private readonly long mostBytes = options.BatchBytes * ChunkBytesPerBatchBytes;
        private int events = Math.Min(2 * LeastChunkEvents, options.BulkChunkEvents);
        private long bytes = Math.Min(4 * LeastChunkBytes, options.BatchBytes * ChunkBytesPerBatchBytes);

        internal int Events => Volatile.Read(ref events);

        internal long Bytes => Volatile.Read(ref bytes);

        internal void Took(int doneEvents, long doneBytes, TimeSpan time)
        {
            // A last, short chunk and a single pause say little: at most twice or half of what it was.
            var factor = options.BulkHold / time;
            Volatile.Write(ref events, (int)Math.Clamp(Math.Clamp(doneEvents * factor, events / 2, events * 2L), leastEvents, options.BulkChunkEvents));
            Volatile.Write(ref bytes, (long)Math.Clamp(Math.Clamp(doneBytes * factor, bytes / 2, bytes * 2), Math.Min(LeastChunkBytes, mostBytes), mostBytes));
        }
    }
}
