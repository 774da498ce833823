using System.Text;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Domain;

/// <summary>
/// The calendar day on which streams happened. A day is a UTC day, because that is how Spotify counts.
/// </summary>
/// <remarks>
/// The years are limited to 1900 to 2999: room for every recording and every due date, and so far from the calendar's own
/// ends that no reckoning with a day that came from outside can overflow.
/// </remarks>
public readonly record struct Day : IComparable<Day>
{
    /// <summary>How many characters the ISO form has.</summary>
    internal const int Length = 10;

    private const int FirstYear = 1900;
    private const int LastYear = 2999;

    /// <summary>Takes a date.</summary>
    /// <param name="date">The date, in the ISO calendar.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not of the years 1900 to 2999.</exception>
    public Day(LocalDate date)
    {
        if (!IsOfTheYears(date.Year)) throw new ArgumentOutOfRangeException(nameof(date), date, "A day is of the years 1900 to 2999.");
        Date = date;
    }

    /// <summary>Takes a day by its numbers.</summary>
    /// <param name="year">Year, 1900 to 2999.</param>
    /// <param name="month">Month, 1 to 12.</param>
    /// <param name="day">Day of the month, from 1.</param>
    public Day(int year, int month, int day)
        : this(new LocalDate(year, month, day))
    {
    }

    /// <summary>The date, in the ISO calendar.</summary>
    public LocalDate Date { get; }

    /// <summary>The first instant of the day, at UTC.</summary>
    public Instant StartsAt => Instant.FromUtc(Date.Year, Date.Month, Date.Day, 0, 0);

    /// <summary>The first instant after the day, at UTC: from here on the day is over and may be reported.</summary>
    public Instant EndsAt => StartsAt + Duration.FromDays(1);

    /// <summary>The last moment of the day that can be written or recorded: moments are kept to the microsecond.</summary>
    public Instant LastMoment => EndsAt - Duration.FromNanoseconds(NodaConstants.NanosecondsPerMicrosecond);

    /// <summary>The UTC day that holds an instant.</summary>
    /// <param name="instant">Any instant.</param>
    /// <returns>Its day.</returns>
    public static Day Of(Instant instant) => new(instant.InUtc().Date);

    /// <summary>Reads <c>2024-03-30</c>, and nothing else.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="day">The day.</param>
    /// <returns>Whether the text is a day of the years 1900 to 2999.</returns>
    public static bool TryParse(string? text, out Day day)
    {
        day = default;
        if (text is not { Length: Length } || !LocalDatePattern.Iso.Parse(text).TryGetValue(default, out var date) || !IsOfTheYears(date.Year)) return false;
        day = new(date);
        return true;
    }

    /// <summary>Reads a text that is known to be a day.</summary>
    /// <param name="text">For example <c>2024-03-30</c>.</param>
    /// <returns>The day.</returns>
    /// <exception cref="FormatException">The text is no day.</exception>
    public static Day Parse(string text) =>
        TryParse(text, out var day) ? day : throw new FormatException($"'{text}' is not a day (yyyy-MM-dd).");

    /// <summary>The day some days later, or earlier by a negative number.</summary>
    /// <param name="days">How many days.</param>
    /// <returns>That day.</returns>
    /// <exception cref="ArgumentOutOfRangeException">It is not of the years 1900 to 2999.</exception>
    public Day PlusDays(int days) => new(Date.PlusDays(days));

    internal static bool IsOfTheYears(int year) => year is >= FirstYear and <= LastYear;

    /// <inheritdoc/>
    public int CompareTo(Day other) => Date.CompareTo(other.Date);

    /// <summary>The ISO form.</summary>
    /// <returns>For example <c>2024-03-30</c>.</returns>
    public override string ToString() => string.Create(Length, this, static (text, day) =>
    {
        Span<byte> ascii = stackalloc byte[Length];
        day.Write(ascii);
        Encoding.ASCII.GetChars(ascii, text);
    });

    /// <summary>Writes the ISO form, without a string: a snapshot of a catalogue holds millions of days.</summary>
    /// <param name="text">Room for <see cref="Length"/> characters of ASCII.</param>
    internal void Write(Span<byte> text)
    {
        var (year, month, day) = Date;
        Digits(text[..4], year);
        text[4] = (byte)'-';
        Digits(text[5..7], month);
        text[7] = (byte)'-';
        Digits(text[8..Length], day);

        static void Digits(Span<byte> text, int number)
        {
            for (var i = text.Length - 1; i >= 0; i--)
            {
                text[i] = (byte)('0' + (number % 10));
                number /= 10;
            }
        }
    }

    /// <summary>Whether one day is before another.</summary>
    public static bool operator <(Day left, Day right) => left.Date < right.Date;

    /// <summary>Whether one day is after another.</summary>
    public static bool operator >(Day left, Day right) => left.Date > right.Date;

    /// <summary>Whether one day is before another or the same.</summary>
    public static bool operator <=(Day left, Day right) => left.Date <= right.Date;

    /// <summary>Whether one day is after another or the same.</summary>
    public static bool operator >=(Day left, Day right) => left.Date >= right.Date;
}
