using System.Reflection;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Ledger.Appending;

/// <summary>The session of one sequencer: everything prepared once, one round trip a batch where nothing is wrong.</summary>
internal sealed class AppendConnection : IAsyncDisposable
{
    // The plans must not depend on the first values seen, nor on how small the tables were when they were made.
    private const string Settings = "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set jit = off";

    private static readonly string AppendOne = Embedded("AppendOne.sql");
    private static readonly string AppendBatch = Embedded("AppendBatch.sql");

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand one;
    private readonly NpgsqlCommand many;
    private readonly NpgsqlCommand judge;

    private AppendConnection(NpgsqlConnection connection, ServerSession session)
    {
        this.connection = connection;
        Session = session;
        one = Command(AppendOne, NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Uuid, NpgsqlDbType.Text, NpgsqlDbType.Text,
            NpgsqlDbType.Bytea, NpgsqlDbType.Bytea, NpgsqlDbType.Bytea);
        many = Command(AppendBatch, Array(NpgsqlDbType.Text), Array(NpgsqlDbType.Integer), Array(NpgsqlDbType.Integer),
            Array(NpgsqlDbType.Uuid), Array(NpgsqlDbType.Text), Array(NpgsqlDbType.Text), Array(NpgsqlDbType.Bytea),
            Array(NpgsqlDbType.Bytea), Array(NpgsqlDbType.Bytea), NpgsqlDbType.Integer);
        judge = Command(
            """
            select outcome, first_position, first_version, at, holder, holder_stream
              from ledger.append($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            Array(NpgsqlDbType.Text), Array(NpgsqlDbType.Integer), Array(NpgsqlDbType.Integer), Array(NpgsqlDbType.Integer),
            Array(NpgsqlDbType.Uuid), Array(NpgsqlDbType.Text), Array(NpgsqlDbType.Text), Array(NpgsqlDbType.Text),
            Array(NpgsqlDbType.Bytea), Array(NpgsqlDbType.Bytea), Array(NpgsqlDbType.Bytea));
    }

    /// <summary>The server's process behind this connection.</summary>
    internal ServerSession Session { get; }

    internal static async Task<AppendConnection> Open(NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        try
        {
            var opened = new AppendConnection(connection, await ServerSession.Of(connection, cancellationToken));
            await using var settings = new NpgsqlCommand(Settings, connection);
            await settings.ExecuteNonQueryAsync(cancellationToken);
            foreach (var command in new[] { opened.one, opened.many, opened.judge })
            {
                await command.PrepareAsync(cancellationToken);
            }

            return opened;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a batch and returns once its commit is acknowledged.</summary>
    /// <returns>Outcomes by append.</returns>
    internal async Task<AppendOutcome[]> Append(List<PendingAppend> batch)
    {
        AppendOutcome[]? outcomes;
        try
        {
            outcomes = batch is [{ Request.Events: [_] }] ? await One(batch[0]) : await Many(batch);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            outcomes = null; // an id that stands already, or another process was faster
        }

        return outcomes ?? await Judge(batch);
    }

    private async Task<AppendOutcome[]?> One(PendingAppend append)
    {
        var (request, @event) = (append.Request, append.Request.Events[0]);
        var sealedPayload = append.Sealed[0];
        Set(one, request.Stream, request.Expected.Value, @event.EventId, @event.Type, request.Actor,
            sealedPayload.Salt, @event.Payload, sealedPayload.Commitment);
        return await Run(one, reader => new AppendOutcome[]
        {
            new AppendOutcome.Appended(Receipts(request, reader.GetInt64(0), reader.GetInt32(1), reader.GetDateTime(2))),
        });
    }

    private async Task<AppendOutcome[]?> Many(List<PendingAppend> batch)
    {
        var events = new EventColumns(batch);
        var expected = new int[events.Count];
        var earlier = new int[events.Count];
        var seen = new Dictionary<string, int>(batch.Count);
        var e = 0;
        foreach (var append in batch)
        {
            var before = seen.GetValueOrDefault(append.Request.Stream);
            for (var i = 0; i < append.Request.Events.Count; i++, e++)
            {
                expected[e] = append.Request.Expected == ExpectedVersion.Any ? -1 : append.Request.Expected.Value + i;
                earlier[e] = before + i;
            }

            seen[append.Request.Stream] = before + append.Request.Events.Count;
        }

        Set(many, events.Streams, expected, earlier, events.Ids, events.Types, events.Actors, events.Salts, events.Payloads,
            events.Commitments, events.Count);
        return await Run(many, reader =>
        {
            if (reader.IsDBNull(0))
            {
                return null;
            }

            var (position, versions, at) = (reader.GetInt64(0), reader.GetFieldValue<int[]>(1), reader.GetDateTime(2));
            var outcomes = new AppendOutcome[batch.Count];
            var first = 0;
            for (var i = 0; i < outcomes.Length; i++)
            {
                var request = batch[i].Request;
                outcomes[i] = new AppendOutcome.Appended(Receipts(request, position + first, versions[first], at));
                first += request.Events.Count;
            }

            return outcomes;
        });
    }

    private async Task<AppendOutcome[]> Judge(List<PendingAppend> batch)
    {
        var events = new EventColumns(batch);
        var streams = new Dictionary<string, int>(batch.Count);
        var (stream, expected, append) = (new int[batch.Count], new int[batch.Count], new int[events.Count]);
        var e = 0;
        for (var a = 0; a < batch.Count; a++)
        {
            var request = batch[a].Request;
            if (!streams.TryGetValue(request.Stream, out stream[a]))
            {
                stream[a] = streams.Count + 1;
                streams.Add(request.Stream, stream[a]);
            }

            expected[a] = request.Expected.Value;
            append.AsSpan(e, request.Events.Count).Fill(a + 1);
            e += request.Events.Count;
        }

        Set(judge, streams.Keys.ToArray(), stream, expected, append, events.Ids, events.Streams, events.Types, events.Actors,
            events.Salts, events.Payloads, events.Commitments);
        return (await Run(judge, reader =>
        {
            var outcome = reader.GetFieldValue<short[]>(0);
            var position = reader.GetFieldValue<long[]>(1);
            var version = reader.GetFieldValue<int[]>(2);
            var at = reader.GetFieldValue<DateTime[]>(3);
            var holder = reader.IsDBNull(4) ? null : reader.GetFieldValue<Guid?[]>(4);
            var holderStream = reader.IsDBNull(5) ? null : reader.GetFieldValue<string?[]>(5);
            var outcomes = new AppendOutcome[batch.Count];
            for (var i = 0; i < outcomes.Length; i++)
            {
                var request = batch[i].Request;
                outcomes[i] = outcome[i] switch
                {
                    0 => new AppendOutcome.Appended(Receipts(request, position[i], version[i], at[i])),
                    1 => new AppendOutcome.AlreadyRecorded(Receipts(request, position[i], version[i], at[i])),
                    2 => new AppendOutcome.VersionConflict(request.Stream, request.Expected, version[i]),
                    _ => new AppendOutcome.IdReused(
                        holder![i]!.Value,
                        new(holder[i]!.Value, holderStream![i]!, version[i], position[i], Instant.FromDateTimeUtc(at[i]))),
                };
            }

            return outcomes;
        }))!;
    }

    /// <summary>Runs one statement, which is one transaction.</summary>
    /// <remarks>
    /// The row arrives before the commit. Only the end of the response says that it was committed (a commit that
    /// fails is thrown there), so nothing is answered before it has been read.
    /// </remarks>
    private static async Task<T?> Run<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T?> read)
        where T : class
    {
        await using var reader = await command.ExecuteReaderAsync();
        var result = await reader.ReadAsync() ? read(reader) : null;
        await reader.NextResultAsync();
        return result;
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

    /// <summary>The columns of a batch's events, in order of their appends.</summary>
    private sealed class EventColumns
    {
        internal EventColumns(List<PendingAppend> batch)
        {
            Count = batch.Sum(append => append.Request.Events.Count);
            (Ids, Streams, Types, Actors) = (new Guid[Count], new string[Count], new string[Count], new string[Count]);
            (Salts, Payloads, Commitments) = (new byte[Count][], new byte[Count][], new byte[Count][]);
            var e = 0;
            foreach (var append in batch)
            {
                for (var i = 0; i < append.Request.Events.Count; i++, e++)
                {
                    var @event = append.Request.Events[i];
                    (Ids[e], Streams[e], Types[e], Actors[e]) = (@event.EventId, append.Request.Stream, @event.Type, append.Request.Actor);
                    (Salts[e], Payloads[e], Commitments[e]) = (append.Sealed[i].Salt, @event.Payload, append.Sealed[i].Commitment);
                }
            }
        }

        internal int Count { get; }

        internal Guid[] Ids { get; }

        internal string[] Streams { get; }

        internal string[] Types { get; }

        internal string[] Actors { get; }

        internal byte[][] Salts { get; }

        internal byte[][] Payloads { get; }

        internal byte[][] Commitments { get; }
    }

    private NpgsqlCommand Command(string sql, params ReadOnlySpan<NpgsqlDbType> types)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var type in types)
        {
            command.Parameters.Add(new() { NpgsqlDbType = type });
        }

        return command;
    }

    private static void Set(NpgsqlCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }

    private static NpgsqlDbType Array(NpgsqlDbType element) => NpgsqlDbType.Array | element;

    private static string Embedded(string file)
    {
        using var reader = new StreamReader(
            Assembly.GetExecutingAssembly().GetManifestResourceStream("Appending/" + file)
            ?? throw new InvalidOperationException($"{file} is not embedded."));
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        await one.DisposeAsync();
        await many.DisposeAsync();
        await judge.DisposeAsync();
        await connection.DisposeAsync();
    }
}
