using CaseLedger.Domain;

namespace CaseLedger.Imports.Text;

/// <summary>Says to whoever sent a file why a cell is no ISRC, and what to do about it (English).</summary>
internal static class IsrcSentences
{
    /// <summary>Why it is none.</summary>
    /// <param name="shown">The cell, in quotes, as it is shown.</param>
    /// <param name="reading">What it turned out to be.</param>
    public static string Reason(string shown, IsrcReading.Malformed reading)
    {
        var why = reading.Fault switch
        {
            IsrcFault.Empty => "nothing is given",
            IsrcFault.WrongLength => $"it has {(reading.Characters == 1 ? "1 character" : $"{reading.Characters} characters")} where an ISRC has {Isrc.Length}",
            IsrcFault.WrongCharacter => "two letters are followed by three letters or digits, and those by seven digits",
            IsrcFault.MisplacedHyphens => "hyphens stand after the second, fifth and seventh character or nowhere",
            IsrcFault.Upc => "it is the barcode (UPC) of a release",
            IsrcFault.Ean => "it is the barcode (EAN) of a release",
            IsrcFault.SpotifyTrackId => "it is the id of a track at Spotify",
            IsrcFault.SpotifyLink => "it is a link to Spotify",
            IsrcFault.Iswc => "it is the code of a musical work (ISWC)",
            _ => throw new ArgumentOutOfRangeException(nameof(reading), reading.Fault, "Nothing is said about this fault."),
        };
        return $"{shown} is no ISRC: {why}.";
    }

    /// <summary>What to do about it.</summary>
    /// <param name="reading">What it turned out to be.</param>
    public static string Advice(IsrcReading.Malformed reading) =>
        reading.Suggestion is { } meant ? $"Perhaps {meant} is meant." : "An ISRC has twelve characters, such as AA6Q72000047.";
}
