using NodaTime;
using Npgsql;

namespace CaseLedger.Ledger.Appending;

/// <summary>The session of one bulk append. Not for two callers at once.</summary>
internal sealed class BulkSession : IAsyncDisposable
{
    /// <summary>Of how many streams the versions are remembered.</summary>
    internal const int RememberedStreams = 100_000;

    private const long CatchUpEvents = 100_000;

    private readonly NpgsqlConnection connection;

    /// <summary>Versions of the streams seen so far, right as of a ledger of <see cref="LedgerSize"/> events.</summary>
    private readonly Dictionary<string, int> versions = [];

    /// <summary>The versions to which a chunk has moved streams so far. Kept, because one made anew for each chunk is so large that only a full collection frees it.</summary>
    private readonly Dictionary<string, int> moved = [];

    /// <summary>The size of the ledger since which every move of a stream is in <see cref="versions"/>.</summary>
    private long knownFrom;

    /// <summary>
    /// Whether ids are looked up before writing. Not until a repeat is met: the unique index finds repeats anyway,
    /// and a first import has none.
    /// </summary>
    private bool expectRepeats;

    private BulkSession(NpgsqlConnection connection, ServerSession server)
    {
        this.connection = connection;
        Server = server;
    }

    internal ServerSession Server { get; }

    /// <summary>The ledger's size after this session's last commit; null before the first.</summary>
    internal long? LedgerSize { get; private set; }

    internal static async Task<BulkSession> Open(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            return new(connection, await ServerSession.Of(connection, cancellationToken));
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Appends a chunk in one transaction. Ids stand once in a chunk.</summary>
    internal async Task<AppendOutcome[]> Append(BulkChunk chunk)
    {
        try
        {
            return await Attempt(chunk);
        }
        catch (PostgresException fault) when (
            fault.SqlState == PostgresErrorCodes.UniqueViolation && fault.ConstraintName == "event_event_id" && !expectRepeats)
        {
            expectRepeats = true;
            Forget();
            return await Attempt(chunk);
        }
        catch
        {
            Forget();
            throw;
        }
    }

    private async Task<AppendOutcome[]> Attempt(BulkChunk made)
    {
        var chunk = made.Appends;
        var events = chunk.Sum(append => append.Request.Events.Count);
        await using var transaction = await connection.BeginTransactionAsync();
        var (@base, recordedAt) = await Lock(events);
        await Refresh(made, @base);
        var repeats = expectRepeats ? await Repeats(chunk) : [];

        // Sent while they are still being placed: the database is the slower of the two.
        var outcomes = new AppendOutcome[chunk.Count];
        moved.Clear();
        var next = @base;
        await using (var rows = new CopyOfRows(connection, recordedAt))
        {
            for (var i = 0; i < outcomes.Length; i++)
            {
                var request = chunk[i].Request;
                var current = moved.TryGetValue(request.Stream, out var version) ? version : versions[request.Stream];
                outcomes[i] = Repeated(request, repeats)
                    ?? (request.Expected != ExpectedVersion.Any && request.Expected.Value != current
                        ? new AppendOutcome.VersionConflict(request.Stream, request.Expected, current)
                        : Place(request, current, recordedAt, ref next));
                if (outcomes[i] is AppendOutcome.Appended appended)
                {
                    moved[request.Stream] = current + request.Events.Count;
                    await rows.Send(chunk[i], appended);
                }
            }

            await rows.End();
        }

        if (next < @base + events)
        {
            await using var mend = new NpgsqlCommand("update ledger.head set size = $1 where only_row", connection)
            {
                Parameters = { new() { Value = next } },
            };
            await mend.ExecuteNonQueryAsync();
        }

        await transaction.CommitAsync();

        foreach (var (stream, version) in moved)
        {
            versions[stream] = version;
        }

        LedgerSize = next;
        expectRepeats = repeats.Count > 0;
        return outcomes;
    }

    private static AppendOutcome.Appended Place(AppendRequest request, int current, DateTime recordedAt, ref long next)
    {
        var at = Instant.FromDateTimeUtc(recordedAt);
        var receipts = new Receipt[request.Events.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            receipts[i] = new(request.Events[i].EventId, request.Stream, current + 1 + i, next++, at);
        }

        return new(receipts);
    }

    private async Task<(long Base, DateTime RecordedAt)> Lock(int events)
    {
        await using var command = new NpgsqlCommand(
            """
            update ledger.head
               set size = size + $1, recorded_at = greatest(recorded_at, clock_timestamp())
             where only_row
            returning size - $1, recorded_at
            """,
            connection)
        {
            Parameters = { new() { Value = (long)events } },
        };
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetDateTime(1));
    }

    /// <summary>Makes <see cref="versions"/> right for the chunk's streams as of now, under the lock.</summary>
    private async Task Refresh(BulkChunk chunk, long @base)
    {
        if (LedgerSize is not { } size || @base < size || @base - size > CatchUpEvents || versions.Count > RememberedStreams)
        {
            versions.Clear();
            knownFrom = @base;
        }
        else if (@base > size)
        {
            // Others have appended meanwhile: what they added tells how the versions moved.
            await using var others = new NpgsqlCommand(
                "select stream, max(version) from ledger.event where position >= $1 and position < $2 group by stream", connection)
            {
                Parameters = { new() { Value = size }, new() { Value = @base } },
            };
            await Read(others, Know, CancellationToken.None);
        }

        LedgerSize = @base;
        // What was foreseen of a larger ledger was seen at a server that is not there any more, with what it lost.
        if (chunk.Foreseen is { } foreseen && foreseen.Size >= knownFrom && foreseen.Size <= @base)
        {
            // A stream that has moved since is known better.
            foreach (var (stream, version) in foreseen.Versions)
            {
                versions.TryAdd(stream, version);
            }
        }

        var missing = chunk.Appends.Select(append => append.Request.Stream).Where(stream => !versions.ContainsKey(stream)).Distinct().ToArray();
        await ReadVersions(connection, missing, Know, CancellationToken.None);

        void Know(string stream, int version) => versions[stream] = version;
    }

    /// <summary>Reads the versions of streams as of now; 0 of one that does not exist.</summary>
    internal static async Task ReadVersions(
        NpgsqlConnection connection, string[] streams, Action<string, int> tell, CancellationToken cancellationToken)
    {
        if (streams.Length == 0)
        {
            return;
        }

        await using var command = new NpgsqlCommand(
            """
            select asked.stream, coalesce(newest.version, 0)
              from unnest($1) as asked (stream)
              left join lateral (
                select version from ledger.event e where e.stream = asked.stream order by version desc limit 1) as newest on true
            """,
            connection)
        {
            Parameters = { new() { Value = streams } },
        };
        await Read(command, tell, cancellationToken);
    }

    private static async Task Read(NpgsqlCommand command, Action<string, int> tell, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            tell(reader.GetString(0), reader.GetInt32(1));
        }
    }

    private async Task<Dictionary<Guid, RecordedEvent>> Repeats(List<SealedAppend> chunk)
    {
        await using var command = new NpgsqlCommand(
            $"select {Reading.EventRows.Columns} from ledger.event where event_id = any ($1)", connection)
        {
            Parameters = { new() { Value = chunk.SelectMany(a => a.Request.Events).Select(e => e.EventId).ToArray() } },
        };
        return (await Reading.EventRows.All(command, CancellationToken.None)).ToDictionary(e => e.EventId);
    }

    private static AppendOutcome? Repeated(AppendRequest request, Dictionary<Guid, RecordedEvent> recorded)
    {
        if (recorded.Count == 0)
        {
            return null;
        }

        var found = request.Events.Select(e => recorded.GetValueOrDefault(e.EventId)).ToList();
        return found.TrueForAll(e => e is null) ? null : Repeat.Judge(request, found);
    }

    private void Forget()
    {
        versions.Clear();
        LedgerSize = null;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>One COPY into the ledger, begun with its first row.</summary>
    private sealed class CopyOfRows(NpgsqlConnection connection, DateTime recordedAt) : IAsyncDisposable
    {
        private NpgsqlRawCopyStream? copy;
        private CopyRows? rows;

        internal async ValueTask Send(SealedAppend append, AppendOutcome.Appended appended)
        {
            if (rows is null)
            {
                copy = await connection.BeginRawBinaryCopyAsync($"copy ledger.event ({Reading.EventRows.Columns}) from stdin (format binary)");
                rows = new(copy);
                rows.Begin();
            }

            for (var e = 0; e < appended.Receipts.Count; e++)
            {
                rows.Write(appended.Receipts[e], append.Request.Events[e], recordedAt, append.Request.Actor, append.Sealed[e]);
            }
        }

        internal async Task End()
        {
            if (rows is not null)
            {
                await rows.End();
            }

            if (copy is not null)
            {
                // Here and not with what is disposed of: it is where the database says what it thinks of the rows.
                var whole = copy;
                copy = null;
                await whole.DisposeAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            rows?.Dispose();
            if (copy is null)
            {
                return;
            }

            try
            {
                // Else closing it would say that these were all rows.
                await copy.CancelAsync();
            }
            catch (Exception gone) when (gone is NpgsqlException or IOException or ObjectDisposedException)
            {
                // A lost connection says nothing any more, and the fault that led here is told.
            }

            await copy.DisposeAsync();
        }
    }
}
