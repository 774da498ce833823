using System.Text;
using CsvHelper;

namespace CaseLedger.Imports.Text;

/// <summary>One record of a delimited text.</summary>
/// <param name="Line">The physical line on which it begins, from 1.</param>
/// <param name="Raw">As it stands in the file, without its line end; cut to <see cref="RefusedRow.LongestRow"/>.</param>
/// <param name="Cells">Its cells, without their quotes; of an empty line one empty cell.</param>
internal readonly record struct TextRecord(long Line, string Raw, IReadOnlyList<string> Cells);

/// <summary>What a text may be at most; the defaults are those of files that come from outside.</summary>
/// <param name="HarmlessSize">Up to how many unpacked bytes their ratio to the packed ones does not matter.</param>
/// <param name="MostUnpacked">The most unpacked bytes; null: as many as there are.</param>
internal sealed record TextLimits(long HarmlessSize = UnpackedStream.HarmlessSize, long? MostUnpacked = null);

/// <summary>A delimited text of any size, read record by record in bounded memory.</summary>
/// <remarks>
/// Gzip is undone, by content; the encoding, the delimiter and the line ends are found out. Nothing about the bytes is an
/// exception: what is wrong with them is <see cref="Fault"/>, after all that could be read before it.
/// </remarks>
internal sealed class TextTable : IDisposable
{
    /// <summary>
    /// The most bytes of one record, in UTF-8: a thousand times the longest line of any statement seen. What is longer is no
    /// table, or a quote was left open; either must not fill the memory.
    /// </summary>
    internal const int LongestRecord = 1_000_000;

    // Encoding and delimiter are plain after some lines; this holds hundreds of the longest.
    private const int HeadSize = 1 << 16;
    private const int BufferSize = 1 << 17;
    private const int MostBytesOfCharacter = 4;
    private const char ByteOrderMark = '\uFEFF';
    private const int SeparatorHintLength = 5;

    // Where it stands all the same it only splits cells that nobody asks for.
    private const char NoDelimiter = '\u0001';

    private readonly UnpackedStream unpacked;
    private readonly HeadStream head;
    private readonly Stream? transcoded;
    private readonly Utf8Stream text;
    private readonly CsvReader reader;
    private long nextLine = 1;
    private bool hasContent;
    private bool isUnclosed;

    private TextTable(Stream file, char? delimiter, TextLimits limits, CsvMode mode, CancellationToken cancellationToken)
    {
        unpacked = new(file, cancellationToken, limits.HarmlessSize, limits.MostUnpacked);
        head = new(unpacked, HeadSize, cancellationToken);
        var encoding = TextEncodings.Find(head.Head);
        EncodingName = encoding.WebName;
        transcoded = encoding is UTF8Encoding ? null : Encoding.CreateTranscodingStream(head, encoding, Encoding.UTF8, leaveOpen: true);
        using var sample = SampleOf(head.Head, encoding);
        sample.Read();
        IsJson = sample.RawRecord.TrimStart((byte)' ').StartsWith((byte)'{');
        Delimiter = delimiter ?? sample.Separator;
        var options = Options with
        {
            Mode = mode,
            Separator = Delimiter,
            OnMalformedRecord = malformed => isUnclosed |= malformed.Reason == CsvMalformedReason.UnterminatedQuote,
        };
        text = new(transcoded ?? head);
        reader = CsvReader.Create(text, options, leaveOpen: true);
    }

    /// <summary>What stands between two cells.</summary>
    public char Delimiter { get; }

    /// <summary>The encoding: <c>utf-8</c>, <c>utf-16</c>, <c>utf-16BE</c> or <c>windows-1252</c>.</summary>
    public string EncodingName { get; }

    /// <summary>Whether it begins as JSON does, with a brace: then its lines are to be read, see <see cref="OpenLines"/>.</summary>
    public bool IsJson { get; }

    /// <summary>Whether the file is gzip.</summary>
    public bool IsPacked => unpacked.IsPacked;

    /// <summary>
    /// Why the text cannot be read on, once it was read: <c>gzip-truncated</c>, <c>gzip-damaged</c>, <c>bomb</c>,
    /// <c>too-large</c>, <c>line-too-long</c>, <c>empty-file</c>, <c>binary</c>, <c>quote-unclosed</c>; null when nothing is wrong.
    /// </summary>
    public FileFault? Fault { get; private set; }

    /// <summary>The physical line on which the current record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>How many cells the current record has.</summary>
    public int CellCount => reader.FieldCount;

    /// <summary>The current record as it stands in the file, without its line end; cut to <see cref="RefusedRow.LongestRow"/>.</summary>
    public string Raw => Cut(reader.RawRecord);

    /// <summary>All bytes of the current record, in UTF-8 and without its line end. Valid until the next record.</summary>
    public ReadOnlySpan<byte> RawBytes => reader.RawRecord;

    private static CsvReaderOptions Options { get; } = new()
    {
        HasHeader = false,
        SkipEmptyLines = false,
        TrackLineNumbers = true,
        MaxRecordSize = LongestRecord,
        BufferSize = BufferSize,
        MalformedData = CsvMalformedDataHandling.Recover,
    };

    /// <summary>Begins to read a text.</summary>
    /// <param name="file">Its bytes, from where they are; left open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="delimiter">What stands between two cells; null: find out whether comma, semicolon, tab or pipe.</param>
    /// <param name="limits">What it may be at most; null: the usual.</param>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    public static TextTable Open(Stream file, CancellationToken cancellationToken, char? delimiter = null, TextLimits? limits = null) =>
        new(file, delimiter, limits ?? new(), CsvMode.Rfc4180, cancellationToken);

    /// <summary>Begins to read a text whose every line is one record of a single cell, such as JSON: quotes mean nothing to the lines.</summary>
    /// <param name="file">Its bytes, from where they are; left open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="limits">What it may be at most; null: the usual.</param>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    public static TextTable OpenLines(Stream file, CancellationToken cancellationToken, TextLimits? limits = null) =>
        new(file, NoDelimiter, limits ?? new(), CsvMode.NoEscape, cancellationToken);

    /// <summary>The records, in order. It ends early at a fault.</summary>
    /// <remarks>
    /// Deflate has no checks within. Of a damaged gzip some records may read well and be wrong, so who records while reading
    /// reads to the end before.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    public IEnumerable<TextRecord> Records()
    {
        while (Read())
        {
            var cells = new string[CellCount];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = reader.GetString(i);
            }

            if (Line == 1)
            {
                cells[0] = cells[0].TrimStart(ByteOrderMark);
            }

            yield return new(Line, Raw, cells);
        }
    }

    /// <summary>Goes to the next record, for who reads cells as bytes and spares the strings.</summary>
    /// <returns>Whether there is one; else there may be a <see cref="Fault"/>.</returns>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    public bool Read()
    {
        if (Fault is not null)
        {
            return false;
        }

        try
        {
            while (reader.Read())
            {
                var raw = reader.RawRecord;
                Line = reader.LineNumber;
                if (text.Fault is { } cut && reader.ByteOffset + raw.Length >= text.Count)
                {
                    // A record without a line end before a fault may be half of one.
                    return End(cut with { Line = Line });
                }

                nextLine = Line + 1 + LineEnds(raw);
                if (isUnclosed)
                {
                    return End(new(
                        "quote-unclosed",
                        $"The quote that begins in line {Line} is never closed, so that the rest of the file would be one cell.",
                        "Close it, or double the quote if it is part of a word (\"\"), and send the file again.",
                        Line));
                }

                if (raw.Length > LongestRecord)
                {
                    return End(TooLong(Line));
                }

                if (Line == 1 && IsSeparatorHint(raw))
                {
                    continue;
                }

                hasContent |= !raw.IsEmpty;
                return true;
            }

            if (text.Fault is { } fault)
            {
                return End(fault with { Line = nextLine });
            }

            return !hasContent && End(new("empty-file", "The file is empty.", "Export it again; a table has at least a header and a row."));
        }
        catch (CsvFormatException)
        {
            // The options recover from everything but a record beyond its greatest size.
            return End(TooLong(nextLine));
        }
    }

    /// <summary>A cell of the current record, in UTF-8 and without its quotes; empty where the record has fewer. Valid until the next record.</summary>
    /// <param name="index">Which, from 0.</param>
    public ReadOnlySpan<byte> Cell(int index) => reader.GetSpan(index);

    /// <inheritdoc/>
    public void Dispose()
    {
        reader.Dispose();
        transcoded?.Dispose();
        head.Dispose();
        unpacked.Dispose();
    }

    /// <summary>A row as it is shown: at most <see cref="RefusedRow.LongestRow"/> characters of it, none of them halved.</summary>
    internal static string Cut(ReadOnlySpan<byte> raw)
    {
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, RefusedRow.LongestRow * MostBytesOfCharacter)]);
        return text.Length <= RefusedRow.LongestRow ? text
            : text[..(char.IsHighSurrogate(text[RefusedRow.LongestRow - 1]) ? RefusedRow.LongestRow - 1 : RefusedRow.LongestRow)];
    }

    private static FileFault TooLong(long line) => new(
        "line-too-long",
        $"The record that begins in line {line} has more than {LongestRecord} bytes.",
        "It is no table, or a quote was opened in this line and never closed.",
        line);

    private static int LineEnds(ReadOnlySpan<byte> raw)
    {
        var ends = 0;
        while (raw.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var at)
        {
            ends++;
            raw = raw[(at + (raw[at..].StartsWith("\r\n"u8) ? 2 : 1))..];
        }

        return ends;
    }

    private static CsvReader SampleOf(ReadOnlySpan<byte> head, Encoding encoding) =>
        CsvReader.Create(new Utf8Stream(new MemoryStream(Encoding.UTF8.GetBytes(encoding.GetString(head)))), Options with { SkipEmptyLines = true });

    // Excel takes a first line "sep=;" as how the file is to be read. It is no row.
    private static bool IsSeparatorHint(ReadOnlySpan<byte> raw) => raw.Length == SeparatorHintLength && raw.StartsWith("sep="u8);

    private bool End(FileFault fault)
    {
        Fault = fault;
        return false;
    }
}
