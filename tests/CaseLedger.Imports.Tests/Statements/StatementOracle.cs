using System.Globalization;
using System.Numerics;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports.Text;
using Xunit;

namespace CaseLedger.Imports.Tests.Statements;

/// <summary>Holds the lines that were taken from a statement against the lines of the file, with arithmetic of its own.</summary>
internal static class StatementOracle
{
    /// <summary>Each line taken stands in the file where it says, and its quantity and revenue are numbers of that row.</summary>
    public static void Check(byte[] file, IReadOnlyList<ImportItem> items)
    {
        var lines = StatementFiles.Lines(items).ToArray();
        Assert.Equal(lines.Length, lines.Select(line => line.Line).Distinct().Count());
        Assert.Equal(lines.Select(line => line.Line!.Value).Order(), items.OfType<ImportItem.Take>().SelectMany(take => take.Lines).Order());
        var rows = lines.Length == 0 ? [] : Rows(file);
        foreach (var take in items.OfType<ImportItem.Take>())
        {
            foreach (var line in ((ReportRoyaltyLines)take.Command).Lines)
            {
                var cells = rows[line.Line!.Value];
                var numbers = cells.SelectMany(Values).ToHashSet();
                Assert.Contains(Exact($"{line.Quantity}")!.Value, numbers);
                // Records of a DSR file say no money at all.
                Assert.True(line.Revenue is null ? line.Other?.Any(column => column.Name == "RecordType") is true : numbers.Contains(Exact($"{line.Revenue}")!.Value), $"{line}");
                Assert.All(line.Other ?? [], column => Assert.True(column.Name is "SenderName" or "Territory" || cells.Contains(column.Value), $"{column}"));
            }
        }
    }

    // By each delimiter, as the importer may have found another than the reader of texts alone.
    private static Dictionary<long, HashSet<string>> Rows(byte[] file)
    {
        var rows = new Dictionary<long, HashSet<string>>();
        foreach (var delimiter in (char?[])[null, '\t', ';', ','])
        {
            using var table = TextTable.Open(new MemoryStream(file), CancellationToken.None, delimiter);
            Add(table.Records().Select(record => (record.Line, record.Cells)));
        }

        using var plain = TextTable.OpenLines(new MemoryStream(file), CancellationToken.None);
        Add(plain.Records().Select(record => (record.Line, (IReadOnlyList<string>)record.Cells[0].Split('\t'))));
        return rows;

        void Add(IEnumerable<(long Line, IReadOnlyList<string> Cells)> records)
        {
            foreach (var (line, cells) in records)
            {
                if (!rows.TryGetValue(line, out var known))
                {
                    rows[line] = known = [];
                }

                known.UnionWith(cells);
            }
        }
    }

    // What a cell can mean: a point or a comma before the fraction, and nothing else between digits counts.
    private static IEnumerable<(BigInteger Digits, int Scale)> Values(string cell)
    {
        var text = string.Concat(cell.Where(c => !char.IsWhiteSpace(c) && c is not ('\'' or '\u2019'))).Replace('\u2212', '-');
        if (text.StartsWith('(') && text.EndsWith(')'))
        {
            text = "-" + text[1..^1];
        }

        foreach (var candidate in (string[])[text.Replace(",", "", StringComparison.Ordinal), text.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')])
        {
            if (Exact(candidate) is { } value)
            {
                yield return value;
            }
        }
    }

    // Digits times ten to the power of minus the scale, without zeros at the end.
    private static (BigInteger Digits, int Scale)? Exact(string text)
    {
        var parts = text.ToUpperInvariant().Split('E');
        var exponent = 0;
        if (parts.Length > 2 || (parts.Length == 2 && (!int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs((long)exponent) > 100)))
        {
            return null;
        }

        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? parts[0] : parts[0].Remove(point, 1);
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return null;
        }

        var scale = (point < 0 ? 0 : parts[0].Length - point - 1) - exponent;
        while (!value.IsZero && value % 10 == 0)
        {
            (value, scale) = (value / 10, scale - 1);
        }

        return (value, value.IsZero ? 0 : scale);
    }
}
