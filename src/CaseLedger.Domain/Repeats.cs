using CaseLedger.Domain.Codec;

namespace CaseLedger.Domain;

/// <summary>Recognises a command that was recorded before. Every decision asks this first, before any rule is judged.</summary>
internal static class Repeats
{
    internal static Decision? Of<TEvent>(Recorded<TEvent>? before, TEvent fact)
        where TEvent : DomainEvent =>
        before is null ? null
        : Same(before, fact) ? new Decision.AlreadyRecorded(before.Id)
        : new Decision.IdReused(before.Id);

    private static bool Same<TEvent>(Recorded<TEvent> before, TEvent fact)
        where TEvent : DomainEvent
    {
        var (type, payload) = EventCodec.Current.Encode(fact);
        // What an older version recorded has other bytes for the same fact; its upcast form is compared instead.
        return before.Type == type ? before.Payload.Span.SequenceEqual(payload) : before.Event.Equals(fact);
    }
}
