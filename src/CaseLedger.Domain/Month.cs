using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Domain;

/// <summary>A calendar month, as royalty statements count: the month of sale.</summary>
/// <param name="Value">The month.</param>
public readonly record struct Month(YearMonth Value)
{
    /// <summary>The first day of the month.</summary>
    public Day FirstDay => new(Value.OnDayOfMonth(1));

    /// <summary>The last day of the month.</summary>
    public Day LastDay => new(Value.OnDayOfMonth(1).PlusMonths(1).PlusDays(-1));

    /// <summary>Reads <c>2024-03</c>, and nothing else.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="month">The month.</param>
    /// <returns>Whether the text is a month.</returns>
    public static bool TryParse(string? text, out Month month)
    {
        month = default;
        if (text is not { Length: 7 } || !YearMonthPattern.Iso.Parse(text).TryGetValue(default, out var value)) return false;
        month = new(value);
        return true;
    }

    /// <summary>Reads a text that is known to be a month.</summary>
    /// <param name="text">For example <c>2024-03</c>.</param>
    /// <returns>The month.</returns>
    /// <exception cref="FormatException">The text is no month.</exception>
    public static Month Parse(string text) =>
        TryParse(text, out var month) ? month : throw new FormatException($"'{text}' is not a month (yyyy-MM).");

    /// <summary>The ISO form.</summary>
    /// <returns>For example <c>2024-03</c>.</returns>
    public override string ToString() => Value.ToString("uuuu'-'MM", CultureInfo.InvariantCulture);
}
