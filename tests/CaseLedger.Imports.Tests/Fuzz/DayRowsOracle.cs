using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using System.Text.Json;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using Xunit;

namespace CaseLedger.Imports.Tests.Fuzz;

/// <summary>
/// Reads the lines that a command names once more, in the plainest way, and compares: no number may be taken that the file
/// does not say. It shares no code with the importers.
/// </summary>
internal static class DayRowsOracle
{
    private static readonly string[] Needed = ["SNAPSHOT_AT", "ISRC", "STORE", "DAY", "STREAMS_MONETISED"];

    private sealed record Said(string Isrc, string? Store, string? Snapshot, string Day, BigInteger? Count);

    public static void CheckTrends(byte[] file, IReadOnlyList<ImportItem> items)
    {
        CheckLinesStandOnce(items);
        var takes = items.OfType<ImportItem.Take>().ToList();
        if (takes.Count == 0) return;
        var lines = Lines(Text(file));
        var read = lines.First(line => line.Trim(' ').Length > 0).TrimStart(' ').StartsWith('{') ? line => TrendsObject(lines[line - 1]) : TrendsCells(lines);
        foreach (var take in takes)
        {
            var command = Assert.IsType<TakeTrendsSnapshot>(take.Command);
            var moment = ((Observed.At)command.Observed).Instant.ToString("uuuu-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            Assert.Equal(
                command.Readings.Select(reading => new Said($"{take.Isrc}", $"{command.Store}", moment, $"{reading.Day}", reading.Count?.Value)).OrderBy(said => said.Day),
                take.Lines.Select(read).OrderBy(said => said.Day));
        }
    }

    public static void CheckFeed(byte[] file, IReadOnlyList<ImportItem> items)
    {
        CheckLinesStandOnce(items);
        var takes = items.OfType<ImportItem.Take>().ToList();
        if (takes.Count == 0) return;
        var lines = Lines(Text(file));
        foreach (var take in takes)
        {
            var command = Assert.IsType<ReceiveStoreFeed>(take.Command);
            Assert.Equal(
                command.Readings.Select(reading => new Said($"{take.Isrc}", null, null, $"{reading.Day}", reading.Count.Value)).OrderBy(said => said.Day),
                take.Lines.Select(line => FeedObject(lines[line - 1])).OrderBy(said => said.Day));
        }
    }

    private static void CheckLinesStandOnce(IReadOnlyList<ImportItem> items)
    {
        var lines = items.SelectMany(item => item switch
        {
            ImportItem.Take take => take.Lines,
            ImportItem.Refuse refuse => [refuse.Row.Line],
            ImportItem.Skip skip => [skip.Line],
            _ => Enumerable.Empty<long>(),
        }).ToList();
        Assert.Equal(lines.Count, lines.Distinct().Count());
    }

    /// <summary>The text of a file, packed or not, in its encoding.</summary>
    internal static string Text(byte[] file)
    {
        if (file is [0x1F, 0x8B, ..])
        {
            using var unpacked = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress))
            {
                gzip.CopyTo(unpacked);
            }

            file = unpacked.ToArray();
        }

        var text = Encode(file).GetString(file);
        while (text.StartsWith('\uFEFF') || text.StartsWith("ï»¿", StringComparison.Ordinal))
        {
            text = text[(text[0] == '\uFEFF' ? 1 : 3)..];
        }

        return text;
    }

    // What is neither is read byte by byte: all that can be taken is ASCII.
    private static Encoding Encode(byte[] file)
    {
        if (file is [0xFF, 0xFE, ..]) return Encoding.Unicode;
        if (file is [0xFE, 0xFF, ..]) return Encoding.BigEndianUnicode;
        var zeros = file.Index().Where(b => b.Item == 0).ToLookup(b => b.Index % 2);
        if (zeros.Count > 0) return zeros[1].Count() > zeros[0].Count() ? Encoding.Unicode : Encoding.BigEndianUnicode;
        try
        {
            var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
            _ = strict.GetString(file);
            return strict;
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1;
        }
    }

    /// <summary>The physical lines.</summary>
    internal static string[] Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');

    /// <summary>The line, and what follows as long as a quote is open.</summary>
    internal static string Record(string[] lines, long line)
    {
        var record = lines[line - 1];
        for (var next = line; record.Count(c => c == '"') % 2 == 1 && next < lines.Length; next++)
        {
            record += "\n" + lines[next];
        }

        return record;
    }

    /// <summary>The cells of a record.</summary>
    internal static List<string> Split(string record, char delimiter) => [.. Split(record, delimiter, out _)];

    /// <summary>The cells of the line, and of what follows as long as a quote is open.</summary>
    private static IReadOnlyList<string> Record(string[] lines, long line, char delimiter)
    {
        var record = lines[line - 1];
        var cells = Split(record, delimiter, out var isOpen);
        for (var next = line; isOpen && next < lines.Length; next++)
        {
            record += "\n" + lines[next];
            cells = Split(record, delimiter, out isOpen);
        }

        return cells;
    }

    private static Func<long, Said> TrendsCells(string[] lines)
    {
        var header = lines.First(line => line.Length > 0 && !line.StartsWith("sep=", StringComparison.Ordinal));
        // Where two headers were joined there may be two ways to split them; a row fits one.
        var headers = ",;\t|".Select(c => (Delimiter: c, Names: Names(header, c))).Where(split => split.Names.Count(Needed.Contains) == Needed.Length).ToList();
        return line =>
        {
            var (cells, names) = headers.Select(split => (Cells: Record(lines, line, split.Delimiter), split.Names)).First(split => split.Cells.Count == split.Names.Length);
            return new(
                Isrc(Cell("ISRC")), Cell("STORE"), Moment(Cell("SNAPSHOT_AT")), Cell("DAY"), Count(Cell("STREAMS_MONETISED")));

            string Cell(string name) => cells[Array.IndexOf(names, name)].Trim(' ', '\t');
        };
    }

    private static string[] Names(string header, char delimiter) =>
        [.. Split(header, delimiter, out _).Select(name => name.Replace("ï»¿", "", StringComparison.Ordinal).Trim().TrimStart('\uFEFF').ToUpperInvariant())];

    private static IReadOnlyList<string> Split(string record, char delimiter, out bool isOpen)
    {
        isOpen = false;
        if (!record.Contains('"', StringComparison.Ordinal)) return record.Split(delimiter);
        List<string> cells = [""];
        for (var i = 0; i < record.Length; i++)
        {
            var c = record[i];
            if (isOpen && c == '"' && i + 1 < record.Length && record[i + 1] == '"')
            {
                cells[^1] += record[i++];
            }
            else if (c == '"' && (isOpen || cells[^1].Length == 0))
            {
                isOpen = !isOpen;
            }
            else if (c == delimiter && !isOpen)
            {
                cells.Add("");
            }
            else
            {
                cells[^1] += c;
            }
        }

        return cells;
    }

    private static Said TrendsObject(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new(
            Isrc(Text(json.RootElement, "isrc")),
            Text(json.RootElement, "store").Trim(),
            Moment(Text(json.RootElement, "snapshot_at")),
            Text(json.RootElement, "day").Trim(),
            Count(Text(json.RootElement, "streams_monetised").Trim()));
    }

    private static Said FeedObject(string line)
    {
        using var json = JsonDocument.Parse(line);
        return new(
            Isrc(Text(json.RootElement.GetProperty("trackv2"), "isrc")),
            null,
            null,
            Text(json.RootElement, "date"),
            Count(Text(json.RootElement.GetProperty("streams"), "total")));
    }

    private static string Text(JsonElement element, string name)
    {
        var value = Assert.Single(element.EnumerateObject(), property => property.NameEquals(name)).Value;
        return value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!,
            _ => value.GetRawText(),
        };
    }

    private static string Isrc(string cell)
    {
        var code = string.Concat(cell.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return code.Length > 12 && code.StartsWith("ISRC", StringComparison.Ordinal) ? code[4..] : code;
    }

    private static string Moment(string cell) =>
        DateTimeOffset.Parse(cell, CultureInfo.InvariantCulture).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff", CultureInfo.InvariantCulture);

    private static BigInteger? Count(string cell) =>
        cell.Length == 0 || cell.Equals("null", StringComparison.OrdinalIgnoreCase) ? null : BigInteger.Parse(cell, NumberStyles.None, CultureInfo.InvariantCulture);
}
