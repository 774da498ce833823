namespace CaseLedger.Ledger;

/// <summary>How one process appends and follows.</summary>
public sealed record LedgerOptions
{
    /// <summary>Appends that may wait for the sequencer; one more is told <see cref="AppendOutcome.Overloaded"/>.</summary>
    public int QueueCapacity { get; init; } = 10_000;

    /// <summary>Most appends in one transaction.</summary>
    public int BatchAppends { get; init; } = 1_024;

    /// <summary>Most payload bytes in one transaction; a single larger append goes alone.</summary>
    public int BatchBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>
    /// How long a commit whose outcome is unknown is looked up before its callers are told
    /// <see cref="AppendOutcome.Unknown"/>.
    /// </summary>
    public TimeSpan ResolveWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a follower looks by itself, should a notification be lost.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Events read at a time by followers.</summary>
    public int PageSize { get; init; } = 1_000;

    /// <summary>Most events in one transaction of a bulk append.</summary>
    public int BulkChunkEvents { get; init; } = 5_000;

    /// <summary>
    /// How long one transaction of a bulk append is meant to hold the head's lock, which others wait for: chunks become
    /// smaller where it takes longer. A commit costs some milliseconds whatever its size.
    /// </summary>
    public TimeSpan BulkHold { get; init; } = TimeSpan.FromMilliseconds(60);
}
