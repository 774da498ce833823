using CaseLedger.Domain.Imports;

namespace CaseLedger.Imports.Trends;

/// <summary>Reads Spotify's feed to the distributor: NDJSON by day, its records named aggregatedstreams (DOMAIN, section 2).</summary>
internal sealed class SpotifyFeedImporter : IImporter
{
    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.SpotifyFeed;

    /// <summary>How many rows are held in memory.</summary>
    public int RowsPerRun { get; init; } = RunSorter<ReadingRow>.DefaultRowsPerRun;

    /// <inheritdoc/>
    public IEnumerable<ImportItem> Read(Stream file, ImportRequest request, CancellationToken cancellationToken) =>
        RowFile.Read(file, new SpotifyFeedReader(request), RowsPerRun, request, cancellationToken);
}
