using CaseLedger.Ledger.Reading;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CaseLedger.Ledger.Appending;

/// <summary>Finds out what became of a commit whose acknowledgement was lost. Looks; never repeats.</summary>
internal sealed class UnknownCommit(NpgsqlDataSource dataSource, LedgerOptions options, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>The truth by append, or <see cref="AppendOutcome.Unknown"/> where the ledger can't be asked in time.</summary>
    /// <param name="session">The session that was committing.</param>
    /// <param name="batch">What it was committing.</param>
    internal async Task<AppendOutcome[]> Resolve(ServerSession session, IReadOnlyList<SealedAppend> batch)
    {
        using var deadline = new CancellationTokenSource(options.ResolveWithin);
        while (true)
        {
            try
            {
                var recorded = await LookUp(session, batch, deadline.Token);
                return [.. batch.Select(append => Judge(append, recorded))];
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested)
            {
                return [.. batch.Select(Unknown)];
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                logger.LogWarning(fault, "The outcome of a commit of {Appends} appends is unknown; asking again.", batch.Count);
                await Task.Delay(Pause);
                if (deadline.IsCancellationRequested)
                {
                    return [.. batch.Select(Unknown)];
                }
            }
        }
    }

    private async Task<Dictionary<Guid, RecordedEvent>> LookUp(
        ServerSession session, IReadOnlyList<SealedAppend> batch, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await session.End(connection, cancellationToken);
        await using var command = new NpgsqlCommand(
            $"select {EventRows.Columns} from ledger.event where event_id = any ($1)", connection)
        {
            Parameters = { new() { Value = batch.SelectMany(a => a.Request.Events).Select(e => e.EventId).ToArray() } },
        };
        var found = await EventRows.All(command, cancellationToken);
        return found.ToDictionary(e => e.EventId);
    }

    private static AppendOutcome Judge(SealedAppend append, Dictionary<Guid, RecordedEvent> recorded)
    {
        var request = append.Request;
        var found = request.Events.Select(e => recorded.GetValueOrDefault(e.EventId)).ToList();
        if (found.All(e => e is null))
        {
            return new AppendOutcome.NotRecorded("The connection was lost while committing; the ledger was asked, and nothing was recorded.");
        }

        // The commitment's salt was made for this append: it tells our own event from an equal one of somebody else.
        var ours = found.Zip(append.Sealed).All(pair =>
            pair.First is not null && pair.First.Commitment.AsSpan().SequenceEqual(pair.Second.Commitment));
        return ours
            ? new AppendOutcome.Appended([.. found.Select(e => Repeat.ReceiptOf(e!))])
            : Repeat.Judge(request, found);
    }

    private static AppendOutcome.Unknown Unknown(SealedAppend append) => new([.. append.Request.Events.Select(e => e.EventId)]);
}
