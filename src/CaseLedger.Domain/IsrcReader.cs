using System.Text;

namespace CaseLedger.Domain;

/// <summary>The lenient grammar of ISRC: what is stripped, what is hinted at, which neighbours are named.</summary>
internal static class IsrcReader
{
    private const string Designation = "ISRC";

    internal static IsrcReading Read(string? text)
    {
        var trimmed = text?.Trim() ?? "";
        if (trimmed.Length == 0) return new IsrcReading.Malformed(IsrcFault.Empty);
        if (IsrcNeighbours.Recognise(trimmed) is { } neighbour) return new IsrcReading.Malformed(neighbour);

        var (plain, typographic) = Simplify(trimmed);
        // An Icelandic code of the registrant RCn begins with the same four letters: the designation is cut
        // off only from what is no code with it.
        if (Isrc.FromStoredForm(Compact(plain)) is null) plain = WithoutDesignation(plain);

        var compact = Compact(plain);
        if (Isrc.FromStoredForm(compact) is not { } isrc) return Refuse(compact);
        if (!HyphensStandRight(plain)) return new IsrcReading.Malformed(IsrcFault.MisplacedHyphens);
        return new IsrcReading.WellFormed(isrc, Notes(isrc, typographic));
    }

    private static (string Plain, bool Typographic) Simplify(string text)
    {
        var plain = new StringBuilder(text.Length);
        var typographic = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c)) continue;
            var isTypographic = IsTypographicHyphen(c);
            typographic |= isTypographic;
            plain.Append(isTypographic ? '-' : char.IsAsciiLetterLower(c) ? char.ToUpperInvariant(c) : c);
        }

        return (plain.ToString(), typographic);
    }

    /// <summary>Hyphen, non-breaking hyphen, the dashes, minus, and the small and full-width forms.</summary>
    private static bool IsTypographicHyphen(char c) =>
        c is (>= '\u2010' and <= '\u2015') or '\u2212' or '\uFE58' or '\uFE63' or '\uFF0D';

    private static string Compact(string plain) => plain.Replace("-", "", StringComparison.Ordinal);

    private static string WithoutDesignation(string plain) =>
        plain.StartsWith(Designation, StringComparison.Ordinal) ? plain[Designation.Length..].TrimStart(':') : plain;

    private static bool HyphensStandRight(string plain)
    {
        var characters = 0;
        var previous = '-';
        foreach (var c in plain)
        {
            if (c != '-') characters++;
            else if (previous == '-' || characters is not (2 or 5 or 7)) return false;
            previous = c;
        }

        return true;
    }

    private static IsrcReading.Malformed Refuse(string compact) =>
        compact.Length == 0 ? new(IsrcFault.Empty)
        : compact.Length != Isrc.Length ? new(IsrcFault.WrongLength) { Characters = compact.Length }
        : new(IsrcFault.WrongCharacter, Isrc.FromStoredForm(Unmixed(compact)));

    /// <summary>Letters where only letters may stand, digits where only digits may stand.</summary>
    private static string Unmixed(string compact) =>
        compact[..2].Replace('0', 'O').Replace('1', 'I')
        + compact[2..5]
        + compact[5..].Replace('O', '0').Replace('I', '1').Replace('L', '1');

    private static ValueList<IsrcNote> Notes(Isrc isrc, bool typographic)
    {
        var notes = new List<IsrcNote>();
        if (typographic) notes.Add(IsrcNote.TypographicHyphens);
        if (isrc.Prefix.AsSpan(2).ContainsAny("O0I1")) notes.Add(IsrcNote.EasilyMixedUp);
        if (!IsrcPrefixes.Known(isrc.Prefix)) notes.Add(IsrcNote.UnknownPrefix);
        return [.. notes];
    }
}
