namespace CaseLedger.Domain;

/// <summary>What is said to somebody whose text was no ISRC, or an odd one.</summary>
public static class IsrcWording
{
    /// <summary>Says why a text is no ISRC, naming what it is instead.</summary>
    /// <param name="reading">The reading.</param>
    /// <returns>One or two sentences.</returns>
    public static string Of(IsrcReading.Malformed reading) =>
        reading.Suggestion is { } meant ? $"{Of(reading.Fault)} Perhaps {meant.Display} was meant." : Of(reading.Fault);

    /// <summary>Says what looks odd about a code.</summary>
    /// <param name="note">The note.</param>
    /// <returns>One sentence.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The value is no member.</exception>
    public static string Of(IsrcNote note) => note switch
    {
        IsrcNote.TypographicHyphens => "Typographic hyphens were read as plain ones.",
        IsrcNote.EasilyMixedUp => "The code holds O, 0, I or 1 where both letters and digits may stand; check it against the source.",
        IsrcNote.UnknownPrefix => "The first two letters are not known to be allocated.",
        _ => throw new ArgumentOutOfRangeException(nameof(note), note, "Not a note."),
    };

    private static string Of(IsrcFault fault) => fault switch
    {
        IsrcFault.Empty => "An ISRC is missing.",
        IsrcFault.WrongLength => "An ISRC has 12 characters, such as AA-6Q7-20-00047.",
        IsrcFault.WrongCharacter => "An ISRC has two letters, three letters or digits, and seven digits, such as AA-6Q7-20-00047.",
        IsrcFault.MisplacedHyphens => "The hyphens of an ISRC stand as in AA-6Q7-20-00047.",
        IsrcFault.Upc => "This is the barcode (UPC) of a release, not the ISRC of a recording.",
        IsrcFault.Ean => "This is the barcode (EAN) of a release, not the ISRC of a recording.",
        IsrcFault.SpotifyTrackId => "This is a Spotify track id, not an ISRC.",
        IsrcFault.SpotifyLink => "This is a Spotify link, not an ISRC.",
        IsrcFault.Iswc => "This is the code of a musical work (ISWC), not of a recording.",
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Not a fault."),
    };
}
