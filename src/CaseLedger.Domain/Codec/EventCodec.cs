using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CaseLedger.Domain.Codec;

/// <summary>Turns events into the bytes that the ledger keeps and hashes, and back.</summary>
/// <remarks>
/// Equal events give equal bytes, which is how a repeated command is recognised. Fields that are not known are
/// passed over, so that bytes written by a later version with an added field can still be read.
/// </remarks>
public sealed class EventCodec
{
    private readonly FrozenDictionary<string, EventType> byName;
    private readonly FrozenDictionary<Type, EventType> byClrType;
    private readonly FrozenDictionary<string, Upcaster> upcasters;

    /// <summary>Makes a codec of a table of types and the steps from older versions.</summary>
    /// <param name="types">The types that are written.</param>
    /// <param name="upcasters">One step from each older version.</param>
    /// <exception cref="ArgumentException">A name or a record occurs twice, or a step leads from a type that is still written, nowhere, or in a circle.</exception>
    public EventCodec(IEnumerable<EventType> types, IEnumerable<Upcaster> upcasters)
    {
        ArgumentNullException.ThrowIfNull(types);
        ArgumentNullException.ThrowIfNull(upcasters);
        var list = types.ToArray();
        // ToDictionary, unlike ToFrozenDictionary, refuses a name that occurs twice.
        byName = list.ToDictionary(type => type.Name, StringComparer.Ordinal).ToFrozenDictionary();
        byClrType = list.ToDictionary(type => type.ClrType).ToFrozenDictionary();
        this.upcasters = upcasters.ToDictionary(step => step.From, StringComparer.Ordinal).ToFrozenDictionary();
        foreach (var step in this.upcasters.Values) CheckLeadsToWritten(step);
    }

    /// <summary>The codec of the product.</summary>
    public static EventCodec Current { get; } = new(EventTypes.All, Upcasters.All);

    /// <summary>The wire name of an event.</summary>
    /// <param name="event">The event.</param>
    /// <returns>For example <c>case-opened.v1</c>.</returns>
    /// <exception cref="ArgumentException">The record stands in no table.</exception>
    public string TypeOf(DomainEvent @event) => Find(@event).Name;

    /// <summary>Writes an event.</summary>
    /// <param name="event">The event.</param>
    /// <returns>Its wire name and its bytes: UTF-8 JSON without insignificant white space.</returns>
    /// <exception cref="ArgumentException">The record stands in no table.</exception>
    public EncodedEvent Encode(DomainEvent @event)
    {
        var type = Find(@event);
        return new(type.Name, JsonSerializer.SerializeToUtf8Bytes(@event, type.Json));
    }

    /// <summary>Reads an event, upcast to the newest version of its type.</summary>
    /// <param name="type">The wire name under which it was recorded.</param>
    /// <param name="payload">The bytes that were recorded.</param>
    /// <returns>The event.</returns>
    /// <exception cref="UnknownEventTypeException">The wire name is neither written today nor upcast.</exception>
    /// <exception cref="JsonException">The bytes are no such event.</exception>
    public DomainEvent Decode(string type, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(type);
        if (byName.TryGetValue(type, out var written)) return Read(payload, written.Json);
        if (!upcasters.ContainsKey(type)) throw UnknownEventTypeException.For(type);
        return DecodeOld(type, payload);
    }

    private DomainEvent DecodeOld(string type, ReadOnlySpan<byte> payload)
    {
        var name = type;
        var json = JsonSerializer.Deserialize(payload, EventJson.Default.JsonObject) ?? throw new JsonException($"A {type} is null.");
        while (upcasters.TryGetValue(name, out var step))
        {
            json = step.Rewrite(json);
            name = step.To;
        }

        return (DomainEvent?)json.Deserialize(byName[name].Json) ?? throw new JsonException($"A {type} is null.");
    }

    private static DomainEvent Read(ReadOnlySpan<byte> payload, JsonTypeInfo json) =>
        (DomainEvent?)JsonSerializer.Deserialize(payload, json) ?? throw new JsonException("An event is null.");

    private EventType Find(DomainEvent @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        return byClrType.TryGetValue(@event.GetType(), out var type)
            ? type
            : throw new ArgumentException($"{@event.GetType().Name} stands in no table of event types.", nameof(@event));
    }

    private void CheckLeadsToWritten(Upcaster first)
    {
        if (byName.ContainsKey(first.From)) throw new ArgumentException($"'{first.From}' is still written and cannot be upcast.");
        var name = first.To;
        for (var steps = 0; !byName.ContainsKey(name); steps++)
        {
            if (steps > upcasters.Count || !upcasters.TryGetValue(name, out var next))
            {
                throw new ArgumentException($"The steps from '{first.From}' lead to no type that is written.");
            }

            name = next.To;
        }
    }
}

/// <summary>An event as the ledger takes it.</summary>
/// <param name="Type">The wire name with its version.</param>
/// <param name="Payload">UTF-8 JSON, byte for byte what is stored and hashed; nobody else holds them.</param>
public sealed record EncodedEvent(string Type, byte[] Payload);
