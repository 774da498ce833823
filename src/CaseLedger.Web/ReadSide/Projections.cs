using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Readings;
using CaseLedger.Web.Statements;

namespace CaseLedger.Web.ReadSide;

/// <summary>The views of the ledger, each beside the slice that reads it. They are listed here and nowhere else.</summary>
internal static class Projections
{
    /// <summary>All of them; each is a pure function of the events. The last is the ledger's own witness of its leaves.</summary>
    public static IReadOnlyList<Projection> All { get; } =
    [
        new CasesProjection(),
        new ReadingsProjection(),
        new StatementsProjection(),
        new DutiesProjection(),
        new IncidentsProjection(),
        new ImportsProjection(),
        new LeafProjection(),
    ];
}
