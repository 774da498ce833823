using System.Text;
using CaseLedger.Domain;
using CaseLedger.Imports.Text;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Imports.Trends;

/// <summary>Reads the cells of feeds that machines write: exactly one way each, and whatever is written otherwise is refused.</summary>
internal static class Cells
{
    private const int LongestShown = 60;
    private const int DayLength = 10;
    private const int FirstYear = 1900;
    private const int LastYear = 2999;

    // 2^53-1 has 16 digits; as many fit into a long whatever they are.
    private const int MostDigits = 16;

    // Nanoseconds since 1970 fit into a long for 292 years either way.
    private static readonly Instant FirstInstant = Instant.FromUtc(1900, 1, 1, 0, 0);
    private static readonly Instant LastInstant = Instant.FromUtc(2261, 12, 31, 0, 0);

    /// <summary>A cell without the blanks around it.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> cell) =>
        cell.IsEmpty || (cell[0] > (byte)' ' && cell[^1] > (byte)' ') ? cell : cell.Trim(" \t"u8);

    /// <summary>Reads a recording's code, leniently about case, hyphens and blanks.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="cell">Its text.</param>
    /// <param name="isrc">The code, packed.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? Isrc(string field, ReadOnlySpan<byte> cell, out long isrc)
    {
        if (PackedIsrc.TryPack(cell, out isrc))
        {
            return null;
        }

        switch (Domain.Isrc.Read(Encoding.UTF8.GetString(cell)))
        {
            case IsrcReading.WellFormed good:
                isrc = PackedIsrc.Pack(good.Isrc);
                return null;
            case IsrcReading.Malformed bad:
                return new(field, "isrc-malformed", IsrcSentences.Reason(Shown(cell), bad), IsrcSentences.Advice(bad));
            default:
                throw new InvalidOperationException("An ISRC is well-formed or malformed.");
        }
    }

    /// <summary>Reads <c>2024-03-30</c>.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="cell">Its text.</param>
    /// <param name="day">The day, as <see cref="DateOnly.DayNumber"/>.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? Day(string field, ReadOnlySpan<byte> cell, out int day)
    {
        day = 0;
        if (cell.Length == DayLength && cell[4] == (byte)'-' && cell[7] == (byte)'-'
            && TryDigits(cell[..4], out var year) && TryDigits(cell[5..7], out var month) && TryDigits(cell[8..], out var dayOfMonth)
            && year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && dayOfMonth >= 1
            && dayOfMonth <= DateTime.DaysInMonth((int)year, (int)month))
        {
            day = new DateOnly((int)year, (int)month, (int)dayOfMonth).DayNumber;
            return null;
        }

        return new(field, "day-unreadable", $"{Shown(cell)} is no day.", $"Write days as 2024-03-30, of the years {FirstYear} to {LastYear}.");
    }

    /// <summary>The day of a number that <see cref="Day(string, ReadOnlySpan{byte}, out int)"/> gave.</summary>
    public static Day DayOf(int number)
    {
        var date = DateOnly.FromDayNumber(number);
        return new(date.Year, date.Month, date.Day);
    }

    /// <summary>Reads a moment with its offset: <c>2024-04-03T06:00:00Z</c>, <c>2024-04-03T08:00:00+02:00</c>.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="cell">Its text.</param>
    /// <param name="moment">The moment.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? Moment(string field, ReadOnlySpan<byte> cell, out Instant moment)
    {
        var text = Encoding.UTF8.GetString(cell);
        moment = default;
        var isRead = InstantPattern.ExtendedIso.Parse(text).TryGetValue(default, out moment);
        if (!isRead && OffsetDateTimePattern.ExtendedIso.Parse(text).TryGetValue(default, out var withOffset))
        {
            moment = withOffset.ToInstant();
            isRead = true;
        }

        return isRead && moment >= FirstInstant && moment <= LastInstant ? null : new(
            field,
            "snapshot-unreadable",
            $"{Shown(cell)} is no moment.",
            "Write it with its offset, as 2024-04-03T06:00:00Z: without one it could be any of a day's hours.");
    }

    /// <summary>Reads a count: digits and nothing else; empty or <c>null</c> where nothing was received.</summary>
    /// <param name="field">The field's name.</param>
    /// <param name="cell">Its text.</param>
    /// <param name="count">The count; <see cref="ReadingRow.None"/> where nothing was received.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? Count(string field, ReadOnlySpan<byte> cell, out long count)
    {
        count = ReadingRow.None;
        if (cell.IsEmpty || Ascii.EqualsIgnoreCase(cell, "null"u8))
        {
            return null;
        }

        if (cell.Length <= MostDigits && TryDigits(cell, out count) && count <= StreamCount.Largest)
        {
            return null;
        }

        count = ReadingRow.None;
        return CountFault(field, cell);
    }

    /// <summary>What was found, as a message shows it.</summary>
    public static string Shown(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell);
        return text.Length <= LongestShown ? $"'{text}'" : $"'{text[..LongestShown].TrimEnd()}…'";
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        foreach (var c in text)
        {
            var digit = c - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        return true;
    }

    private static CellFault CountFault(string field, ReadOnlySpan<byte> cell)
    {
        var isNegative = cell[0] == (byte)'-';
        var digits = isNegative ? cell[1..] : cell;
        var point = digits.IndexOf((byte)'.');
        var isWhole = AreDigits(digits);
        return isNegative && (isWhole || (point > 0 && AreDigits(digits[..point]) && AreDigits(digits[(point + 1)..])))
            ? new(field, "count-negative", $"{Shown(cell)} is below zero.", "Streams that were taken away are a smaller count in a later snapshot, never a negative one.")
            : isWhole ? new(field, "count-too-large", $"{Shown(cell)} is more than a count can be ({StreamCount.Largest}).", "Check the row.")
            : point > 0 && AreDigits(digits[..point]) && AreDigits(digits[(point + 1)..])
                ? new(field, "count-fraction", $"{Shown(cell)} is a fraction.", "Streams are whole: write digits only, without a point.")
            : new(field, "count-unreadable", $"{Shown(cell)} is no count.", "Write digits only, without separators; leave it empty where nothing was received.");
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
