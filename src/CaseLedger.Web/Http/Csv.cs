using System.Globalization;
using System.Text;

namespace CaseLedger.Web.Http;

/// <summary>Writes a table as CSV (RFC 4180), for spreadsheets.</summary>
internal static class Csv
{
    /// <summary>The media type.</summary>
    public const string MediaType = "text/csv";

    // A semicolon too: where a comma is the decimal mark, spreadsheets take it for the end of a cell.
    private const string NeedsQuotes = "\",;\r\n";

    // What a spreadsheet would take for a formula (OWASP, CSV injection), in full width as well.
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    /// <summary>Whether a caller would rather have CSV.</summary>
    public static bool IsWanted(HttpRequest request)
    {
        var wanted = request.GetTypedHeaders().Accept;
        return wanted.Count > 0 && wanted.OrderByDescending(type => type.Quality ?? 1).First().MediaType.Equals(MediaType, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The table, with its head.</summary>
    public static IResult Of(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string?>> rows)
    {
        var text = new StringBuilder();
        text.Append(Line(head));
        foreach (var row in rows)
        {
            text.Append(Line(row));
        }

        return TypedResults.Text(text.ToString(), MediaType, Encoding.UTF8);
    }

    /// <summary>A line of the table, for a table that is written as it is read.</summary>
    public static string Line(IEnumerable<string?> cells) => string.Join(',', cells.Select(Cell)) + "\r\n";

    private static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return "";
        }

        // A negative number is a number: with an apostrophe before it no spreadsheet could add it up.
        var isNumber = decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            && value[0] is '-';
        var harmless = !isNumber && FormulaStarts.Contains(value[0], StringComparison.Ordinal) ? $"'{value}" : value;
        return harmless.AsSpan().ContainsAny(NeedsQuotes) ? $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : harmless;
    }
}
