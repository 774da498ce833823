namespace CaseLedger.Domain.Codec;

/// <summary>An event bears a wire name that this version of the program does not know, such as one of a later version.</summary>
public sealed class UnknownEventTypeException : Exception
{
    /// <summary>Says nothing about which type; prefer <see cref="For"/>.</summary>
    public UnknownEventTypeException()
    {
    }

    /// <summary>Says what is unknown in free words; prefer <see cref="For"/>.</summary>
    /// <param name="message">The message.</param>
    public UnknownEventTypeException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is unknown in free words; prefer <see cref="For"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public UnknownEventTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The wire name.</summary>
    public string? Type { get; private init; }

    /// <summary>Names the type.</summary>
    /// <param name="type">The wire name.</param>
    /// <returns>The exception.</returns>
    public static UnknownEventTypeException For(string type) => new($"No event type is named '{type}'.") { Type = type };
}
