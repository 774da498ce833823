using CaseLedger.Domain;
using CaseLedger.Domain.Codec;
using CaseLedger.Ledger;

namespace CaseLedger.Web.Writing;

/// <summary>Turns what the ledger keeps, bytes in an envelope, into what the domain folds.</summary>
internal static class Decoding
{
    /// <summary>The events of one stream as facts, in order. A redacted event is left out: what it said is gone.</summary>
    public static IEnumerable<Recorded<TEvent>> As<TEvent>(this IEnumerable<RecordedEvent> events)
        where TEvent : DomainEvent =>
        from recorded in events
        where recorded.Payload is not null
        select new Recorded<TEvent>(
            (TEvent)EventCodec.Current.Decode(recorded.Type, recorded.Payload),
            recorded.EventId,
            recorded.Type,
            recorded.Payload,
            recorded.Version,
            recorded.Position,
            recorded.RecordedAt,
            AccountId.Parse(recorded.Actor));
}
