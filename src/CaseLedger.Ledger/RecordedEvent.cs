using NodaTime;

namespace CaseLedger.Ledger;

/// <summary>One immutable event as it stands in <c>ledger.event</c>.</summary>
/// <param name="Position">Its one number in the whole ledger: dense, from 0, in commit order.</param>
/// <param name="Stream">The stream it belongs to, e.g. <c>case-AADEM2400001</c>.</param>
/// <param name="Version">Its number in the stream: dense, from 1.</param>
/// <param name="EventId">The id that the caller chose.</param>
/// <param name="Type">The stable wire name with its version, e.g. <c>screenshot-reported.v1</c>.</param>
/// <param name="RecordedAt">The database's clock under the append lock, whole microseconds; never decreases with position.</param>
/// <param name="Actor">The pseudonymous account that recorded it.</param>
/// <param name="Salt">The commitment's salt; null once redacted.</param>
/// <param name="Payload">The exact UTF-8 JSON bytes; null once redacted.</param>
/// <param name="Commitment">HMAC-SHA-256 of the payload under the salt.</param>
public sealed record RecordedEvent(
    long Position,
    string Stream,
    int Version,
    Guid EventId,
    string Type,
    Instant RecordedAt,
    string Actor,
    byte[]? Salt,
    byte[]? Payload,
    byte[] Commitment);
