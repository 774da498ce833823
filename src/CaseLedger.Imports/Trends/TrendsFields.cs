namespace CaseLedger.Imports.Trends;

/// <summary>The fields of one row of a Trends snapshot, in UTF-8 as they stand in the file; empty where there is none.</summary>
internal ref struct TrendsFields
{
    /// <summary>When Trends showed the numbers.</summary>
    public ReadOnlySpan<byte> Snapshot;

    /// <summary>The recording.</summary>
    public ReadOnlySpan<byte> Isrc;

    /// <summary>The store.</summary>
    public ReadOnlySpan<byte> Store;

    /// <summary>The day.</summary>
    public ReadOnlySpan<byte> Day;

    /// <summary>Monetised streams.</summary>
    public ReadOnlySpan<byte> Monetised;

    /// <summary>All streams.</summary>
    public ReadOnlySpan<byte> Total;

    /// <summary>Non-monetised streams.</summary>
    public ReadOnlySpan<byte> NonMonetised;

    /// <summary>Plays under 30 seconds.</summary>
    public ReadOnlySpan<byte> ShortPlays;
}
