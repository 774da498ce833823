using CaseLedger.Domain.Imports;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>Reads an artist's spreadsheet (.xlsx, .xls, .csv): days down or across, the dashboard's numbers, those of Trends, or both.</summary>
/// <remarks>
/// Which column holds what is guessed from names and cells, and asked where that is not certain. One column of streams whose
/// name tells no source is the dashboard's: artists have no other, and the person who sends it sees so before it is recorded.
/// </remarks>
internal sealed class SpreadsheetImporter : IImporter
{
    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.Spreadsheet;

    /// <inheritdoc/>
    public IEnumerable<ImportItem> Read(Stream file, ImportRequest request, CancellationToken cancellationToken) => SheetItems.Of(file, request, cancellationToken);
}
