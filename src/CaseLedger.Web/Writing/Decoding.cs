using CaseLedger.Domain;
using CaseLedger.Domain.Codec;
using CaseLedger.Ledger;

namespace CaseLedger.Web.Writing;

/// <summary>Turns what the ledger keeps, bytes in an envelope, into what the domain folds.</summary>
internal static class Decoding
{
    /// <summary>The events of one stream as facts, in order. A redacted event is left out: what it said is gone.</summary>
    /// <exception cref="UnknownEventTypeException">An event is of a type that this program does not know.</exception>
    public static IEnumerable<Recorded<TEvent>> As<TEvent>(this IEnumerable<RecordedEvent> events)
        where TEvent : DomainEvent => events.Select(recorded => recorded.As<TEvent>()).OfType<Recorded<TEvent>>();

    /// <summary>An event as a fact; null where it was redacted.</summary>
    /// <exception cref="UnknownEventTypeException">The event is of a type that this program does not know.</exception>
    public static Recorded<TEvent>? As<TEvent>(this RecordedEvent recorded)
        where TEvent : DomainEvent => recorded.Payload is null
            ? null
            : new(
                (TEvent)EventCodec.Current.Decode(recorded.Type, recorded.Payload),
                recorded.EventId,
                recorded.Type,
                recorded.Payload,
                recorded.Version,
                recorded.Position,
                recorded.RecordedAt,
                AccountId.Parse(recorded.Actor));
}
