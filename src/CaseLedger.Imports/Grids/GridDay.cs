using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using CaseLedger.Domain;
using NodaTime;

namespace CaseLedger.Imports.Grids;

/// <summary>A day as people and spreadsheets write it.</summary>
/// <param name="Day">The day; null where it could not be read, or not without a doubt.</param>
/// <param name="Fault">Why not.</param>
/// <param name="Only">In which order alone its two numbers make a day, where that tells something about the column.</param>
internal sealed partial record GridDay(Day? Day, GridFault? Fault, DayOrder? Only = null)
{
    // Spreadsheets count days from 30 December 1899; these are the years 2000 to 2099.
    private static readonly LocalDate SerialStart = new(1899, 12, 30);
    private const int FirstSerial = 36_526;
    private const int LastSerial = 73_050;

    private static readonly FrozenDictionary<string, int> Months = MonthNames();

    private static readonly GridDay Unreadable = new(null, GridFault.DayUnreadable);

    /// <summary>Reads a cell.</summary>
    /// <param name="text">The cell.</param>
    /// <param name="order">What a person said about days as 03/04/2024.</param>
    public static GridDay Read(string text, DayOrder? order)
    {
        var plain = Midnight().Replace(text.Trim(), "");
        if (Iso().Match(plain) is { Success: true } iso)
        {
            return Of(Number(iso, 1), Number(iso, 2), Number(iso, 3));
        }

        if (Numbers().Match(plain) is { Success: true } numbers)
        {
            var (first, mark, second, year) = (Number(numbers, 1), numbers.Groups[2].Value, Number(numbers, 3), Number(numbers, 4));
            return numbers.Groups[4].Length == 2 ? new(null, GridFault.YearShort)
                : mark == "." ? Of(year, second, first)
                : EitherWay(Of(year, second, first), Of(year, first, second), order);
        }

        if (DayMonthYear().Match(plain) is { Success: true } named && Months.TryGetValue(named.Groups[2].Value, out var month))
        {
            return Of(Number(named, 3), month, Number(named, 1));
        }

        if (MonthDayYear().Match(plain) is { Success: true } american && Months.TryGetValue(american.Groups[1].Value, out month))
        {
            return Of(Number(american, 3), month, Number(american, 2));
        }

        return plain.Length == 5 && int.TryParse(plain, NumberStyles.None, CultureInfo.InvariantCulture, out var serial)
            && serial is >= FirstSerial and <= LastSerial
            ? new(new(SerialStart.PlusDays(serial)), null)
            : Unreadable;
    }

    private static GridDay EitherWay(GridDay dayFirst, GridDay monthFirst, DayOrder? order) => (dayFirst.Day, monthFirst.Day) switch
    {
        (null, null) => Unreadable,
        ({ } day, null) => new(day, null, DayOrder.DayFirst),
        (null, { } day) => new(day, null, DayOrder.MonthFirst),
        ({ } one, { } other) when one == other => new(one, null),
        _ => order switch
        {
            DayOrder.DayFirst => dayFirst,
            DayOrder.MonthFirst => monthFirst,
            _ => new(null, GridFault.DayOrder),
        },
    };

    private static GridDay Of(int year, int month, int day) =>
        year is >= 1900 and < 3000 && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new(new Day(year, month, day), null)
            : Unreadable;

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // English, Italian, German, French and Spanish, whole and shortened as calendars and spreadsheets shorten them.
    private static FrozenDictionary<string, int> MonthNames()
    {
        string[] names =
        [
            "jan january gen gennaio jän jänner januar janv janvier ene enero",
            "feb february febbraio februar févr fév février fevrier febrero",
            "mar march marzo mär märz mrz mars",
            "apr april aprile avr avril abr abril",
            "may mag maggio mai mayo",
            "jun june giu giugno juni juin junio",
            "jul july lug luglio juli juil juillet julio",
            "aug august ago agosto août aout",
            "sep sept september set settembre septembre septiembre setiembre",
            "oct october ott ottobre okt oktober octobre octubre",
            "nov november novembre noviembre",
            "dec december dic dicembre dez dezember déc décembre decembre diciembre",
        ];
        return names
            .SelectMany((list, i) => list.Split(' ').Select(name => (name, month: i + 1)))
            .ToFrozenDictionary(pair => pair.name, pair => pair.month, StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"(T|\s+)(0{1,2}:00(:00(\.0+)?)?Z?|12:00(:00)? [Aa][Mm])$", RegexOptions.CultureInvariant)]
    private static partial Regex Midnight();

    [GeneratedRegex(@"^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(@"^([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^([0-9]{1,2})\.?[ -](?:de )?(\p{L}+)\.?[ -](?:de )?([0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex DayMonthYear();

    [GeneratedRegex(@"^(\p{L}+)\.? ([0-9]{1,2}),? ([0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex MonthDayYear();
}
