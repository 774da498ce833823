using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Domain;

/// <summary>A calendar month, as royalty statements count: the month of sale.</summary>
public readonly record struct Month
{
    /// <summary>Takes a month.</summary>
    /// <param name="value">The month, of the years in which days can be (see <see cref="Day"/>).</param>
    /// <exception cref="ArgumentOutOfRangeException">Of another year.</exception>
    public Month(YearMonth value)
    {
        if (!Day.IsOfTheYears(value.Year)) throw new ArgumentOutOfRangeException(nameof(value), value, "A month is of the years 1900 to 2999.");
        Value = value;
    }

    /// <summary>The month, in the ISO calendar.</summary>
    public YearMonth Value { get; }

    /// <summary>The first day of the month.</summary>
    public Day FirstDay => new(Value.OnDayOfMonth(1));

    /// <summary>The last day of the month.</summary>
    public Day LastDay => new(Value.ToDateInterval().End);

    /// <summary>Reads <c>2024-03</c>, and nothing else.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="month">The month.</param>
    /// <returns>Whether the text is a month of the years 1900 to 2999.</returns>
    public static bool TryParse(string? text, out Month month)
    {
        month = default;
        if (text is not { Length: 7 } || !YearMonthPattern.Iso.Parse(text).TryGetValue(default, out var value) || !Day.IsOfTheYears(value.Year)) return false;
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
