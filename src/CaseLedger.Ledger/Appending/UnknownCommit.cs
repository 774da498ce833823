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
    /// <param name="batch">What it was committing, in one transaction.</param>
    internal async Task<AppendOutcome[]> Resolve(ServerSession session, IReadOnlyList<SealedAppend> batch)
    {
        using var deadline = new CancellationTokenSource(options.ResolveWithin);
        while (true)
        {
            try
            {
                return await LookUp(session, batch, deadline.Token);
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

    private async Task<AppendOutcome[]> LookUp(
        ServerSession session, IReadOnlyList<SealedAppend> batch, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        await session.End(connection, cancellationToken);
        var recorded = new Dictionary<Guid, RecordedEvent>();
        await using (var command = new NpgsqlCommand(
            $"select {EventRows.Columns} from ledger.event where event_id = any ($1)", connection)
        {
            Parameters = { new() { Value = batch.SelectMany(a => a.Request.Events).Select(e => e.EventId).ToArray() } },
        })
        {
            foreach (var found in await EventRows.All(command, cancellationToken))
            {
                recorded.Add(found.EventId, found);
            }
        }

        var outcomes = batch.Select(append => Judge(append, recorded)).ToArray();
        if (outcomes.Any(outcome => outcome is AppendOutcome.Appended))
        {
            // The transaction was committed. What it does not hold was judged in it, and there is only one way to be
            // judged that leaves no trace: the version was another.
            for (var i = 0; i < outcomes.Length; i++)
            {
                if (outcomes[i] is AppendOutcome.NotRecorded)
                {
                    var request = batch[i].Request;
                    outcomes[i] = new AppendOutcome.VersionConflict(
                        request.Stream, request.Expected, await VersionOf(connection, request.Stream, cancellationToken));
                }
            }
        }

        return outcomes;
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

    private static async Task<int> VersionOf(NpgsqlConnection connection, string stream, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select coalesce(max(version), 0) from ledger.event where stream = $1", connection)
        {
            Parameters = { new() { Value = stream } },
        };
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static AppendOutcome.Unknown Unknown(SealedAppend append) => new([.. append.Request.Events.Select(e => e.EventId)]);
}
