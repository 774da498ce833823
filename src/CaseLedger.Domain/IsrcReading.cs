namespace CaseLedger.Domain;

/// <summary>What a text given as an ISRC turned out to be: a code with notes, or something else with a reason.</summary>
public abstract record IsrcReading
{
    private IsrcReading()
    {
    }

    /// <summary>A well-formed code. Notes are hints for people, never a reason to refuse.</summary>
    /// <param name="Isrc">The code.</param>
    /// <param name="Notes">What looked odd, in a fixed order, each at most once.</param>
    public sealed record WellFormed(Isrc Isrc, ValueList<IsrcNote> Notes) : IsrcReading;

    /// <summary>Not a code.</summary>
    /// <param name="Fault">Why not, or which neighbour it is.</param>
    /// <param name="Suggestion">The code that was perhaps meant, where one swapped letter or digit explains the fault. Never taken without asking.</param>
    public sealed record Malformed(IsrcFault Fault, Isrc? Suggestion = null) : IsrcReading
    {
        /// <summary>Of <see cref="IsrcFault.WrongLength"/>: how many characters there are, without blanks, hyphens and the word ISRC before them.</summary>
        public int? Characters { get; init; }
    }
}

/// <summary>A hint about a well-formed code.</summary>
public enum IsrcNote
{
    /// <summary>Typographic hyphens (from a word processor or a PDF) were read as plain ones.</summary>
    [Word("typographic-hyphens")]
    TypographicHyphens = 1,

    /// <summary>The registrant part holds O, 0, I or 1, which are easily mixed up.</summary>
    [Word("easily-mixed-up")]
    EasilyMixedUp,

    /// <summary>The two leading letters are not known to be allocated. New ones come, so this only warns.</summary>
    [Word("unknown-prefix")]
    UnknownPrefix,
}

/// <summary>Why a text is no ISRC.</summary>
public enum IsrcFault
{
    /// <summary>Nothing was given.</summary>
    [Word("empty")]
    Empty = 1,

    /// <summary>Not twelve characters.</summary>
    [Word("wrong-length")]
    WrongLength,

    /// <summary>A character that no code has at that place.</summary>
    [Word("wrong-character")]
    WrongCharacter,

    /// <summary>Hyphens stand elsewhere than after the second, fifth and seventh character.</summary>
    [Word("misplaced-hyphens")]
    MisplacedHyphens,

    /// <summary>A release's barcode: 12 digits with a valid GS1 check digit.</summary>
    [Word("upc")]
    Upc,

    /// <summary>A release's barcode: 13 digits with a valid GS1 check digit.</summary>
    [Word("ean")]
    Ean,

    /// <summary>A Spotify track id: 22 base-62 characters.</summary>
    [Word("spotify-track-id")]
    SpotifyTrackId,

    /// <summary>A link or URI of Spotify's.</summary>
    [Word("spotify-link")]
    SpotifyLink,

    /// <summary>The code of a musical work (ISO 15707), not of a recording.</summary>
    [Word("iswc")]
    Iswc,
}
