namespace CaseLedger.Domain;

/// <summary>How much one event may hold; decisions refuse what is more.</summary>
public static class Limits
{
    /// <summary>The most elements of a list: readings, digests, days, events.</summary>
    public const int Items = 400;

    /// <summary>The most lines of one royalty report: statements list every store and country by itself.</summary>
    public const int RoyaltyLines = 1_000;
}
