using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports.Preview;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>Makes an import of what the preview showed: nothing else is recorded than what could be looked at.</summary>
internal static class SheetItems
{
    /// <summary>The items.</summary>
    /// <param name="file">The file; seekable, read from its beginning, and not closed here.</param>
    /// <param name="request">How to read it.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    public static IEnumerable<ImportItem> Of(Stream file, ImportRequest request, CancellationToken cancellationToken)
    {
        if (request.Start.Isrc is not { } isrc)
        {
            yield return new ImportItem.Stop(new("isrc-needed", "The file names no recording.", "Say which recording (ISRC) the numbers are of."));
            yield break;
        }

        var preview = SheetPreview.Of(file, request, cancellationToken);
        if (preview.Stop is { } stop)
        {
            yield return new ImportItem.Stop(stop);
            yield break;
        }

        // A line is recorded after all that was found before it, so that who follows sees the file's own order, if in pieces.
        foreach (var item in preview.Skipped.Select(skip => (skip.Line, Item: (ImportItem)new ImportItem.Skip(skip.Line, skip.Why)))
                     .Concat(preview.Rows.Where(row => !row.IsGood).Select(row => (row.Line, Item: (ImportItem)new ImportItem.Refuse(SheetFaults.Refused(preview, row)))))
                     .OrderBy(pair => pair.Line))
        {
            yield return item.Item;
        }

        foreach (var source in (ColumnRole[])[ColumnRole.ArtistDashboard, ColumnRole.Trends])
        {
            foreach (var rows in preview.Rows.Where(row => row.IsGood && row.Of(source) is not null).Chunk(Limits.Items))
            {
                yield return new ImportItem.Take(isrc, CommandOf(isrc, request, source, rows), [.. rows.Select(row => row.Line)]);
            }
        }
    }

    private static Command CommandOf(Isrc isrc, ImportRequest request, ColumnRole source, PreviewRow[] rows)
    {
        var start = request.Start;
        var first = rows[0].Line;
        var (store, observed) = (start.Store ?? Store.Spotify, start.Observed ?? new Observed.Unknown());
        // A person decides what a sheet says: corrected, it says something else, and only then it is something else.
        var said = rows.Select(row => $"{row.Day.Day} {row.Of(source)!.Count}");
        var id = request.IdOf(isrc, $"{Words.Of(source)} {store} {first}\n{string.Join('\n', said)}");
        return source == ColumnRole.Trends
            ? new TakeTrendsSnapshot(id, request.Actor, store, observed, rows.Select(row => new TrendsCount(row.Day.Day!.Value, row.Trends!.Count)).ToValueList(), From: new(start.File, first))
            : new ReportScreenshot(id, request.Actor, store, observed, rows.Select(row => new DayCount(row.Day.Day!.Value, row.ArtistDashboard!.Count!.Value)).ToValueList(), [start.File]);
    }
}
