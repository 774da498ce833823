using System.Text.Json.Serialization.Metadata;

namespace CaseLedger.Domain.Codec;

/// <summary>Ties a kind of event to its wire name, for ever.</summary>
/// <remarks>A released type is never edited: a new version gets a new name, and an <see cref="Upcaster"/> leads to it.</remarks>
public sealed class EventType
{
    private EventType(string name, Type clrType, JsonTypeInfo json)
    {
        Name = name;
        ClrType = clrType;
        Json = json;
    }

    /// <summary>The wire name with its version, such as <c>case-opened.v1</c>.</summary>
    public string Name { get; }

    /// <summary>The record that holds such an event.</summary>
    public Type ClrType { get; }

    internal JsonTypeInfo Json { get; }

    /// <summary>Ties a record to a wire name.</summary>
    /// <typeparam name="TEvent">The record.</typeparam>
    /// <param name="name">The wire name.</param>
    /// <param name="json">How the record is written.</param>
    /// <returns>The tie.</returns>
    public static EventType Of<TEvent>(string name, JsonTypeInfo<TEvent> json)
        where TEvent : DomainEvent => new(name, typeof(TEvent), json);
}
