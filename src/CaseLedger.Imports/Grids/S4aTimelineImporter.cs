using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Spreadsheets;

namespace CaseLedger.Imports.Grids;

/// <summary>Reads a song's timeline out of Spotify for Artists: <c>date,streams</c>, as exported or as a spreadsheet program saved it again.</summary>
/// <remarks>The file names no recording: who sends it says which, and answers for it. Other exports are refused with what to send instead.</remarks>
internal sealed class S4aTimelineImporter : IImporter
{
    /// <inheritdoc/>
    public ImportKind Kind => ImportKind.S4aSongTimeline;

    /// <inheritdoc/>
    public IEnumerable<ImportItem> Read(Stream file, ImportRequest request, CancellationToken cancellationToken) => SheetItems.Of(file, request, cancellationToken);
}
