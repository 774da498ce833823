namespace CaseLedger.Domain;

/// <summary>Recognises the codes that get pasted where an ISRC is asked for.</summary>
internal static class IsrcNeighbours
{
    private const int SpotifyIdLength = 22;

    internal static IsrcFault? Recognise(string text)
    {
        if (IsSpotifyLink(text)) return IsrcFault.SpotifyLink;
        if (text.Length == SpotifyIdLength && text.All(char.IsAsciiLetterOrDigit)) return IsrcFault.SpotifyTrackId;

        var digits = string.Concat(text.Where(c => c is not (' ' or '-')));
        if (digits.Length is 12 or 13 && digits.All(char.IsAsciiDigit) && HasGs1CheckDigit(digits))
        {
            return digits.Length == 12 ? IsrcFault.Upc : IsrcFault.Ean;
        }

        var work = string.Concat(digits.Where(c => c != '.'));
        return work.Length == 11 && work[0] is 'T' or 't' && work.Skip(1).All(char.IsAsciiDigit) ? IsrcFault.Iswc : null;
    }

    private static bool IsSpotifyLink(string text) =>
        text.StartsWith("spotify:", StringComparison.OrdinalIgnoreCase)
        || text.Contains("open.spotify.com", StringComparison.OrdinalIgnoreCase)
        || text.Contains("spotify.link", StringComparison.OrdinalIgnoreCase);

    /// <summary>Modulo 10 with weights 1 and 3 from the right (GS1 General Specifications, section 7.9).</summary>
    private static bool HasGs1CheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var fromRight = digits.Length - 1 - i;
            sum += (digits[i] - '0') * (fromRight % 2 == 0 ? 1 : 3);
        }

        return sum % 10 == 0;
    }
}
