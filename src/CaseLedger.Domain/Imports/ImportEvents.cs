namespace CaseLedger.Domain.Imports;

/// <summary>What a file holds, and so how it is read.</summary>
public enum ImportKind
{
    /// <summary>A song's timeline out of Spotify for Artists: days and streams, without an ISRC.</summary>
    [Word("s4a-song-timeline")]
    S4aSongTimeline = 1,

    /// <summary>A spreadsheet that somebody made: days and numbers of one recording, down or across.</summary>
    [Word("spreadsheet")]
    Spreadsheet,

    /// <summary>The distributor's own snapshots of Trends: many recordings, stores and days.</summary>
    [Word("trends-snapshot")]
    TrendsSnapshot,

    /// <summary>Spotify's feed to the distributor: aggregated streams by day.</summary>
    [Word("spotify-feed")]
    SpotifyFeed,

    /// <summary>A royalty statement in one of the known formats.</summary>
    [Word("royalty-statement")]
    RoyaltyStatement,
}

/// <summary>A fact about the reading-in of one file: what a stream <c>import-&lt;id&gt;</c> holds.</summary>
/// <remarks>An import is named by what is read in and where to, so that the same file sent again, at once or later, finds its import.</remarks>
public abstract record ImportEvent : DomainEvent
{
    /// <summary>The name of an import's stream.</summary>
    /// <param name="id">The import.</param>
    /// <returns>For example <c>import-0b5d1c6e-…</c>.</returns>
    public static string StreamOf(Guid id) => $"import-{id}";
}

/// <summary>A file began to be read in. All that decides how it is read stands here, so that an interrupted import can go on.</summary>
/// <param name="Kind">What the file holds.</param>
/// <param name="File">Digest of its bytes, as they were sent.</param>
/// <param name="Size">How many bytes.</param>
/// <param name="Name">The file's name, as sent.</param>
/// <param name="Isrc">The recording, of a file that names none. Who started the import asserts that the numbers are this recording's.</param>
/// <param name="Store">The store, of a file that names none.</param>
/// <param name="Observed">When the source showed the numbers, of a file that does not say.</param>
/// <param name="Choices">What a person decided about its doubts; each a name and a value.</param>
/// <param name="ArtistAccount">Of an import that an artist started: the artist account whose cases it may touch.</param>
public sealed record ImportStarted(
    ImportKind Kind,
    Sha256 File,
    long Size,
    string Name,
    Isrc? Isrc = null,
    Store? Store = null,
    Observed? Observed = null,
    ValueList<ImportChoice>? Choices = null,
    AccountId? ArtistAccount = null) : ImportEvent;

/// <summary>What a person decided about a doubt.</summary>
/// <param name="Name">The doubt: <c>day-order</c>, <c>thousands</c>, <c>column-2</c>, <c>day-17</c> and <c>count-17</c> for a cell of a row.</param>
/// <param name="Value">The decision.</param>
public readonly record struct ImportChoice(string Name, string Value);

/// <summary>A file was read to its end. Where rows were refused, it is read anew when it is sent again.</summary>
/// <param name="Rows">Its rows, without headers, totals and empty lines.</param>
/// <param name="Accepted">Rows whose numbers are in the ledger by this import.</param>
/// <param name="Repeated">Rows that the ledger held before, from the same file.</param>
/// <param name="Refused">Rows that were refused.</param>
/// <param name="RefusedRows">Digest of the list of the refused rows, which is kept like a file; absent where none was refused.</param>
public sealed record ImportFinished(long Rows, long Accepted, long Repeated, long Refused, Sha256? RefusedRows = null) : ImportEvent;

/// <summary>A file could not be read on. What was recorded before stays; sent again it is begun again.</summary>
/// <param name="Code">Why, as a stable code.</param>
/// <param name="Detail">Why, in words.</param>
/// <param name="Accepted">Rows that were recorded until then.</param>
/// <param name="Repeated">Rows that the ledger held before.</param>
/// <param name="Refused">Rows that were refused until then.</param>
/// <param name="Line">Where, from 1; absent where it is about the whole file.</param>
/// <param name="RefusedRows">Digest of the list of the rows that were refused until then; absent where none was, or where there was no room for the list.</param>
/// <param name="IsUncounted">True where an earlier attempt was broken off and this one ended before it came to what that one had recorded: rows may stand that are not counted. Else absent.</param>
public sealed record ImportFailed(
    string Code, string Detail, long Accepted, long Repeated, long Refused, long? Line = null, Sha256? RefusedRows = null, bool? IsUncounted = null) : ImportEvent;
