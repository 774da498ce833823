using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;
using CaseLedger.Domain;
using CaseLedger.Imports.Grids;
using NodaTime;

namespace CaseLedger.Imports.Statements;

/// <summary>A month, or the month of a day, as statements write it.</summary>
/// <param name="Month">The month; null where it could not be read, or not without a doubt.</param>
/// <param name="IsAmbiguous">Whether day and month can be exchanged and the month would be another.</param>
/// <param name="Only">In which order alone its two numbers make a day, where it tells something about the column.</param>
internal readonly partial record struct StatementMonth(Month? Month, bool IsAmbiguous = false, DayOrder? Only = null)
{
    private const int FirstYear = 1900;
    private const int LastYear = 2999;
    private const int Century = 2000;
    private const int LongestCell = 40;

    private static readonly FrozenDictionary<string, int> Names = MonthNames();

    /// <summary>Reads a cell.</summary>
    /// <remarks>
    /// <c>2023-10</c>, <c>2023-10-15</c>, <c>202310</c>, <c>2017M10</c>, <c>Oct 2017</c>, <c>2023 October</c>, <c>15-Oct-2023</c>, <c>10/2023</c>,
    /// <c>10/15/2023 12:00:00 AM</c>, and with short years <c>21-Jan</c> and <c>MAY-26</c>.
    /// </remarks>
    /// <param name="cell">The cell.</param>
    /// <param name="hasShortYears">Whether two digits beside the name of a month are a year of this century.</param>
    /// <param name="order">What is known about days as 03/04/2024.</param>
    public static StatementMonth Read(string cell, bool hasShortYears, DayOrder? order)
    {
        if (cell.Length > LongestCell)
        {
            return default;
        }

        var text = Time().Replace(cell.Trim(), "");
        if (YearFirst().Match(text) is { Success: true } iso)
        {
            return Of(Number(iso, "y"), Number(iso, "m"), iso.Groups["d"].Success ? Number(iso, "d") : 1);
        }

        if (MonthYear().Match(text) is { Success: true } short1)
        {
            return Of(Number(short1, "y"), Number(short1, "m"), 1);
        }

        if (Numbers().Match(text) is { Success: true } numbers)
        {
            var (first, second, year) = (Number(numbers, "a"), Number(numbers, "b"), Number(numbers, "y"));
            return numbers.Groups["mark"].Value == "."
                ? Of(year, second, first)
                : EitherWay(Of(year, second, first), Of(year, first, second), first == second, order);
        }

        if (Named().Match(text) is { Success: true } named && Names.TryGetValue(named.Groups["m"].Value, out var month))
        {
            return Of(Number(named, "y"), month, named.Groups["d"].Success ? Number(named, "d") : 1);
        }

        return hasShortYears && ShortYear().Match(text) is { Success: true } brief && Names.TryGetValue(brief.Groups["m"].Value, out month)
            ? Of(Century + Number(brief, "y"), month, 1)
            : default;
    }

    private static StatementMonth EitherWay(StatementMonth dayFirst, StatementMonth monthFirst, bool isSame, DayOrder? order) =>
        (dayFirst.Month, monthFirst.Month) switch
        {
            (null, null) => default,
            ({ } month, null) => new(month, Only: DayOrder.DayFirst),
            (null, { } month) => new(month, Only: DayOrder.MonthFirst),
            _ when isSame || order == DayOrder.DayFirst => dayFirst,
            _ when order == DayOrder.MonthFirst => monthFirst,
            _ => new(null, IsAmbiguous: true),
        };

    private static StatementMonth Of(int year, int month, int day) =>
        year is >= FirstYear and <= LastYear && month is >= 1 and <= 12 && day >= 1 && day <= CalendarSystem.Iso.GetDaysInMonth(year, month)
            ? new(new Month(new YearMonth(year, month)))
            : default;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // Statements are in English, whoever makes them.
    private static FrozenDictionary<string, int> MonthNames()
    {
        string[] names =
        [
            "jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august", "sep sept september", "oct october",
            "nov november", "dec december",
        ];
        return names
            .SelectMany((list, i) => list.Split(' ').Select(name => (name, month: i + 1)))
            .ToFrozenDictionary(pair => pair.name, pair => pair.month, StringComparer.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"(T|\s+)[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(\s*[AaPp][Mm]|Z)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Time();

    [GeneratedRegex(@"^(?<y>[0-9]{4})(?:(?<mark>[-/.])(?<m>[0-9]{1,2})(?:\k<mark>(?<d>[0-9]{1,2}))?|(?<m>[0-9]{2})(?<d>[0-9]{2})?|\s*[Mm](?<m>[0-9]{1,2}))$", RegexOptions.CultureInvariant)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<m>[0-9]{1,2})[-/.](?<y>[0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex MonthYear();

    [GeneratedRegex(@"^(?<a>[0-9]{1,2})(?<mark>[-/.])(?<b>[0-9]{1,2})\k<mark>(?<y>[0-9]{4})$", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"^(?:(?:(?<d>[0-9]{1,2})[-/. ]+)?(?<m>[A-Za-z]+)\.?[-/, ]+(?<y>[0-9]{4})|(?<m>[A-Za-z]+)\.? (?<d>[0-9]{1,2}),? (?<y>[0-9]{4})|(?<y>[0-9]{4})[-/ ]+(?<m>[A-Za-z]+)\.?)$", RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"^(?:(?<m>[A-Za-z]+)\.?[-/ ']+(?<y>[0-9]{2})|(?<y>[0-9]{2})[-/ ](?<m>[A-Za-z]+)\.?)$", RegexOptions.CultureInvariant)]
    private static partial Regex ShortYear();
}
