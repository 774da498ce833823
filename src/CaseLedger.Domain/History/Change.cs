namespace CaseLedger.Domain.History;

/// <summary>The step between two successive readings of the same source and measure.</summary>
public enum Change
{
    /// <summary>The number grew while the day was still maturing, or a zero was reported where nothing had been received.</summary>
    [Word("arrival")]
    Arrival = 1,

    /// <summary>From 0 or not received to a number above 0, however late.</summary>
    [Word("backfill")]
    Backfill,

    /// <summary>The number fell or was taken back, or it grew after it had matured.</summary>
    [Word("restatement")]
    Restatement,

    /// <summary>The same number again, or again nothing.</summary>
    [Word("unchanged")]
    Unchanged,
}
