using NodaTime;

namespace CaseLedger.Domain;

/// <summary>One number that a source showed for one day, with its three clocks.</summary>
/// <param name="Store">The streaming service.</param>
/// <param name="Day">First clock: when it was streamed.</param>
/// <param name="Source">Who shows the number.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Count">The number; null when the source had received nothing, which is not a zero.</param>
/// <param name="Observed">Second clock: when the source showed it, as far as known.</param>
/// <param name="RecordedAt">Third clock: when the ledger recorded it.</param>
/// <param name="Position">The event's position in the ledger.</param>
/// <param name="Ordinal">Which reading of its event this is, from 0.</param>
/// <param name="EventId">The event that reported it.</param>
/// <param name="Withdrawn">Set when it was withdrawn.</param>
public sealed record Reading(
    Store Store,
    Day Day,
    Source Source,
    Measure Measure,
    StreamCount? Count,
    Observed Observed,
    Instant RecordedAt,
    long Position,
    int Ordinal,
    Guid EventId,
    ReadingWithdrawal? Withdrawn = null);

/// <summary>That a reading was withdrawn. It stays visible as withdrawn.</summary>
/// <param name="Position">Position of the withdrawing event.</param>
/// <param name="RecordedAt">When the withdrawal was recorded.</param>
/// <param name="Reason">Why, in the words of who withdrew it.</param>
public sealed record ReadingWithdrawal(long Position, Instant RecordedAt, string Reason);
