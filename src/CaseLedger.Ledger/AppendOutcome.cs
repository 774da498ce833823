using NodaTime;

namespace CaseLedger.Ledger;

/// <summary>Proof of one recorded event, as given to the caller of an append.</summary>
/// <param name="EventId">The event's id.</param>
/// <param name="Stream">Its stream.</param>
/// <param name="Version">Its version in the stream.</param>
/// <param name="Position">Its position in the ledger.</param>
/// <param name="RecordedAt">When the database recorded it.</param>
public sealed record Receipt(Guid EventId, string Stream, int Version, long Position, Instant RecordedAt);

/// <summary>What became of one append. Each caller gets its own: a conflict of one never fails another.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>Committed and durable, now, by this append.</summary>
    /// <param name="Receipts">One receipt an event, in the order given.</param>
    public sealed record Appended(IReadOnlyList<Receipt> Receipts) : AppendOutcome;

    /// <summary>The same ids with the same content were there before; nothing was added.</summary>
    /// <param name="Receipts">The first receipts.</param>
    public sealed record AlreadyRecorded(IReadOnlyList<Receipt> Receipts) : AppendOutcome;

    /// <summary>The stream's version was not the expected one; nothing was added.</summary>
    /// <param name="Stream">The stream.</param>
    /// <param name="Expected">What the caller expected.</param>
    /// <param name="Actual">The stream's version; 0 where it does not exist.</param>
    public sealed record VersionConflict(string Stream, ExpectedVersion Expected, int Actual) : AppendOutcome;

    /// <summary>An id is taken by other content (or by only a part of the append); nothing was added, the first stays.</summary>
    /// <param name="EventId">The id.</param>
    /// <param name="First">The receipt of the event that holds the id.</param>
    public sealed record IdReused(Guid EventId, Receipt First) : AppendOutcome;

    /// <summary>The sequencer's queue is full; nothing was added and nothing will be. Try again later.</summary>
    /// <param name="Capacity">How many appends may wait.</param>
    public sealed record Overloaded(int Capacity) : AppendOutcome;

    /// <summary>
    /// The database could not be reached, or failed, and it is certain that nothing was recorded and nothing will be.
    /// The same append may be sent again.
    /// </summary>
    /// <param name="Reason">Why, without contents of events.</param>
    public sealed record NotRecorded(string Reason) : AppendOutcome;

    /// <summary>
    /// The connection was lost while committing and the ledger could not be asked within the time allowed.
    /// Look the ids up (<see cref="EventLedger.Find"/>) or send the same append, with the same ids, again.
    /// </summary>
    /// <param name="EventIds">The ids to look up.</param>
    public sealed record Unknown(IReadOnlyList<Guid> EventIds) : AppendOutcome;
}
