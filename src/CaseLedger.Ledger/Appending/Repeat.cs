namespace CaseLedger.Ledger.Appending;

/// <summary>Judges an append of which at least one id stands in the ledger already.</summary>
/// <remarks><c>ledger.append</c> judges by the same rule; a test holds the two against each other.</remarks>
internal static class Repeat
{
    /// <summary>
    /// The whole append again, with the same stream, actor, types and payload bytes: already recorded. Anything else,
    /// also a part of it, or what has been redacted since and can't be compared: the id is reused.
    /// </summary>
    /// <param name="request">The append.</param>
    /// <param name="found">Per event, what stands under its id; null where nothing does.</param>
    internal static AppendOutcome Judge(AppendRequest request, IReadOnlyList<RecordedEvent?> found)
    {
        for (var i = 0; i < found.Count; i++)
        {
            if (found[i] is { } other && !Same(request, i, other))
            {
                return new AppendOutcome.IdReused(other.EventId, ReceiptOf(other));
            }
        }

        var first = found[0];
        for (var i = 0; i < found.Count; i++)
        {
            if (first is null || found[i] is not { } recorded || recorded.Version != first.Version + i)
            {
                var holder = found.OfType<RecordedEvent>().First();
                return new AppendOutcome.IdReused(holder.EventId, ReceiptOf(holder));
            }
        }

        return new AppendOutcome.AlreadyRecorded([.. found.Select(e => ReceiptOf(e!))]);
    }

    internal static Receipt ReceiptOf(RecordedEvent recorded) =>
        new(recorded.EventId, recorded.Stream, recorded.Version, recorded.Position, recorded.RecordedAt);

    private static bool Same(AppendRequest request, int i, RecordedEvent recorded) =>
        recorded.Stream == request.Stream && recorded.Actor == request.Actor
        && recorded.Type == request.Events[i].Type
        && recorded.Payload is { } payload && payload.AsSpan().SequenceEqual(request.Events[i].Payload);
}
