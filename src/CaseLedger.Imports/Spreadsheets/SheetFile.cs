using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Text;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>Reads a file into a table of cells, whatever it is written in.</summary>
internal static class SheetFile
{
    // Enough to tell a workbook from a text.
    private const int HeadSize = 8;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes; seekable, read from its beginning, and not closed here.</param>
    /// <param name="request">Which kind of file it is, and which sheet is wanted.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The table, which holds a line at least, or why there is none.</returns>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    public static (Sheet? Sheet, FileFault? Fault) Read(Stream file, ImportRequest request, CancellationToken cancellationToken)
    {
        if (file.Length > SheetLimits.MostBytes)
        {
            return (null, SheetLimits.TooLarge());
        }

        file.Position = 0;
        var isTimeline = request.Start.Kind == ImportKind.S4aSongTimeline;
        if (isTimeline || !IsWorkbook(file))
        {
            var (lines, fault) = Lines(file, cancellationToken);
            fault ??= isTimeline ? S4aHeaders.FaultOfTimeline([.. lines[0].Cells.Select(cell => cell.Text)]) : null;
            return fault is null ? (new(null, [], lines, IsDelimited: true), null) : (null, fault);
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Workbook.Read(bytes, request.Choice("sheet"), cancellationToken);
    }

    private static bool IsWorkbook(Stream file)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        var read = file.ReadAtLeast(head, HeadSize, throwOnEndOfStream: false);
        file.Position = 0;
        head = head[..read];
        return WorkbookGuard.IsZip(head) || WorkbookGuard.IsCompound(head) || WorkbookGuard.IsBareRecords(head);
    }

    private static (List<SheetLine> Lines, FileFault? Fault) Lines(Stream file, CancellationToken cancellationToken)
    {
        var lines = new List<SheetLine>();
        var (held, characters) = (0, 0L);
        using var table = TextTable.Open(file, cancellationToken, limits: new(MostUnpacked: SheetLimits.MostCharacters));
        foreach (var record in table.Records())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = SheetLimits.Trimmed([.. record.Cells.Select(cell => new SheetCell(cell.Trim(), CellKind.Text))]);
            if (cells.Length == 0)
            {
                continue;
            }

            held += cells.Length;
            characters += record.Cells.Sum(cell => (long)cell.Length);
            if (cells.Length > SheetLimits.MostColumns)
            {
                return (lines, SheetLimits.TooManyColumns(cells.Length));
            }

            if (lines.Count == SheetLimits.MostRows || held > SheetLimits.MostCells)
            {
                return (lines, SheetLimits.TooManyRows(record.Line));
            }

            if (characters > SheetLimits.MostCharacters)
            {
                return (lines, SheetLimits.TooLarge());
            }

            lines.Add(new(record.Line, record.Raw, cells));
        }

        return (lines, table.Fault ?? (lines.Count == 0 ? new("empty-file", "The file holds nothing.", "Send the file with the days and their numbers.") : null));
    }
}
