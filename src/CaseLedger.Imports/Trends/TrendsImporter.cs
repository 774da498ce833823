using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Text;

namespace CaseLedger.Imports.Trends;

/// <summary>Reads snapshots of Trends out of the distributor's pipeline, CSV or NDJSON, in any order and of any size (DOMAIN, section 2).</summary>
internal sealed class TrendsImporter : IImporter
{
    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.TrendsSnapshot;

    /// <summary>How many rows are held in memory.</summary>
    public int RowsPerRun { get; init; } = RunSorter<ReadingRow>.DefaultRowsPerRun;

    /// <inheritdoc/>
    public IEnumerable<ImportItem> Read(Stream file, ImportRequest request, CancellationToken cancellationToken)
    {
        file.Position = 0;
        bool isJson;
        using (var table = TextTable.Open(file, cancellationToken))
        {
            isJson = table.IsJson;
        }

        RowReader reader = isJson ? new TrendsJsonReader(request) : new TrendsCsvReader(request);
        foreach (var item in RowFile.Read(file, reader, RowsPerRun, request, cancellationToken))
        {
            yield return item;
        }
    }
}
