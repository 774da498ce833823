using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Imports.Preview;
using CaseLedger.Imports.Spreadsheets;
using CaseLedger.Web.Evidence;
using NodaTime;

namespace CaseLedger.Web.Imports;

/// <summary>What somebody decided that the columns of a spreadsheet hold.</summary>
/// <param name="Start">The import for which it was decided.</param>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
internal sealed record ColumnMapping(ImportStarted Start, Instant At, AccountId By)
{
    /// <summary>The decisions about columns, and none of those about the file's days, numbers or rows.</summary>
    public IReadOnlyList<ImportChoice> Columns { get; } = [.. (Start.Choices ?? []).Where(choice => choice.Name.StartsWith(SheetColumn.ChoicePrefix, StringComparison.Ordinal))];
}

/// <summary>
/// Remembers per artist what the columns of a spreadsheet hold. Nothing is kept for it: the decisions stand in the starts of
/// imports, and the names of the columns in the files that those read, so that there is one truth and nothing to forget.
/// </summary>
internal sealed class ColumnMemory(ImportTable table, ImportStore imports, FileStore files)
{
    // Artists change their sheets seldom, and the newest decision counts.
    private const int MostLookedAt = 5;

    // A sheet of years of days is a tenth of it; what is larger is not read again for a courtesy.
    private const long LargestLookedAt = 2 * 1024 * 1024;

    /// <summary>What was decided for the spreadsheets of an artist, the newest first.</summary>
    /// <param name="isrc">A recording of the artist; whether the caller may see it was asked before.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<ColumnMapping>> Of(Isrc isrc, CancellationToken cancellationToken)
    {
        var mappings = new List<ColumnMapping>();
        foreach (var id in await table.SpreadsheetsOfArtist(isrc, MostLookedAt, cancellationToken))
        {
            if ((await imports.Load(id, cancellationToken)).Start is { Event: ImportStarted start } begun
                && new ColumnMapping(start, begun.RecordedAt, begun.Actor) is { Columns.Count: > 0 } mapping)
            {
                mappings.Add(mapping);
            }
        }

        return mappings;
    }

    /// <summary>The newest decision for a file with the same columns under the same names; null where there is none.</summary>
    /// <param name="seen">What the present file looks like.</param>
    /// <param name="mappings">What was decided before, the newest first.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="IOException">A file cannot be read from the disk.</exception>
    public ColumnMapping? Matching(SheetPreview seen, IEnumerable<ColumnMapping> mappings, CancellationToken cancellationToken) =>
        mappings.FirstOrDefault(mapping => files.SizeOf(mapping.Start.File) is <= LargestLookedAt && Names(mapping, cancellationToken) is { } names && names.SequenceEqual(Names(seen)));

    private IEnumerable<(int, string)>? Names(ColumnMapping mapping, CancellationToken cancellationToken)
    {
        using var file = files.Open(mapping.Start.File);
        var request = new ImportRequest(mapping.Start, mapping.By, mapping.At);
        return SheetFile.Read(file, request, cancellationToken) is { Sheet: { } sheet } ? Names(SheetPreview.Of(sheet, request)) : null;
    }

    private static IEnumerable<(int, string)> Names(SheetPreview preview) => preview.Columns.Select(column => (column.Number, column.Header.ToUpperInvariant()));
}
