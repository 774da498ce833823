using CaseLedger.Domain;

namespace CaseLedger.Web.Cases;

/// <summary>How cases are found by words: a word is found wherever it stands in a title, an artist's name or an ISRC.</summary>
/// <remarks>
/// A case's row holds every piece of one to three characters of its words, in an inverted index that PostgreSQL has by
/// itself. (Its trigram extension does the same for three characters and more, but is not installed everywhere.)
/// </remarks>
internal static class CaseWords
{
    private const int LongestPiece = 3;

    /// <summary>The text in which a case's words are looked for: in small letters, a line each for title, artist, ISRC and its written form.</summary>
    public static string Text(Isrc isrc, string? title, string? artist) =>
        string.Join('\n', title, artist, isrc.ToString(), isrc.Display).ToLowerInvariant();

    /// <summary>The pieces of a text's words, each once, in order.</summary>
    public static string[] Pieces(string text)
    {
        var pieces = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var word in Split(text))
        {
            // By whole characters: half of one cannot be stored.
            var runes = word.EnumerateRunes().ToArray();
            for (var length = 1; length <= LongestPiece; length++)
            {
                for (var start = 0; start + length <= runes.Length; start++)
                {
                    pieces.Add(string.Concat(runes[start..(start + length)]));
                }
            }
        }

        return [.. pieces];
    }

    /// <summary>What a search needs of a case: the pieces that it has to hold, and the patterns that its text has to match, all of them.</summary>
    /// <param name="words">As somebody typed them.</param>
    public static (string[] Pieces, string[] Patterns) Wanted(string words)
    {
        var wanted = Split(words.ToLowerInvariant());
        return (
            [.. wanted.SelectMany(Longest).Distinct(StringComparer.Ordinal)],
            [.. wanted.Select(word => $"%{Like.Escape(word)}%")]);
    }

    // Of a long word the pieces of three characters alone: the shorter ones stand in them.
    private static IEnumerable<string> Longest(string word)
    {
        var runes = word.EnumerateRunes().ToArray();
        var length = Math.Min(LongestPiece, runes.Length);
        return Enumerable.Range(0, runes.Length - length + 1).Select(start => string.Concat(runes[start..(start + length)]));
    }

    private static string[] Split(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Patterns of <c>like</c>.</summary>
internal static class Like
{
    /// <summary>A text that is found as it is.</summary>
    public static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
