using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Imports;
using CaseLedger.Imports.Text;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Imports;

/// <summary>The list of refused rows of one import, as a spreadsheet reads it: written while the file is read, kept like a file at the end.</summary>
/// <remarks>
/// However many there are, memory holds none of them; and since a small packed file can hold more bad rows than a disk has
/// room for, the list ends at some point, and its last line says how many more there were.
/// </remarks>
internal sealed class RefusedRows : IAsyncDisposable
{
    // Nobody mends more by hand: what is wrong with so many is wrong with all of them, and is mended where the file was made.
    private const long MostRows = 100_000;

    // Rows may have thousands of characters each. Of ordinary ones, the greatest number has room.
    private const long MostBytes = 64L << 20;

    private const string CutCode = "list-cut";

    private const int BufferChars = 16 * 1024;

    // More than the line has that says how many there were.
    private const int LongestEnd = 512;

    private static readonly string[] Head = ["line", "field", "code", "reason", "what_to_do", "row"];

    private readonly Stream _file;
    private readonly StreamWriter _writer;
    private readonly Lock _lock = new();
    private readonly long _mostRows;
    private readonly long _mostBytes;
    private long _bytes;
    private long _listed;
    private long? _cutAt;

    /// <summary>Begins an empty list.</summary>
    /// <param name="file">Where it is written until it is kept: empty, seekable, and closed with this.</param>
    /// <param name="mostRows">The most rows that it has.</param>
    /// <param name="mostBytes">The most bytes that they have together, in UTF-8.</param>
    public RefusedRows(Stream file, long mostRows = MostRows, long mostBytes = MostBytes)
    {
        (_file, _mostRows, _mostBytes) = (file, mostRows, mostBytes);
        _writer = new(_file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferChars, leaveOpen: true);
        _writer.Write(Csv.Line(Head));
    }

    /// <summary>How many rows were refused: those in the list, and those that it has no room for.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a row. May be called from any thread.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public void Add(RefusedRow row)
    {
        lock (_lock)
        {
            Count++;
            if (_cutAt is not null)
            {
                return;
            }

            var line = LineOf(row);
            _bytes += Encoding.UTF8.GetByteCount(line);
            // Behind one that has no room no other is listed, however short: the list is of the first ones, without a gap.
            if (_listed == _mostRows || _bytes > _mostBytes)
            {
                _cutAt = row.Line;
                return;
            }

            _listed++;
            _writer.Write(line);
        }
    }

    /// <summary>Keeps the list.</summary>
    /// <returns>Its digest; null where nothing was refused.</returns>
    /// <exception cref="IOException">The disk refused.</exception>
    public async Task<Sha256?> Keep(FileStore files, CancellationToken cancellationToken)
    {
        if (Count == 0)
        {
            return null;
        }

        if (_cutAt is { } line)
        {
            await _writer.WriteAsync(LineOf(new(
                line,
                "",
                null,
                CutCode,
                string.Create(CultureInfo.InvariantCulture, $"The list ends here: {Count - _listed} more rows were refused."),
                "Put the refused rows right and send them in a file of their own under the same header.")));
        }

        await _writer.FlushAsync(cancellationToken);
        _file.Position = 0;
        return (await files.Save(_file, long.MaxValue, cancellationToken)).Digest;
    }

    /// <summary>Reads the first rows of a list that was kept.</summary>
    /// <param name="list">The list, at its beginning; left open.</param>
    /// <param name="most">The most rows.</param>
    public static IReadOnlyList<RefusedRowAnswer> First(Stream list, int most)
    {
        using var table = TextTable.Open(list, CancellationToken.None, ',');
        return
        [
            .. from record in table.Records().Skip(1).Take(most)
               let cells = record.Cells
               where cells[2] != CutCode
               select new RefusedRowAnswer(
                   long.Parse(cells[0], CultureInfo.InvariantCulture), cells[1].Length > 0 ? cells[1] : null, cells[2], cells[3], cells[4], cells[5]),
        ];
    }

    /// <summary>Whether a list that was kept ends before the refused rows do.</summary>
    /// <param name="list">The list; seekable, and left open.</param>
    public static bool IsCut(Stream list)
    {
        list.Position = Math.Max(0, list.Length - LongestEnd);
        var end = new byte[LongestEnd];
        var text = Encoding.UTF8.GetString(end, 0, list.ReadAtLeast(end, end.Length, throwOnEndOfStream: false)).TrimEnd();
        var last = text[(text.LastIndexOf('\n') + 1)..];
        // A row of a file may hold a line that reads the same; but it ends in the quote of its cell.
        return !last.Contains('"', StringComparison.Ordinal) && last.Split(',') is [_, "", CutCode, ..];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await _writer.DisposeAsync();
        }
        catch (IOException)
        {
            // What it still held found no room, which was said when it was added or kept; the file goes anyway.
        }

        await _file.DisposeAsync();
    }

    private static string LineOf(RefusedRow row) =>
        Csv.Line([row.Line.ToString(CultureInfo.InvariantCulture), row.Field, row.Code, row.Reason, row.Advice, row.Row]);
}
