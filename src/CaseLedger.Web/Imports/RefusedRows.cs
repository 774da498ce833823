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
/// However many there are, memory holds none of them; and because a small packed file can hold as many bad rows as a disk
/// has room for, the list ends at some point and says how many more there were.
/// </remarks>
internal sealed class RefusedRows : IAsyncDisposable
{
    // Nobody puts more right by hand, and a spreadsheet does not show many more.
    private const long MostRows = 100_000;
    private const long MostCharacters = 64 << 20;

    private static readonly string[] Head = ["line", "field", "code", "reason", "what_to_do", "row"];

    private readonly FileStream _file = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });

    private readonly StreamWriter _writer;
    private readonly Lock _lock = new();
    private readonly long _most;
    private long _characters;
    private long _left;
    private long _leftFrom;

    /// <summary>Begins an empty list.</summary>
    /// <param name="most">How many rows it may have.</param>
    public RefusedRows(long most = MostRows)
    {
        _most = most;
        _writer = new(_file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        _writer.Write(Csv.Line(Head));
    }

    /// <summary>How many rows were refused.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a row. May be called from any thread.</summary>
    public void Add(RefusedRow row)
    {
        lock (_lock)
        {
            Count++;
            if (_left > 0 || Count > _most || _characters > MostCharacters)
            {
                _leftFrom = _left++ == 0 ? row.Line : _leftFrom;
                return;
            }

            Write(row);
        }
    }

    /// <summary>Keeps the list.</summary>
    /// <returns>Its digest; null where nothing was refused.</returns>
    public async Task<Sha256?> Keep(FileStore files, CancellationToken cancellationToken)
    {
        if (Count == 0)
        {
            return null;
        }

        if (_left > 0)
        {
            Write(new(
                _leftFrom,
                "",
                null,
                "list-cut",
                string.Create(CultureInfo.InvariantCulture, $"{_left:N0} more rows were refused, from this line on; the list ends here."),
                "Put right what is wrong with the rows above in the whole file, and send it again."));
        }

        await _writer.FlushAsync(cancellationToken);
        _file.Position = 0;
        return (await files.Save(_file, long.MaxValue, cancellationToken)).Digest;
    }

    /// <summary>Reads the first rows of a list that was kept.</summary>
    public static IReadOnlyList<RefusedRowAnswer> First(Stream list, int most)
    {
        using var table = TextTable.Open(list, CancellationToken.None, ',');
        return
        [
            .. from record in table.Records().Skip(1).Take(most)
               let cells = record.Cells
               select new RefusedRowAnswer(
                   long.Parse(cells[0], CultureInfo.InvariantCulture), cells[1].Length > 0 ? cells[1] : null, cells[2], cells[3], cells[4], cells[5]),
        ];
    }

    private void Write(RefusedRow row)
    {
        var line = Csv.Line([row.Line.ToString(CultureInfo.InvariantCulture), row.Field, row.Code, row.Reason, row.Advice, row.Row]);
        _characters += line.Length;
        _writer.Write(line);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _file.DisposeAsync();
    }
}
