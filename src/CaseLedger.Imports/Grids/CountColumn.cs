using System.Globalization;
using System.Text.RegularExpressions;
using CaseLedger.Domain;

namespace CaseLedger.Imports.Grids;

/// <summary>The column of numbers: one cell can tell what a point or comma means in all the others.</summary>
/// <param name="cells">All cells.</param>
/// <param name="separatesThousands">What a person said about 1.234; null: nothing.</param>
internal sealed partial class CountColumn(IReadOnlyList<string> cells, bool? separatesThousands)
{
    // 1.234.567 can only be thousands; then 1.234 beside it is thousands too.
    private readonly HashSet<char> _thousands = [.. cells.Where(cell => Certain().IsMatch(cell.Trim())).Select(cell => cell.Trim().First(c => c is '.' or ','))];

    /// <summary>Reads a cell: the number, or what stands against it.</summary>
    public (StreamCount? Count, GridFault? Fault) Read(string cell)
    {
        var text = cell.Trim();
        if (text.StartsWith('-') || text.StartsWith('\u2212'))
        {
            return (null, text.Skip(1).Any(char.IsAsciiDigit) && text.Skip(1).All(c => char.IsAsciiDigit(c) || c is '.' or ',' or ' ')
                ? GridFault.CountNegative
                : GridFault.CountUnreadable);
        }

        var plain = Spaced().IsMatch(text) ? Gap().Replace(text, "") : text;
        if (plain.Length > 0 && plain.All(char.IsAsciiDigit))
        {
            return Of(plain);
        }

        if (Certain().IsMatch(plain))
        {
            return Of(plain.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal));
        }

        if (Doubtful().IsMatch(plain))
        {
            var mark = plain.First(c => c is '.' or ',');
            return (separatesThousands ?? (_thousands.Contains(mark) ? true : null)) switch
            {
                true => Of(plain.Replace($"{mark}", "", StringComparison.Ordinal)),
                false => (null, GridFault.CountFraction),
                null => (null, GridFault.CountSeparator),
            };
        }

        return (null, Fraction().IsMatch(plain) ? GridFault.CountFraction : GridFault.CountUnreadable);
    }

    private static (StreamCount?, GridFault?) Of(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && StreamCount.TryFrom(value, out var count)
            ? (count, null)
            : (null, GridFault.CountTooLarge);

    [GeneratedRegex(@"^[0-9]{1,3}([.,])[0-9]{3}(\1[0-9]{3})+$", RegexOptions.CultureInvariant)]
    private static partial Regex Certain();

    [GeneratedRegex(@"^[1-9][0-9]{0,2}[.,][0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Doubtful();

    [GeneratedRegex(@"^[0-9]+([.,][0-9]{3})*[.,][0-9]+$", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();

    [GeneratedRegex(@"^[0-9]{1,3}([ '’\u00A0\u202F\u2009][0-9]{3})+$", RegexOptions.CultureInvariant)]
    private static partial Regex Spaced();

    [GeneratedRegex(@"[ '’\u00A0\u202F\u2009]", RegexOptions.CultureInvariant)]
    private static partial Regex Gap();
}
