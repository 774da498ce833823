namespace CaseLedger.Ledger.Projections;

/// <summary>How projections are kept up to date.</summary>
public sealed record DaemonOptions
{
    /// <summary>Most events applied in one transaction.</summary>
    public int BatchEvents { get; init; } = 5_000;

    /// <summary>Most payload bytes applied in one transaction; a single larger event goes alone.</summary>
    public long BatchBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How often to look for events, for the runner's place, or for a mended failure, should nothing wake it.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);
}
