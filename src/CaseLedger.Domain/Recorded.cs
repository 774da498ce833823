using NodaTime;

namespace CaseLedger.Domain;

/// <summary>A fact of the domain: what a stream of the ledger holds. The wire names stand in <see cref="Codec.EventTypes"/>.</summary>
public abstract record DomainEvent;

/// <summary>An event as the ledger holds it: the fact and its envelope.</summary>
/// <typeparam name="TEvent">The kind of fact.</typeparam>
/// <param name="Event">The fact, upcast to its newest version.</param>
/// <param name="Id">The event's id, chosen by the caller; it is also the command's id.</param>
/// <param name="Type">The wire name under which it was recorded.</param>
/// <param name="Payload">The exact bytes that were recorded.</param>
/// <param name="Version">Place in its stream, from 1, without holes.</param>
/// <param name="Position">Place in the whole ledger, from 0, without holes.</param>
/// <param name="RecordedAt">When the ledger recorded it, by the database's clock.</param>
/// <param name="Actor">Who recorded it.</param>
public sealed record Recorded<TEvent>(
    TEvent Event,
    Guid Id,
    string Type,
    ReadOnlyMemory<byte> Payload,
    long Version,
    long Position,
    Instant RecordedAt,
    AccountId Actor)
    where TEvent : DomainEvent;
