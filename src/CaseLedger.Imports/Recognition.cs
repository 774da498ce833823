using System.Text;
using System.Text.Json;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Spreadsheets;
using CaseLedger.Imports.Statements;
using CaseLedger.Imports.Text;

namespace CaseLedger.Imports;

/// <summary>What a file was recognised as.</summary>
/// <param name="Kind">How it is read; null where it is not.</param>
/// <param name="Format">What it is, as a stable word such as <c>xlsx</c> or <c>s4a-song-timeline</c>.</param>
/// <param name="Fault">Why it is not read; null where it is.</param>
internal readonly record struct Recognised(ImportKind? Kind, string Format, FileFault? Fault);

/// <summary>Tells what a file holds, by its content: names of files are what people make of them.</summary>
internal static class Recognition
{
    /// <summary>How many bytes of a file are enough to tell.</summary>
    public const int HeadSize = 256 * 1024;

    // Titles stand above the names of columns, in statements and spreadsheets alike.
    private const int MostRecords = 40;

    private const int LongestShown = 120;

    private const string Supported =
        "Supported are: a song's timeline from Spotify for Artists (date,streams), spreadsheets with a column of days (.xlsx, .xls, .csv), "
        + "Trends snapshots (CSV or NDJSON), Spotify's distributor feed (NDJSON), and royalty statements.";

    /// <summary>
    /// What knows files by a line of names, in the order asked; each gives null for names that it does not know. One that
    /// knows them more exactly stands before one that takes more.
    /// </summary>
    internal static IReadOnlyList<Func<IReadOnlyList<string>, Recognised?>> Headers { get; } = [OfS4a, OfTrends, OfStatement];

    /// <summary>Recognises a file.</summary>
    /// <param name="head">Its beginning, of <see cref="HeadSize"/> bytes or all; seekable, and not closed here.</param>
    /// <param name="name">Its name, which is shown and decides nothing.</param>
    /// <returns>How to read it, or why it is not read.</returns>
    /// <exception cref="IOException">The head cannot be read.</exception>
    public static Recognised Of(Stream head, string name)
    {
        head.Position = 0;
        var bytes = new byte[Math.Min(head.Length, HeadSize)];
        head.ReadExactly(bytes);
        return OfWorkbook(bytes) ?? OfPicture(bytes, name) ?? OfText(bytes, name);
    }

    private static Recognised? OfWorkbook(ReadOnlySpan<byte> head)
    {
        if (WorkbookGuard.IsZip(head))
        {
            // The parts are named before their content; where none is seen yet, the reader of workbooks says what is wrong.
            var isOther = head.IndexOf("xl/"u8) < 0 && (head.IndexOf("word/"u8) >= 0 || head.IndexOf("ppt/"u8) >= 0 || head.IndexOf("mimetypeapplication/"u8) >= 0);
            return isOther
                ? Unknown("zip", "This is a document or archive, but no .xlsx workbook.")
                : new(ImportKind.Spreadsheet, "xlsx", null);
        }

        if (WorkbookGuard.IsCompound(head))
        {
            return WorkbookGuard.HasPart(head, "EncryptedPackage") ? new(null, "xlsx", WorkbookGuard.Encrypted())
                : WorkbookGuard.HasPart(head, "WordDocument") || WorkbookGuard.HasPart(head, "PowerPoint Document") ? Unknown("compound", "This is an Office document, but no workbook.")
                : new(ImportKind.Spreadsheet, "xls", null);
        }

        return WorkbookGuard.IsBareRecords(head) ? new(ImportKind.Spreadsheet, "xls", null) : null;
    }

    private static Recognised? OfPicture(ReadOnlySpan<byte> head, string name) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? Unknown("png", $"'{Short(name)}' is a picture. Attach it as evidence and type its numbers.")
        : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? Unknown("jpeg", $"'{Short(name)}' is a picture. Attach it as evidence and type its numbers.")
        : head.StartsWith("%PDF-"u8) ? Unknown("pdf", $"'{Short(name)}' is a PDF. Attach it as evidence and type its numbers.")
        : null;

    private static Recognised OfText(byte[] head, string name)
    {
        var json = FirstLine(head, out var fault);
        if (json is null)
        {
            return new(null, "unknown", fault ?? Unknown("unknown", "It holds nothing.").Fault);
        }

        if (json.StartsWith('{'))
        {
            return OfJson(json);
        }

        // What is wrong behind the first records is no matter here: the head may end anywhere.
        using var table = TextTable.Open(new MemoryStream(head, writable: false), CancellationToken.None);
        var records = table.Records().Where(record => record.Cells.Any(cell => !string.IsNullOrWhiteSpace(cell))).Take(MostRecords).ToArray();
        foreach (var (i, record) in records.Index())
        {
            foreach (var recogniser in Headers)
            {
                // An export has its names in its first line. Below titles they are those of a table that somebody made.
                if (recogniser(record.Cells) is { } recognised && (i == 0 || recognised.Kind is not (ImportKind.S4aSongTimeline or ImportKind.TrendsSnapshot)))
                {
                    return recognised;
                }
            }
        }

        var lines = records
            .Select(record => new SheetLine(record.Line, record.Raw, SheetLimits.Trimmed([.. record.Cells.Select(cell => new SheetCell(cell.Trim(), CellKind.Text))])))
            .Where(line => line.Cells.Count > 0)
            .ToArray();
        return lines.Length > 0 && lines.All(line => line.Cells.Count <= SheetLimits.MostColumns) && SheetLayout.Of(new(null, [], lines, IsDelimited: true)).Columns.Any(column => column.Role == ColumnRole.Day)
            ? new(ImportKind.Spreadsheet, "csv", null)
            : Unknown("unknown", $"No known header, and no column of days, was found in '{Short(name)}'. It begins with: {Short(json)}");
    }

    // With a delimiter that no text has, a record is a line.
    private static string? FirstLine(byte[] head, out FileFault? fault)
    {
        using var table = TextTable.Open(new MemoryStream(head, writable: false), CancellationToken.None, delimiter: '\u001F');
        foreach (var record in table.Records())
        {
            if (record.Raw.Trim('\uFEFF', ' ', '\t') is { Length: > 0 } line)
            {
                fault = null;
                return line;
            }
        }

        fault = table.Fault;
        return null;
    }

    private static Recognised OfJson(string line)
    {
        var names = NamesIn(line);
        return names.Contains("trackv2") ? new(ImportKind.SpotifyFeed, "spotify-feed", null)
            : names.Contains("isrc") && names.Contains("store") && names.Contains("day") ? new(ImportKind.TrendsSnapshot, "trends-ndjson", null)
            : Unknown("json", $"The JSON records have the members {Short(string.Join(", ", names))}, which are those of no known format.");
    }

    // The line may be cut short: the names that come before the cut are enough.
    private static HashSet<string> NamesIn(string line)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(line), isFinalBlock: false, default);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    names.Add(reader.GetString()!);
                }
            }
        }
        catch (JsonException)
        {
            // Broken behind what was read: the importer names the line and what is wrong in it.
        }
        catch (InvalidOperationException)
        {
            // A name that is no valid text; the same.
        }

        return names;
    }

    private static Recognised? OfS4a(IReadOnlyList<string> header) =>
        S4aHeaders.IsSongTimeline(header) ? new Recognised(ImportKind.S4aSongTimeline, "s4a-song-timeline", null)
        : S4aHeaders.FaultOf(header) is { } fault ? new Recognised(null, S4aHeaders.IsAudienceTimeline(header) ? "s4a-audience-timeline" : "s4a-window-totals", fault)
        : null;

    private static Recognised? OfTrends(IReadOnlyList<string> header)
    {
        var names = header.Select(cell => cell.Trim()).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return names.IsSupersetOf(["snapshot_at", "isrc", "store", "day", "streams_monetised"]) ? new Recognised(ImportKind.TrendsSnapshot, "trends-csv", null) : null;
    }

    private static Recognised? OfStatement(IReadOnlyList<string> header) =>
        StatementFormats.Recognise(header) is { } format ? new Recognised(ImportKind.RoyaltyStatement, $"statement-{format.Word}", null) : null;

    private static Recognised Unknown(string format, string seen) => new(null, format, new("unknown-format", seen, Supported));

    private static string Short(string text) => text.Length > LongestShown ? text[..LongestShown] + "…" : text;
}
