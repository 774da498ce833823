namespace CaseLedger.Ledger.Auditing;

/// <summary>What an audit found wrong.</summary>
public enum FindingKind
{
    /// <summary>No event stands at a position below the ledger's size.</summary>
    Missing,

    /// <summary>More events stand than the head knows of.</summary>
    BeyondHead,

    /// <summary>An event was recorded before the one at the position below.</summary>
    TimeRunsBack,

    /// <summary>An event's version is not the one after its stream's last.</summary>
    VersionBroken,

    /// <summary>The payload is not the one that was committed to.</summary>
    CommitmentBroken,

    /// <summary>A projection's table differs from a fresh fold of the events.</summary>
    ProjectionDiffers,

    /// <summary>A projection can't be folded at all.</summary>
    ProjectionFails,
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Position">The lowest position at which it shows.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Detail">Expected and actual, without contents of payloads.</param>
public sealed record Finding(long Position, FindingKind Kind, string Detail);

/// <summary>How far a projection was compared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Position">Events before this position were folded afresh and compared.</param>
/// <param name="Rows">Rows compared.</param>
public sealed record ComparedProjection(string Name, long Position, long Rows);

/// <summary>The outcome of an audit.</summary>
/// <param name="Events">Events that were read, all of them.</param>
/// <param name="Redacted">Those of them whose payload has been redacted, so that only the commitment stands.</param>
/// <param name="Findings">What is wrong, lowest position first; at most <see cref="LedgerAudit.MostFindings"/>.</param>
/// <param name="Projections">What was compared with a fresh fold.</param>
public sealed record AuditReport(
    long Events, long Redacted, IReadOnlyList<Finding> Findings, IReadOnlyList<ComparedProjection> Projections)
{
    /// <summary>Nothing is wrong.</summary>
    public bool IsClean => Findings.Count == 0;
}
