using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Spreadsheets;
using CaseLedger.Imports.Statements;
using CaseLedger.Imports.Trends;

namespace CaseLedger.Imports;

/// <summary>The importers, one for each kind of file. They are listed here and nowhere else.</summary>
internal static class Importers
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IImporter> All { get; } = [new S4aTimelineImporter(), new SpreadsheetImporter(), new StatementImporter(), new TrendsImporter(), new SpotifyFeedImporter()];
}
