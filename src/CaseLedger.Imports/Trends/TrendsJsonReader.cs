using CaseLedger.Imports.Text;

namespace CaseLedger.Imports.Trends;

/// <summary>Reads a Trends snapshot as NDJSON: an object in each line with the fields of <see cref="TrendsRow.Names"/>, further ones ignored.</summary>
/// <param name="request">What is known beside the file.</param>
internal sealed class TrendsJsonReader(ImportRequest request) : TrendsReader(request)
{
    private readonly JsonFields json = new(TrendsRow.Names);

    /// <inheritdoc/>
    public override TextTable Open(Stream file, CancellationToken cancellationToken) => TextTable.OpenLines(file, cancellationToken);

    /// <inheritdoc/>
    public override RowReading Read(TextTable table, out ReadingRow row)
    {
        row = default;
        var line = table.RawBytes;
        if (line.IsEmpty)
        {
            return RowReading.Empty;
        }

        Fault = json.Read(line) ?? Missing();
        if (Fault is not null)
        {
            return RowReading.Refused;
        }

        var fields = new TrendsFields
        {
            Snapshot = json.Text(TrendsRow.Snapshot, line),
            Isrc = json.Text(TrendsRow.Isrc, line),
            Store = json.Text(TrendsRow.Shop, line),
            Day = json.Text(TrendsRow.Day, line),
            Monetised = json.Text(TrendsRow.Monetised, line),
            Total = json.Text(TrendsRow.Total, line),
            NonMonetised = json.Text(TrendsRow.NonMonetised, line),
            ShortPlays = json.Text(TrendsRow.ShortPlays, line),
        };
        Fault = Rules.Judge(table.Line, fields, out row);
        return Fault is null ? RowReading.Good : RowReading.Refused;
    }

    // A name written otherwise must not make every number of a file one that was not received.
    private CellFault? Missing()
    {
        for (var i = 0; i < TrendsRow.Required; i++)
        {
            if (!json.Has(i))
            {
                var name = TrendsRow.Names[i];
                return new(name, "field-missing", $"The object has no '{name}'.", "Write null where nothing was received, and the names as they are.");
            }
        }

        return null;
    }
}
