using System.Collections.Frozen;

namespace CaseLedger.Domain;

/// <summary>The two leading letters that are known to be allocated or to have been.</summary>
/// <remarks>
/// From IFPI's "Valid Characters in the ISRC Prefix" (isrc.ifpi.org), as of November 2025. They began as ISO 3166 country codes and
/// no longer mean a country; new ones are given out every few years, which is why an unknown one only warns.
/// </remarks>
internal static class IsrcPrefixes
{
    /// <summary>By first letter: the second letters.</summary>
    private static readonly FrozenDictionary<char, string> SecondLetters = new Dictionary<char, string>
    {
        ['A'] = "DEFGILMORTUWZ",
        ['B'] = "ABCDEFGHIJKMNOPRSTWXYZ",
        ['C'] = "ABDFGHILMNOPRSUVWYZ",
        ['D'] = "EGKMOZ",
        ['E'] = "CEGST",
        ['F'] = "IJORX",
        ['G'] = "ABDEGHILMNQRTWXY",
        ['H'] = "KNRTU",
        ['I'] = "DELMNQRST",
        ['J'] = "EMOP",
        ['K'] = "EGHMNRSWYZ",
        ['L'] = "ABCIKRSTUV",
        ['M'] = "ACDEFGKLMNOPRSTUVWXYZ",
        ['N'] = "AEGILOPZ",
        ['O'] = "M",
        ['P'] = "AEFGHKLRSTY",
        ['Q'] = "AMNTZ",
        ['R'] = "OSUW",
        ['S'] = "ABCDEGIKLMNORSVXYZ",
        ['T'] = "CDGHLNORTWZ",
        ['U'] = "AGKSYZ",
        ['V'] = "CEGNUV",
        ['X'] = "K",
        ['Y'] = "EU",
        ['Z'] = "ABMWZ",
    }.ToFrozenDictionary();

    internal static bool Known(string prefix) =>
        SecondLetters.TryGetValue(prefix[0], out var second) && second.Contains(prefix[1], StringComparison.Ordinal);
}
