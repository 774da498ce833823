using System.Text;
using System.Text.RegularExpressions;

namespace CaseLedger.Imports.Grids;

/// <summary>The two cells of a line that matter.</summary>
internal sealed record GridCells(int Line, string Day, string Count, bool TooMany = false);

/// <summary>A text cut into lines and cells, without headers, totals and days that have no number.</summary>
internal sealed partial class GridLines
{
    /// <summary>The names of a column of days, in five languages.</summary>
    internal static readonly HashSet<string> DayNames = new(StringComparer.OrdinalIgnoreCase)
        { "date", "day", "data", "giorno", "datum", "tag", "jour", "fecha", "día", "dia", "giorni", "days", "tage", "jours", "días" };

    /// <summary>The names of a column of streams, in five languages.</summary>
    internal static readonly HashSet<string> CountNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "streams", "stream", "plays", "count", "ascolti", "riproduzioni", "stream totali", "aufrufe", "wiedergaben", "streams gesamt",
        "écoutes", "ecoutes", "écoute", "lectures", "reproducciones", "escuchas",
    };

    /// <summary>What stands before a sum over days, in five languages.</summary>
    internal static readonly HashSet<string> TotalNames = new(StringComparer.OrdinalIgnoreCase)
    {
        "total", "totals", "grand total", "sum", "totale", "totali", "somma", "summe", "gesamt", "gesamtsumme", "insgesamt", "somme", "ensemble", "suma",
    };

    private readonly List<GridCells> _cells = [];
    private readonly List<Skipped> _skipped = [];
    private readonly bool _keepsEmpty;
    private (int Day, int Count)? _columns;

    private GridLines(bool keepsEmpty) => _keepsEmpty = keepsEmpty;

    /// <summary>The lines with a day and a number, as they came.</summary>
    public IReadOnlyList<GridCells> Cells => _cells;

    /// <summary>What adds nothing.</summary>
    public IReadOnlyList<Skipped> Skipped => _skipped;

    /// <summary>Whether the columns are those of an artist's whole catalogue.</summary>
    public bool IsCatalogue { get; private set; }

    /// <summary>Whether a cell stands for no number, as spreadsheets and people write it.</summary>
    public static bool IsNoNumber(string cell) => cell is "" or "-" or "–" or "—" or "−" or "n/a" or "N/A";

    /// <summary>Cuts a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="keepsEmpty">Whether a day without a number stays among the lines that matter.</param>
    public static GridLines Of(string text, bool keepsEmpty = false)
    {
        var lines = new GridLines(keepsEmpty);
        var all = text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < all.Length && !lines.IsCatalogue; i++)
        {
            if (all[i].Trim(' ', '\t', ';', ',', '\u00A0').Length > 0)
            {
                lines.Add(i + 1, all[i]);
            }
        }

        return lines;
    }

    private void Add(int number, string line)
    {
        var cells = Cut(line);
        if (IsHeader(cells))
        {
            // A song's own export has date and streams; an audience timeline counts everything of an artist.
            IsCatalogue = cells.Contains("listeners", StringComparer.OrdinalIgnoreCase) && cells.Contains("followers", StringComparer.OrdinalIgnoreCase);
            var (day, count) = (cells.FindIndex(DayNames.Contains), cells.FindIndex(CountNames.Contains));
            _columns = day >= 0 && count >= 0 ? (day, count) : _columns;
            _skipped.Add(new(number, line.Trim(), SkippedLine.Header));
            return;
        }

        if (TotalNames.Contains(cells[0].TrimEnd(':')))
        {
            _skipped.Add(new(number, line.Trim(), SkippedLine.Total));
            return;
        }

        var (at, of) = _columns is { } named && cells.Count > Math.Max(named.Day, named.Count) ? named : (0, 1);
        // All that was there stays in the cell, so that none of it is taken without asking.
        var read = _columns is null && cells.Skip(2).Any(cell => cell.Length > 0)
            ? new GridCells(number, cells[0], string.Join(" | ", cells.Skip(1)), TooMany: true)
            : new GridCells(number, cells[at], of < cells.Count ? cells[of] : "");
        if (!read.TooMany && IsNoNumber(read.Count) && (!_keepsEmpty || read.Day.Length == 0))
        {
            _skipped.Add(new(number, line.Trim(), SkippedLine.NoNumber));
            return;
        }

        _cells.Add(read);
    }

    // Names of columns hold no digit; a line of data has one at least.
    private bool IsHeader(List<string> cells) =>
        cells.Any(cell => DayNames.Contains(cell) || CountNames.Contains(cell)) && !cells.Any(cell => cell.Any(char.IsAsciiDigit))
        || (_cells.Count == 0 && _skipped.Count == 0 && cells.Count > 1 && cells.All(cell => cell.Length > 0 && cell.All(c => char.IsLetter(c) || c is ' ' or '_')));

    private static List<string> Cut(string line)
    {
        foreach (var delimiter in (ReadOnlySpan<char>)['\t', ';'])
        {
            if (line.Contains(delimiter, StringComparison.Ordinal))
            {
                return Quoted(line, delimiter);
            }
        }

        var trimmed = line.Trim();
        var found = DayAhead().Match(trimmed);
        if (found.Success)
        {
            var rest = trimmed[found.Length..];
            // Behind a day a comma cannot stand between thousands; a second one could, so the rest is cut only where it is quoted.
            return rest.StartsWith(',') ? [Bare(found.Groups["day"].Value), .. AfterComma(rest[1..])] : [found.Groups["day"].Value, .. Gaps().Split(rest.TrimStart(':', ' '))];
        }

        return trimmed.Any(char.IsAsciiDigit) && !trimmed.Contains(", ", StringComparison.Ordinal) && Gaps().IsMatch(trimmed)
            ? [.. Gaps().Split(trimmed)]
            : Quoted(trimmed, ',');
    }

    private static List<string> AfterComma(string rest) =>
        rest.Contains('"', StringComparison.Ordinal) || rest.Contains(',', StringComparison.Ordinal) ? Quoted(rest, ',') : [rest.Trim()];

    private static List<string> Quoted(string line, char delimiter)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var within = false;
        foreach (var c in line)
        {
            if (c == '"')
            {
                within = !within;
            }
            else if (c == delimiter && !within)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else
            {
                cell.Append(c);
            }
        }

        cells.Add(cell.ToString().Trim());
        return cells;
    }

    private static string Bare(string text) => text.Trim('"', ' ');

    [GeneratedRegex(
        """^"?(?<day>\d{4}-\d{1,2}-\d{1,2}([T ]\d{1,2}:\d\d(:\d\d(\.\d+)?)?Z?)?|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}( \d{1,2}:\d\d(:\d\d)?( [AaPp][Mm])?)?|\d{1,2}\.? \p{L}+\.? \d{4}|\p{L}+\.? \d{1,2},? \d{4}|\d{5})"?(?=[\s,:]|$)""",
        RegexOptions.CultureInvariant)]
    private static partial Regex DayAhead();

    [GeneratedRegex(@"[ \u00A0]{2,}")]
    private static partial Regex Gaps();
}
