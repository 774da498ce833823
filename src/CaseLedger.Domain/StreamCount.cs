using System.Globalization;

namespace CaseLedger.Domain;

/// <summary>
/// A reported number of streams (or listeners, or plays): 0 to 2⁵³−1, the largest integer that every JSON reader keeps exactly.
/// </summary>
/// <remarks>Zero is a reported count. That nothing was received is the absence of a count, never a zero.</remarks>
public readonly record struct StreamCount : IComparable<StreamCount>
{
    /// <summary>The largest count: 9,007,199,254,740,991.</summary>
    public const long Largest = (1L << 53) - 1;

    /// <summary>Takes a count.</summary>
    /// <param name="value">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above <see cref="Largest"/>.</exception>
    public StreamCount(long value)
    {
        if (value is < 0 or > Largest) throw new ArgumentOutOfRangeException(nameof(value), value, "A count is 0 to 2^53-1.");
        Value = value;
    }

    /// <summary>The number.</summary>
    public long Value { get; }

    /// <summary>Takes a count if it is one.</summary>
    /// <param name="value">Any number.</param>
    /// <param name="count">The count.</param>
    /// <returns>Whether the number is in range.</returns>
    public static bool TryFrom(long value, out StreamCount count)
    {
        var inRange = value is >= 0 and <= Largest;
        count = inRange ? new(value) : default;
        return inRange;
    }

    /// <inheritdoc/>
    public int CompareTo(StreamCount other) => Value.CompareTo(other.Value);

    /// <summary>The digits, without separators.</summary>
    /// <returns>For example <c>1153</c>.</returns>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether one count is below another.</summary>
    public static bool operator <(StreamCount left, StreamCount right) => left.Value < right.Value;

    /// <summary>Whether one count is above another.</summary>
    public static bool operator >(StreamCount left, StreamCount right) => left.Value > right.Value;

    /// <summary>Whether one count is at most another.</summary>
    public static bool operator <=(StreamCount left, StreamCount right) => left.Value <= right.Value;

    /// <summary>Whether one count is at least another.</summary>
    public static bool operator >=(StreamCount left, StreamCount right) => left.Value >= right.Value;
}
