namespace CaseLedger.Domain;

/// <summary>What is counted.</summary>
public enum Measure
{
    /// <summary>Plays of 30 seconds or longer: what Spotify for Artists shows.</summary>
    [Word("streams")]
    Streams = 1,

    /// <summary>Streams that earn royalties (DDEX: IsRoyaltyBearing): what Trends shows.</summary>
    [Word("monetised-streams")]
    MonetisedStreams,

    /// <summary>Streams that earn nothing: free trials, promotions, below a threshold.</summary>
    [Word("non-monetised-streams")]
    NonMonetisedStreams,

    /// <summary>Plays under 30 seconds, which no source counts as streams.</summary>
    [Word("short-plays")]
    ShortPlays,

    /// <summary>People who listened.</summary>
    [Word("listeners")]
    Listeners,
}

/// <summary>Who shows the number.</summary>
public enum Source
{
    /// <summary>The store's own dashboard for artists, such as Spotify for Artists.</summary>
    [Word("artist-dashboard")]
    ArtistDashboard = 1,

    /// <summary>The distributor's Trends report.</summary>
    [Word("trends")]
    Trends,

    /// <summary>The store's answer to a challenge.</summary>
    [Word("store-reply")]
    StoreReply,

    /// <summary>The distributor's royalty statement.</summary>
    [Word("royalty-statement")]
    RoyaltyStatement,

    /// <summary>What the store's feed delivered to the distributor: what Trends is made of.</summary>
    [Word("store-feed")]
    StoreFeed,
}

/// <summary>The way in which something reached the distributor.</summary>
public enum Channel
{
    /// <summary>E-mail.</summary>
    [Word("email")]
    Email = 1,

    /// <summary>A public forum.</summary>
    [Word("forum")]
    Forum,

    /// <summary>A chat.</summary>
    [Word("chat")]
    Chat,

    /// <summary>A telephone call.</summary>
    [Word("phone")]
    Phone,

    /// <summary>A form on the web.</summary>
    [Word("web")]
    Web,
}

/// <summary>Whose words, request or duty it is.</summary>
public enum Party
{
    /// <summary>The artist, or who speaks for them.</summary>
    [Word("artist")]
    Artist = 1,

    /// <summary>The distributor.</summary>
    [Word("distributor")]
    Distributor,

    /// <summary>The store.</summary>
    [Word("store")]
    Store,

    /// <summary>Anybody else, such as another artist.</summary>
    [Word("other")]
    Other,
}
