using CaseLedger.Ledger.Projections;

namespace CaseLedger.Web.ReadSide;

/// <summary>The views of the ledger, each beside the slice that reads it. They are listed here and nowhere else.</summary>
internal static class Projections
{
    /// <summary>All of them; each is a pure function of the events.</summary>
    public static IReadOnlyList<Projection> All { get; } = [new LeafProjection()];
}
