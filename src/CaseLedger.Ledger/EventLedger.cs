using System.Runtime.CompilerServices;
using CaseLedger.Ledger.Appending;
using CaseLedger.Ledger.Reading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Npgsql;

namespace CaseLedger.Ledger;

/// <summary>Which way to read a stream.</summary>
public enum ReadDirection
{
    /// <summary>Oldest first.</summary>
    Forward,

    /// <summary>Newest first.</summary>
    Backward,
}

/// <summary>Where the ledger ends.</summary>
/// <param name="Size">Number of events; the next position.</param>
/// <param name="RecordedAt">No later event is recorded before this moment.</param>
public sealed record LedgerHead(long Size, Instant RecordedAt);

/// <summary>
/// The ledger: immutable events in streams, one dense commit order over all of them.
/// </summary>
/// <remarks>
/// One instance a process: its sequencer turns the appends that wait at one moment into one transaction.
/// Several processes may append to one database; the head row orders them. All members are safe to call at once.
/// </remarks>
public sealed class EventLedger : IAsyncDisposable
{
    private const int ReadAllPage = 10_000;

    private readonly NpgsqlDataSource dataSource;
    private readonly LedgerOptions options;
    private readonly Sequencer sequencer;
    private readonly BulkAppender bulk;

    // In this process appenders come to the head in the order in which they asked. The row's lock alone lets whoever asks
    // at the right moment go first, and a bulk append asks again at once.
    private readonly SemaphoreSlim head = new(1, 1);

    /// <summary>Opens the ledger; connects at the first use.</summary>
    /// <param name="dataSource">Connects as the runtime role (<see cref="RuntimeConnection"/>). Not disposed here.</param>
    /// <param name="options">How to append and follow; the defaults suit one server.</param>
    /// <param name="loggers">Where to log; nowhere by default.</param>
    public EventLedger(NpgsqlDataSource dataSource, LedgerOptions? options = null, ILoggerFactory? loggers = null)
    {
        this.dataSource = dataSource;
        this.options = options ?? new();
        loggers ??= NullLoggerFactory.Instance;
        Signal = new(dataSource, loggers.CreateLogger<AppendSignal>());
        sequencer = new(dataSource, this.options, head, Signal, loggers.CreateLogger<Sequencer>());
        bulk = new(dataSource, this.options, head, Signal, loggers.CreateLogger<BulkAppender>());
    }

    /// <summary>Tells followers in this and other processes that the ledger has grown.</summary>
    internal AppendSignal Signal { get; }

    /// <summary>Appends events to one stream, all or none, durably.</summary>
    /// <param name="request">What to append and what must be true of the stream.</param>
    /// <param name="cancellationToken">
    /// Withdraws the append while it waits. Once a transaction has taken it, cancelling is ignored and the outcome
    /// is waited for: <see cref="OperationCanceledException"/> means that nothing was and nothing will be recorded.
    /// </param>
    /// <returns>This caller's own outcome.</returns>
    /// <exception cref="ArgumentException">The request is malformed (no event, an id twice, a line feed in a name).</exception>
    public Task<AppendOutcome> Append(AppendRequest request, CancellationToken cancellationToken = default) =>
        sequencer.Append(request, cancellationToken);

    /// <summary>Appends very many events, in transactions of many, by COPY through the same lock.</summary>
    /// <param name="requests">Read as needed; nothing is locked while this sequence is being made.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <returns>
    /// For each transaction, the outcomes in the order of the requests. One whose outcome stays unknown, or that the
    /// database does not take even when tried again, ends the sequence with outcomes <see cref="AppendOutcome.Unknown"/>
    /// or <see cref="AppendOutcome.NotRecorded"/>, and what follows is not sent; sending the same requests again is safe.
    /// </returns>
    /// <exception cref="NpgsqlException">The database failed; what was yielded before is durable, the rest is not recorded.</exception>
    public IAsyncEnumerable<IReadOnlyList<AppendOutcome>> BulkAppend(
        IAsyncEnumerable<AppendRequest> requests, CancellationToken cancellationToken = default) =>
        bulk.Append(requests, cancellationToken);

    /// <summary>Reads a stream from a version on, row by row in bounded memory.</summary>
    /// <param name="stream">The stream; one that does not exist reads as empty.</param>
    /// <param name="fromVersion">Inclusive; forward from 1 by default, backward from the newest by default.</param>
    /// <param name="direction">Oldest or newest first.</param>
    /// <param name="atMost">No more events than this; whoever wants only the first ones should say so, because a reader that is left early is read to its end behind the scenes.</param>
    /// <param name="types">Only events of these types; null: of all. The others of the stream are passed over one by one, so this is for streams of thousands, not of millions.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async IAsyncEnumerable<RecordedEvent> ReadStream(
        string stream,
        int? fromVersion = null,
        ReadDirection direction = ReadDirection.Forward,
        int? atMost = null,
        IReadOnlyCollection<string>? types = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var only = types is null ? "" : "and type = any ($4)";
        await using var command = dataSource.CreateCommand(direction is ReadDirection.Forward
            ? $"select {EventRows.Columns} from ledger.event where stream = $1 and version >= $2 {only} order by version limit $3"
            : $"select {EventRows.Columns} from ledger.event where stream = $1 and version <= $2 {only} order by version desc limit $3");
        command.Parameters.Add(new() { Value = stream });
        command.Parameters.Add(new() { Value = fromVersion ?? (direction is ReadDirection.Forward ? 1 : int.MaxValue) });
        command.Parameters.Add(new() { Value = atMost ?? int.MaxValue });
        if (types is not null)
        {
            command.Parameters.Add(new() { Value = types.ToArray() });
        }

        await foreach (var recorded in EventRows.Stream(command, cancellationToken))
        {
            yield return recorded;
        }
    }

    /// <summary>Counts the events of a stream by their type.</summary>
    /// <param name="stream">The stream; one that does not exist has none.</param>
    /// <param name="cancellationToken">Stops counting.</param>
    public async Task<IReadOnlyDictionary<string, int>> CountByType(string stream, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("select type, count(*)::int from ledger.event where stream = $1 group by type");
        command.Parameters.Add(new() { Value = stream });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var counts = new Dictionary<string, int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            counts.Add(reader.GetString(0), reader.GetInt32(1));
        }

        return counts;
    }

    /// <summary>Loads a whole stream, oldest first, for folding.</summary>
    /// <param name="stream">The stream; one that does not exist is empty.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    public async Task<IReadOnlyList<RecordedEvent>> Load(string stream, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            $"select {EventRows.Columns} from ledger.event where stream = $1 order by version");
        command.Parameters.Add(new() { Value = stream });
        return await EventRows.All(command, cancellationToken);
    }

    /// <summary>Reads the whole ledger from a position to its end, in bounded memory.</summary>
    /// <param name="fromPosition">Inclusive.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <remarks>
    /// In pages rather than in one long query: a snapshot that stays open for minutes would keep every old version of
    /// the head row, and slow down all appends meanwhile. Nothing is lost by it, because what was read can't change.
    /// </remarks>
    public async IAsyncEnumerable<RecordedEvent> ReadAll(
        long fromPosition = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var next = fromPosition;
        var rows = ReadAllPage;
        while (rows == ReadAllPage)
        {
            rows = 0;
            await using var command = dataSource.CreateCommand(
                $"select {EventRows.Columns} from ledger.event where position >= $1 order by position limit $2");
            command.Parameters.Add(new() { Value = next });
            command.Parameters.Add(new() { Value = ReadAllPage });
            await foreach (var recorded in EventRows.Stream(command, cancellationToken))
            {
                next = recorded.Position + 1;
                rows++;
                yield return recorded;
            }
        }
    }

    /// <summary>Follows the ledger from a position on, for ever: every event exactly once and in order.</summary>
    /// <param name="fromPosition">The first position wanted.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    /// <remarks>
    /// Positions are dense and given out under a lock that is held until commit, so whoever has seen position p has
    /// seen everything before it, and "after the last one seen" is all there is to remember.
    /// Survives the loss of the database's connection.
    /// </remarks>
    public async IAsyncEnumerable<RecordedEvent> Subscribe(
        long fromPosition, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var next = fromPosition;
        while (true)
        {
            List<RecordedEvent> page;
            var wakeUps = Signal.WakeUps;
            try
            {
                await using var command = dataSource.CreateCommand(
                    $"select {EventRows.Columns} from ledger.event where position >= $1 order by position limit $2");
                command.Parameters.Add(new() { Value = next });
                command.Parameters.Add(new() { Value = options.PageSize });
                page = await EventRows.All(command, cancellationToken);
            }
            catch (NpgsqlException fault) when (Faults.Passes(fault))
            {
                await Task.Delay(options.PollInterval, cancellationToken);
                continue;
            }

            foreach (var recorded in page)
            {
                next = recorded.Position + 1;
                yield return recorded;
            }

            if (page.Count == 0)
            {
                await Signal.WaitAfter(wakeUps, options.PollInterval, cancellationToken);
            }
        }
    }

    /// <summary>Looks events up by their ids.</summary>
    /// <param name="eventIds">Any number of ids.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>Those that are recorded, by position.</returns>
    public async Task<IReadOnlyList<RecordedEvent>> Find(
        IReadOnlyCollection<Guid> eventIds, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand(
            $"select {EventRows.Columns} from ledger.event where event_id = any ($1) order by position");
        command.Parameters.Add(new() { Value = eventIds.ToArray() });
        return await EventRows.All(command, cancellationToken);
    }

    /// <summary>The ledger's size as of now.</summary>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<LedgerHead> Head(CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("select size, recorded_at from ledger.head");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt64(0), Instant.FromDateTimeUtc(reader.GetDateTime(1)));
    }

    /// <summary>Lets what waits be recorded, then stops the sequencer.</summary>
    public async ValueTask DisposeAsync()
    {
        await sequencer.DisposeAsync();
        await Signal.DisposeAsync();
    }
}
