using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Imports;
using CaseLedger.Imports.Text;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Imports;

/// <summary>The list of refused rows of one import, as a spreadsheet reads it: written while the file is read, kept like a file at the end.</summary>
/// <remarks>However many there are, memory holds none of them.</remarks>
internal sealed class RefusedRows : IAsyncDisposable
{
    private static readonly string[] Head = ["line", "field", "code", "reason", "what_to_do", "row"];

    private readonly FileStream _file = new(
        Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose });

    private readonly StreamWriter _writer;
    private readonly Lock _lock = new();

    /// <summary>Begins an empty list.</summary>
    public RefusedRows()
    {
        _writer = new(_file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        _writer.Write(Csv.Line(Head));
    }

    /// <summary>How many rows it has.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a row. May be called from any thread.</summary>
    public void Add(RefusedRow row)
    {
        lock (_lock)
        {
            Count++;
            _writer.Write(Csv.Line([row.Line.ToString(CultureInfo.InvariantCulture), row.Field, row.Code, row.Reason, row.Advice, row.Row]));
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

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _file.DisposeAsync();
    }
}
