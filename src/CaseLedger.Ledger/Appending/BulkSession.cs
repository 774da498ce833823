using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Ledger.Appending;

/// <summary>The session of one bulk append. Not for two callers at once.</summary>
internal sealed class BulkSession : IAsyncDisposable
{
    private const int RememberedStreams = 500_000;
    private const long CatchUpEvents = 100_000;

    private readonly NpgsqlConnection connection;

    /// <summary>Versions of the streams seen so far, right as of a ledger of <see cref="LedgerSize"/> events.</summary>
    private readonly Dictionary<string, int> versions = [];

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
    internal async Task<AppendOutcome[]> Append(List<SealedAppend> chunk)
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

    private async Task<AppendOutcome[]> Attempt(List<SealedAppend> chunk)
    {
        var events = chunk.Sum(append => append.Request.Events.Count);
        await using var transaction = await connection.BeginTransactionAsync();
        var (@base, recordedAt) = await Lock(events);
        await Refresh(chunk, @base);
        var repeats = expectRepeats ? await Repeats(chunk) : [];

        var outcomes = new AppendOutcome[chunk.Count];
        var moved = new Dictionary<string, int>();
        var next = @base;
        for (var i = 0; i < outcomes.Length; i++)
        {
            var request = chunk[i].Request;
            var current = moved.TryGetValue(request.Stream, out var version) ? version : versions[request.Stream];
            outcomes[i] = Repeated(request, repeats)
                ?? (request.Expected != ExpectedVersion.Any && request.Expected.Value != current
                    ? new AppendOutcome.VersionConflict(request.Stream, request.Expected, current)
                    : Place(request, current, recordedAt, ref next));
            if (outcomes[i] is AppendOutcome.Appended)
            {
                moved[request.Stream] = current + request.Events.Count;
            }
        }

        if (next > @base)
        {
            await Copy(chunk, outcomes, recordedAt);
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
    private async Task Refresh(List<SealedAppend> chunk, long @base)
    {
        if (LedgerSize is not { } size || @base < size || @base - size > CatchUpEvents || versions.Count > RememberedStreams)
        {
            versions.Clear();
        }
        else if (@base > size)
        {
            // Others have appended meanwhile: what they added tells how the versions moved.
            await Read("select stream, max(version) from ledger.event where position >= $1 and position < $2 group by stream", size, @base);
        }

        LedgerSize = @base;
        var missing = new HashSet<string>();
        foreach (var append in chunk)
        {
            if (!versions.ContainsKey(append.Request.Stream))
            {
                missing.Add(append.Request.Stream);
            }
        }

        if (missing.Count > 0)
        {
            await Read(
                """
                select asked.stream, coalesce(newest.version, 0)
                  from unnest($1) as asked (stream)
                  left join lateral (
                    select version from ledger.event e where e.stream = asked.stream order by version desc limit 1) as newest on true
                """,
                (object)missing.ToArray());
        }

        async Task Read(string sql, params object[] parameters)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in parameters)
            {
                command.Parameters.Add(new() { Value = value });
            }

            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                versions[reader.GetString(0)] = reader.GetInt32(1);
            }
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

    private async Task Copy(List<SealedAppend> chunk, AppendOutcome[] outcomes, DateTime recordedAt)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            $"copy ledger.event ({Reading.EventRows.Columns}) from stdin (format binary)");
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] is not AppendOutcome.Appended appended)
            {
                continue;
            }

            var append = chunk[i];
            for (var e = 0; e < appended.Receipts.Count; e++)
            {
                var (receipt, @event) = (appended.Receipts[e], append.Request.Events[e]);
                await copy.StartRowAsync();
                await copy.WriteAsync(receipt.Position, NpgsqlDbType.Bigint);
                await copy.WriteAsync(receipt.Stream, NpgsqlDbType.Text);
                await copy.WriteAsync(receipt.Version, NpgsqlDbType.Integer);
                await copy.WriteAsync(receipt.EventId, NpgsqlDbType.Uuid);
                await copy.WriteAsync(@event.Type, NpgsqlDbType.Text);
                await copy.WriteAsync(recordedAt, NpgsqlDbType.TimestampTz);
                await copy.WriteAsync(append.Request.Actor, NpgsqlDbType.Text);
                await copy.WriteAsync(append.Sealed[e].Salt, NpgsqlDbType.Bytea);
                await copy.WriteAsync(@event.Payload, NpgsqlDbType.Bytea);
                await copy.WriteAsync(append.Sealed[e].Commitment, NpgsqlDbType.Bytea);
            }
        }

        await copy.CompleteAsync();
    }

    private void Forget()
    {
        versions.Clear();
        LedgerSize = null;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
