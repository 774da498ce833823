using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using NodaTime;

namespace CaseLedger.Web.Imports;

/// <summary>The decision for each kind of command that an importer yields.</summary>
internal static class Recording
{
    /// <summary>Judges a command on a case.</summary>
    public static Decision Decide(CaseState @case, Command command, Instant now) => command switch
    {
        ReportScreenshot report => ReportingScreenshot.Decide(@case, report, now),
        TakeTrendsSnapshot snapshot => TakingTrendsSnapshot.Decide(@case, snapshot, now),
        ReceiveStoreFeed feed => ReceivingStoreFeed.Decide(@case, feed, now),
        ReportRoyaltyLines lines => ReportingRoyaltyLines.Decide(@case, lines, now),
        AttachEvidence evidence => AttachingEvidence.Decide(@case, evidence, now),
        _ => throw new InvalidOperationException($"No importer yields a {command.GetType().Name}."),
    };

    /// <summary>
    /// Whether a command asks nothing of its case but whether it was recorded before, which the ledger itself answers by the
    /// id: then many can be recorded without reading the streams of as many cases.
    /// </summary>
    public static bool AsksNothing(Command command) => command is TakeTrendsSnapshot or ReceiveStoreFeed or ReportRoyaltyLines;
}
