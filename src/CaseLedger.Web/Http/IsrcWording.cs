using CaseLedger.Domain;

namespace CaseLedger.Web.Http;

/// <summary>What to tell a person whose text is no ISRC.</summary>
internal static class IsrcWording
{
    /// <summary>The sentence for a fault, with the code that was perhaps meant.</summary>
    public static string Of(IsrcFault fault, Isrc? suggestion)
    {
        var reason = fault switch
        {
            IsrcFault.Empty => "nothing was given",
            IsrcFault.WrongLength => "an ISRC has 12 letters and digits",
            IsrcFault.WrongCharacter => "two letters, three letters or digits, then seven digits",
            IsrcFault.MisplacedHyphens => "hyphens belong after the second, fifth and seventh character, or nowhere",
            IsrcFault.Upc => "this is the barcode (UPC) of a release, not the code of a recording",
            IsrcFault.Ean => "this is the barcode (EAN) of a release, not the code of a recording",
            IsrcFault.SpotifyTrackId => "this is a Spotify track id; the ISRC stands in your distributor's catalogue",
            IsrcFault.SpotifyLink => "this is a link to Spotify; the ISRC stands in your distributor's catalogue",
            IsrcFault.Iswc => "this is the code of a musical work (ISWC), not of a recording",
            _ => Words.Of(fault),
        };
        return suggestion is null ? reason : $"{reason}; did you mean {suggestion.Display}?";
    }
}
