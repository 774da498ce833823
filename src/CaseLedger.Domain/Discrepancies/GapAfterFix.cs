namespace CaseLedger.Domain.Discrepancies;

/// <summary>What became of a case's gap on an incident's days once the incident was said to be fixed.</summary>
public enum GapAfterFix
{
    /// <summary>Trends lacks no more than it usually may.</summary>
    [Word("closed")]
    Closed = 1,

    /// <summary>Trends lacks less than before, and still more than it usually may.</summary>
    [Word("smaller")]
    Smaller,

    /// <summary>Trends lacks as much as before, or more, or nobody knows how much it lacked.</summary>
    [Word("open")]
    Open,

    /// <summary>On none of the days both sources are known.</summary>
    [Word("unknown")]
    Unknown,
}

/// <summary>Judges, case by case, whether a fix did what was said of it.</summary>
public static class VerifyingFix
{
    /// <summary>
    /// The share of the dashboard's streams that Trends may lack and the gap still counts as closed: Trends shows
    /// monetised streams only, so that some are always missing.
    /// </summary>
    /// <remarks>
    /// A bound for all recordings alike, on the generous side; a recording's own usual share would be a better one where
    /// it has days enough to tell.
    /// </remarks>
    public const decimal MayLack = 0.15m;

    /// <summary>Judges one case.</summary>
    /// <param name="dashboard">The dashboard's streams over the days on which both sources are known.</param>
    /// <param name="gapBefore">The gap of what had been seen before the fix; null where nobody knows.</param>
    /// <param name="gapNow">The gap as it is now; null where on none of the days both sources are known.</param>
    /// <returns>The verdict.</returns>
    public static GapAfterFix Of(decimal dashboard, decimal? gapBefore, decimal? gapNow) => gapNow switch
    {
        null => GapAfterFix.Unknown,
        { } now when now <= dashboard * MayLack => GapAfterFix.Closed,
        { } now when now < gapBefore => GapAfterFix.Smaller,
        _ => GapAfterFix.Open,
    };
}
