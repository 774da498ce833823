using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>Reads one sheet of an .xlsx or .xls.</summary>
internal static class Workbook
{
    // The last row that a sheet can have: what counts on behind it is damaged.
    private const int LastRow = 1_048_576;

    // One cell in the last row of a wide sheet makes the reader pass over all that are empty above it. Of a real sheet a third of the cells hold something.
    private const long MostPassed = 3 * SheetLimits.MostCells;

    private const int WesternCodePage = 1252;

    // Text of old workbooks is in the code page that they name, which the runtime knows only when told.
    static Workbook() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads a sheet: the one that is named, else the first that can be seen and has a day, else the first with anything.</summary>
    /// <param name="file">All bytes of the workbook.</param>
    /// <param name="wanted">The sheet's name; null: not said.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The sheet, or why there is none.</returns>
    public static (Sheet? Sheet, FileFault? Fault) Read(byte[] file, string? wanted, CancellationToken cancellationToken)
    {
        if (WorkbookGuard.Check(file, out var countsFrom1904, cancellationToken) is { } fault)
        {
            return (null, fault);
        }

        try
        {
            using var stream = new MemoryStream(file, writable: false);
            var configuration = new ExcelReaderConfiguration { FallbackEncoding = Encoding.GetEncoding(WesternCodePage), LeaveOpen = true };
            using var reader = WorkbookGuard.IsZip(file)
                ? ExcelReaderFactory.CreateOpenXmlReader(stream, configuration)
                : ExcelReaderFactory.CreateBinaryReader(stream, configuration);
            return Sheets(reader, wanted, countsFrom1904, cancellationToken);
        }
        catch (InvalidPasswordException)
        {
            return (null, WorkbookGuard.Encrypted());
        }

        // The reader was made for whole files: of a damaged one it throws whatever it stumbles over, and the bytes are in memory, so no disk fails here.
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return (null, WorkbookGuard.Damaged());
        }
    }

    private static (Sheet?, FileFault?) Sheets(IExcelDataReader reader, string? wanted, bool countsFrom1904, CancellationToken cancellationToken)
    {
        // The reader passes over much that is broken; a workbook has a sheet, or it is none.
        if (reader.ResultsCount == 0)
        {
            return (null, WorkbookGuard.Damaged());
        }

        var names = new List<string>();
        (List<SheetLine>? Lines, FileFault? Fault, string? Name) found = default;
        var isFound = false;
        do
        {
            if (reader.VisibleState != "visible" && reader.Name != wanted)
            {
                continue;
            }

            names.Add(reader.Name);
            if (isFound || (wanted is not null && reader.Name != wanted))
            {
                continue;
            }

            var (lines, fault) = Lines(reader, cancellationToken);
            isFound = wanted is not null || fault is not null || lines.Any(line => line.Cells.Any(SheetDays.IsDay));
            if (isFound || (lines.Count > 0 && found.Lines is null))
            {
                found = (lines, fault, reader.Name);
            }
        }
        while (reader.NextResult());

        if (found.Fault is { } stop)
        {
            return (null, stop);
        }

        return found.Lines is { Count: > 0 } held
            ? (new(found.Name, names, held, IsDelimited: false, countsFrom1904), null)
            : (null, wanted is not null && !names.Contains(wanted)
                ? SheetLimits.NoSuchSheet(wanted, names)
                : new("empty-file", "The workbook holds nothing.", "Send the file with the days and their numbers."));
    }

    private static (List<SheetLine> Lines, FileFault? Fault) Lines(IExcelDataReader reader, CancellationToken cancellationToken)
    {
        var lines = new List<SheetLine>();
        var (held, passed) = (0, 0L);
        if (reader.FieldCount > SheetLimits.MostColumns)
        {
            return (lines, SheetLimits.TooManyColumns(reader.FieldCount));
        }

        // The reader makes room for every row that a damaged workbook claims to have.
        if (reader.RowCount > LastRow)
        {
            return (lines, WorkbookGuard.Damaged());
        }

        var buffer = new SheetCell[reader.FieldCount];
        for (var row = 1; reader.Read(); row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row > LastRow)
            {
                return (lines, WorkbookGuard.Damaged());
            }

            for (var i = 0; i < buffer.Length; i++)
            {
                buffer[i] = CellOf(reader.GetValue(i));
            }

            var cells = SheetLimits.Trimmed(buffer);
            held += cells.Length;
            passed += buffer.Length;
            if (held > SheetLimits.MostCells || passed > MostPassed)
            {
                return (lines, SheetLimits.TooManyRows(row));
            }

            if (cells.Length == 0)
            {
                continue;
            }

            if (lines.Count == SheetLimits.MostRows)
            {
                return (lines, SheetLimits.TooManyRows(row));
            }

            lines.Add(new(row, SheetLimits.Raw(cells), cells));
        }

        return (lines, null);
    }

    private static SheetCell CellOf(object? value) => value switch
    {
        null => SheetCell.Empty,
        string text => new(text.Trim(), CellKind.Text),
        DateTime { TimeOfDay.Ticks: 0 } day => new(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), CellKind.Date),
        DateTime moment => new(moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), CellKind.Text),
        double or float or int or long or short or decimal => NumberOf(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => new(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", CellKind.Text),
    };

    // The digits of a whole number, never with an exponent: what is shown of it is what is judged.
    private static SheetCell NumberOf(double number) =>
        new(number.ToString(Math.Abs(number) < 1e18 && Math.Floor(number) == number ? "0" : "R", CultureInfo.InvariantCulture), CellKind.Number);
}
