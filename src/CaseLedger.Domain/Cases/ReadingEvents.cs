namespace CaseLedger.Domain.Cases;

/// <summary>One number of a screenshot or a reply.</summary>
/// <param name="Day">The day of the streams.</param>
/// <param name="Count">The number shown.</param>
/// <param name="Measure">What is counted; streams unless said otherwise.</param>
public readonly record struct DayCount(Day Day, StreamCount Count, Measure Measure = Measure.Streams);

/// <summary>One line of a Trends snapshot.</summary>
/// <param name="Day">The day of the streams.</param>
/// <param name="Count">Monetised streams; null when nothing was received for the day, which is not a zero.</param>
/// <param name="StreamsTotal">All streams, where the snapshot tells.</param>
/// <param name="NonMonetised">Non-monetised streams, where the snapshot tells.</param>
/// <param name="ShortPlays">Plays under 30 seconds, where the snapshot tells.</param>
public readonly record struct TrendsCount(
    Day Day,
    StreamCount? Count,
    StreamCount? StreamsTotal = null,
    StreamCount? NonMonetised = null,
    StreamCount? ShortPlays = null);

/// <summary>An artist's dashboard showed these numbers. Yields readings of the source artist-dashboard.</summary>
/// <param name="Store">Whose dashboard.</param>
/// <param name="Observed">When it showed them.</param>
/// <param name="Readings">1 to 400 numbers.</param>
/// <param name="Evidence">Digests of the pictures, attached on the same case before.</param>
/// <param name="Note">Anything else.</param>
public sealed record ScreenshotReported(
    Store Store,
    Observed Observed,
    ValueList<DayCount> Readings,
    ValueList<Sha256>? Evidence = null,
    string? Note = null) : CaseEvent;

/// <summary>The distributor's Trends report showed these numbers. Yields readings of the source trends.</summary>
/// <param name="Store">Which store's streams.</param>
/// <param name="Observed">When Trends showed them.</param>
/// <param name="Readings">1 to 400 days.</param>
/// <param name="Note">Anything else.</param>
/// <param name="From">The file that it was read from; absent where somebody reported it without one.</param>
public sealed record TrendsSnapshotTaken(
    Store Store,
    Observed Observed,
    ValueList<TrendsCount> Readings,
    string? Note = null,
    FileLine? From = null) : CaseEvent;

/// <summary>The store's feed to the distributor delivered these numbers. Yields readings of the source store-feed.</summary>
/// <param name="Store">Which store.</param>
/// <param name="Observed">When it delivered them.</param>
/// <param name="Readings">1 to 400 numbers.</param>
/// <param name="From">The file that it was read from.</param>
public sealed record StoreFeedReceived(
    Store Store,
    Observed Observed,
    ValueList<DayCount> Readings,
    FileLine? From = null) : CaseEvent;

/// <summary>The store answered. Yields readings of the source store-reply, if it named numbers.</summary>
/// <param name="Store">Which store.</param>
/// <param name="Observed">When it answered.</param>
/// <param name="Readings">The numbers it named.</param>
/// <param name="Quote">Its words, verbatim.</param>
/// <param name="Evidence">Digests of the reply, attached on the same case before.</param>
/// <param name="Note">Anything else.</param>
public sealed record StoreReplyReceived(
    Store Store,
    Observed Observed,
    ValueList<DayCount>? Readings = null,
    string? Quote = null,
    ValueList<Sha256>? Evidence = null,
    string? Note = null) : CaseEvent;

/// <summary>Readings were reported by mistake: those of one event, or of one day of it. They stay visible as withdrawn.</summary>
/// <param name="EventId">The event that reported them.</param>
/// <param name="Reason">Why.</param>
/// <param name="Day">Only this day's; all of them when absent.</param>
public sealed record ReadingWithdrawn(Guid EventId, string Reason, Day? Day = null) : CaseEvent;
