using System.Text;
using CaseLedger.Imports.Text;

namespace CaseLedger.Imports.Trends;

/// <summary>Reads a Trends snapshot as CSV: a header with the names of <see cref="TrendsRow.Names"/> in any order, further columns ignored.</summary>
/// <param name="request">What is known beside the file.</param>
internal sealed class TrendsCsvReader(ImportRequest request) : TrendsReader(request)
{
    private int[]? columns;
    private int width;
    private byte[] header = [];

    /// <inheritdoc/>
    public override TextTable Open(Stream file, CancellationToken cancellationToken) => TextTable.Open(file, cancellationToken);

    /// <inheritdoc/>
    public override RowReading Read(TextTable table, out ReadingRow row)
    {
        row = default;
        if (table.RawBytes.IsEmpty)
        {
            return RowReading.Empty;
        }

        if (columns is null)
        {
            return ReadHeader(table);
        }

        if (table.CellCount != width)
        {
            Fault = new(
                null,
                "columns",
                $"The row has {table.CellCount} cells, the header {width}.",
                "Put a cell that holds the delimiter in quotes, and write no row without its last cells.");
            return RowReading.Refused;
        }

        var fields = new TrendsFields
        {
            Snapshot = table.Cell(columns[TrendsRow.Snapshot]),
            Isrc = table.Cell(columns[TrendsRow.Isrc]),
            Store = table.Cell(columns[TrendsRow.Shop]),
            Day = table.Cell(columns[TrendsRow.Day]),
            Monetised = table.Cell(columns[TrendsRow.Monetised]),
            Total = Optional(table, columns[TrendsRow.Total]),
            NonMonetised = Optional(table, columns[TrendsRow.NonMonetised]),
            ShortPlays = Optional(table, columns[TrendsRow.ShortPlays]),
        };
        Fault = Rules.Judge(table.Line, fields, out row);
        return Fault is null ? RowReading.Good
            // Files that were joined have their header again.
            : table.RawBytes.SequenceEqual(header) ? RowReading.Header
            : RowReading.Refused;
    }

    private static ReadOnlySpan<byte> Optional(TextTable table, int column) => column < 0 ? [] : table.Cell(column);

    private RowReading ReadHeader(TextTable table)
    {
        var names = new string[table.CellCount];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetString(table.Cell(i)).Trim().TrimStart('\uFEFF').ToLowerInvariant();
        }

        var missing = TrendsRow.Names.Take(TrendsRow.Required).Except(names).ToArray();
        var twice = TrendsRow.Names.FirstOrDefault(name => names.Count(other => other == name) > 1);
        if (missing.Length > 0 || twice is not null)
        {
            FileFault = new(
                "columns-missing",
                missing.Length > 0
                    ? $"The header lacks {string.Join(", ", missing)}; it has {Cells.Shown(table.RawBytes)}."
                    : $"The header has {twice} twice.",
                $"The first line names the columns: {string.Join(", ", TrendsRow.Names)}; the last three may be missing.",
                table.Line);
            return RowReading.Stop;
        }

        columns = [.. TrendsRow.Names.Select(name => Array.IndexOf(names, name))];
        width = names.Length;
        header = table.RawBytes.ToArray();
        return RowReading.Header;
    }
}
