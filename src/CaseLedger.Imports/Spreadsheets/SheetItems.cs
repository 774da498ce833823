using System.Globalization;
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
                yield return Item(isrc, request, source, [.. rows.Select(row => new Said(row.Line, row.Day.Day!.Value, row.Of(source)!.Count))], times: 0);
            }
        }
    }

    /// <summary>The same item with some of its readings only. The id follows from what they say, as if the sheet said nothing else.</summary>
    /// <param name="take">An item that a sheet gave.</param>
    /// <param name="request">How the sheet is read.</param>
    /// <param name="places">Which of its readings, ascending, from 0; at least one.</param>
    /// <param name="times">How often the same was recorded, and withdrawn, before: then it is said anew, by another id.</param>
    public static ImportItem.Take Only(ImportItem.Take take, ImportRequest request, IReadOnlyList<int> places, int times)
    {
        var (source, said) = take.Command switch
        {
            TakeTrendsSnapshot snapshot => (ColumnRole.Trends, places.Select(i => new Said(take.Lines[i], snapshot.Readings[i].Day, snapshot.Readings[i].Count))),
            ReportScreenshot report => (ColumnRole.ArtistDashboard, places.Select(i => new Said(take.Lines[i], report.Readings[i].Day, report.Readings[i].Count))),
            var other => throw new InvalidOperationException($"No sheet gives a {other.GetType().Name}."),
        };
        return Item(take.Isrc, request, source, [.. said], times);
    }

    private static ImportItem.Take Item(Isrc isrc, ImportRequest request, ColumnRole source, Said[] rows, int times)
    {
        var start = request.Start;
        var first = rows[0].Line;
        var (store, observed) = (start.Store ?? Store.Spotify, start.Observed ?? new Observed.Unknown());
        // A person decides what a sheet says: corrected, it says something else, and only then it is something else.
        var part = $"{Words.Of(source)} {store} {first}\n{string.Join('\n', rows.Select(row => $"{row.Day} {row.Count}"))}";
        var id = request.IdOf(isrc, times == 0 ? part : string.Create(CultureInfo.InvariantCulture, $"{part}\nafter {times}"));
        Command command = source == ColumnRole.Trends
            ? new TakeTrendsSnapshot(id, request.Actor, store, observed, rows.Select(row => new TrendsCount(row.Day, row.Count)).ToValueList(), From: new(start.File, first))
            : new ReportScreenshot(id, request.Actor, store, observed, rows.Select(row => new DayCount(row.Day, row.Count!.Value)).ToValueList(), [start.File]);
        return new(isrc, command, [.. rows.Select(row => row.Line)]);
    }

    private readonly record struct Said(long Line, Day Day, StreamCount? Count);
}
