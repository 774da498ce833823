using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Ledger.Appending;

/// <summary>The session of one sequencer: <c>ledger.append</c> prepared once, one round trip a batch.</summary>
internal sealed class AppendConnection : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;
    private readonly NpgsqlParameter<string[]> streams = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<int[]> appendStream = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<int[]> appendExpected = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<int[]> eventAppend = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };
    private readonly NpgsqlParameter<Guid[]> eventIds = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
    private readonly NpgsqlParameter<string[]> eventStreams = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<string[]> eventTypes = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<string[]> eventActors = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };
    private readonly NpgsqlParameter<byte[][]> eventSalts = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<byte[][]> eventPayloads = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };
    private readonly NpgsqlParameter<byte[][]> eventCommitments = new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea };

    private AppendConnection(NpgsqlConnection connection, ServerSession session)
    {
        this.connection = connection;
        Session = session;
        command = new(
            """
            select outcome, first_position, first_version, at, holder, holder_stream
              from ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            connection)
        {
            Parameters =
            {
                streams, appendStream, appendExpected, eventAppend, eventIds, eventStreams, eventTypes, eventActors,
                eventSalts, eventPayloads, eventCommitments,
            },
        };
    }

    /// <summary>The server's process behind this connection.</summary>
    internal ServerSession Session { get; }

    internal static async Task<AppendConnection> Open(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            var opened = new AppendConnection(connection, await ServerSession.Of(connection, cancellationToken));
            await opened.command.PrepareAsync(cancellationToken);
            return opened;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a batch and returns once its commit is acknowledged.</summary>
    /// <returns>Outcomes by append. Nothing is read from them before the server is ready for the next statement.</returns>
    internal async Task<AppendOutcome[]> Append(List<PendingAppend> batch)
    {
        Fill(batch);
        short[] outcome;
        long?[] position;
        int?[] version;
        DateTime[] at;
        Guid?[]? holder;
        string?[]? holderStream;
        await using (var reader = await command.ExecuteReaderAsync())
        {
            await reader.ReadAsync();
            outcome = reader.GetFieldValue<short[]>(0);
            position = reader.GetFieldValue<long?[]>(1);
            version = reader.GetFieldValue<int?[]>(2);
            at = reader.GetFieldValue<DateTime[]>(3);
            holder = reader.IsDBNull(4) ? null : reader.GetFieldValue<Guid?[]>(4);
            holderStream = reader.IsDBNull(5) ? null : reader.GetFieldValue<string?[]>(5);

            // The row arrives before the commit. Only the end of the response says that it was committed:
            // a commit that fails is thrown here.
            await reader.NextResultAsync();
        }

        var outcomes = new AppendOutcome[batch.Count];
        for (var i = 0; i < outcomes.Length; i++)
        {
            var request = batch[i].Request;
            outcomes[i] = outcome[i] switch
            {
                0 => new AppendOutcome.Appended(Receipts(request, position[i]!.Value, version[i]!.Value, at[i])),
                1 => new AppendOutcome.AlreadyRecorded(Receipts(request, position[i]!.Value, version[i]!.Value, at[i])),
                2 => new AppendOutcome.VersionConflict(request.Stream, request.Expected, version[i]!.Value),
                _ => new AppendOutcome.IdReused(
                    holder![i]!.Value,
                    new(holder[i]!.Value, holderStream![i]!, version[i]!.Value, position[i]!.Value, Instant.FromDateTimeUtc(at[i]))),
            };
        }

        return outcomes;
    }

    private static Receipt[] Receipts(AppendRequest request, long position, int version, DateTime at)
    {
        var recordedAt = Instant.FromDateTimeUtc(at);
        var receipts = new Receipt[request.Events.Count];
        for (var i = 0; i < receipts.Length; i++)
        {
            receipts[i] = new(request.Events[i].EventId, request.Stream, version + i, position + i, recordedAt);
        }

        return receipts;
    }

    private void Fill(List<PendingAppend> batch)
    {
        var events = 0;
        foreach (var append in batch)
        {
            events += append.Request.Events.Count;
        }

        var streamIndex = new Dictionary<string, int>(batch.Count);
        var (stream, expected) = (new int[batch.Count], new int[batch.Count]);
        var (append_, ids, streams_) = (new int[events], new Guid[events], new string[events]);
        var (types, actors) = (new string[events], new string[events]);
        var (salts, payloads, commitments) = (new byte[events][], new byte[events][], new byte[events][]);
        var e = 0;
        for (var a = 0; a < batch.Count; a++)
        {
            var request = batch[a].Request;
            if (!streamIndex.TryGetValue(request.Stream, out var index))
            {
                index = streamIndex.Count + 1;
                streamIndex.Add(request.Stream, index);
            }

            stream[a] = index;
            expected[a] = request.Expected.Value;
            for (var i = 0; i < request.Events.Count; i++, e++)
            {
                append_[e] = a + 1;
                ids[e] = request.Events[i].EventId;
                streams_[e] = request.Stream;
                types[e] = request.Events[i].Type;
                actors[e] = request.Actor;
                salts[e] = batch[a].Sealed[i].Salt;
                payloads[e] = request.Events[i].Payload;
                commitments[e] = batch[a].Sealed[i].Commitment;
            }
        }

        (streams.TypedValue, appendStream.TypedValue, appendExpected.TypedValue) = ([.. streamIndex.Keys], stream, expected);
        (eventAppend.TypedValue, eventIds.TypedValue, eventStreams.TypedValue) = (append_, ids, streams_);
        (eventTypes.TypedValue, eventActors.TypedValue) = (types, actors);
        (eventSalts.TypedValue, eventPayloads.TypedValue, eventCommitments.TypedValue) = (salts, payloads, commitments);
    }

    public async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }
}
