using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Readings;
using CaseLedger.Web.Statements;

namespace CaseLedger.Web.ReadSide;

/// <summary>Everything that is served from tables made from the events.</summary>
internal static class ReadTables
{
    /// <summary>The projections, each in its slice; the ledger's own witness of its leaves beside them.</summary>
    public static IReadOnlyList<Projection> All { get; } =
    [
        new CasesProjection(),
        new ReadingsProjection(),
        new StatementsProjection(),
        new DutiesProjection(),
        new IncidentsProjection(),
        new LeafProjection(),
    ];
}
