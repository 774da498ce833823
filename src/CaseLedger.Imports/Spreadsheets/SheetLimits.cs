namespace CaseLedger.Imports.Spreadsheets;

/// <summary>How much of a table is read, and what is said of more. A sheet is held in memory whole, because one cell decides about others.</summary>
internal static class SheetLimits
{
    /// <summary>The most bytes of a file: what spreadsheet programs themselves still open at ease.</summary>
    public const long MostBytes = 25L * 1024 * 1024;

    /// <summary>The most lines: fifty years of days.</summary>
    public const int MostRows = 20_000;

    /// <summary>The most columns: a year of days across, and some more.</summary>
    public const int MostColumns = 400;

    /// <summary>The most cells: of wide tables not every row is read.</summary>
    public const int MostCells = 1_000_000;

    /// <summary>The most characters of a text with days and numbers.</summary>
    public const long MostCharacters = 25L * 1024 * 1024;

    /// <summary>A line as it stands, its cells parted by tabs.</summary>
    public static string Raw(IEnumerable<SheetCell> cells)
    {
        var text = string.Join('\t', cells.Select(cell => cell.Text.Length > RefusedRow.LongestRow ? cell.Text[..RefusedRow.LongestRow] : cell.Text)).TrimEnd('\t');
        return text.Length > RefusedRow.LongestRow ? text[..RefusedRow.LongestRow] : text;
    }

    /// <summary>The cells up to the last that holds anything.</summary>
    public static SheetCell[] Trimmed(SheetCell[] cells) =>
        Array.FindLastIndex(cells, cell => cell.Text.Length > 0) is >= 0 and var last ? cells[..(last + 1)] : [];

    /// <summary>What is said of a file with too many bytes or characters.</summary>
    public static FileFault TooLarge() =>
        new("file-too-large", $"More than {MostBytes / 1024 / 1024} MB: no spreadsheet of one recording's days is so large.", "Send only the sheet with the days and numbers of this recording.");

    /// <summary>What is said of too many lines.</summary>
    public static FileFault TooManyRows(long line) =>
        new("too-many-rows", $"More than {MostRows} rows or {MostCells} cells hold something, or far more are empty between them.", "Send only the days and numbers of this recording.", line);

    /// <summary>What is said of too many columns.</summary>
    public static FileFault TooManyColumns(int columns) =>
        new("too-many-columns", $"The sheet has {columns} columns; at most {MostColumns} are read.", "Copy the days and numbers into a new sheet, and send that.");

    /// <summary>What is said where the sheet that was asked for is not there.</summary>
    public static FileFault NoSuchSheet(string wanted, IReadOnlyList<string> names) =>
        new("sheet-unknown", $"There is no sheet '{wanted}'.", "Say which sheet holds the numbers.",
            Questions: [new("sheet", names, $"The sheets are: {string.Join(", ", names)}.")]);
}
