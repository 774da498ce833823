using CaseLedger.Domain.Cases;
using CaseLedger.Imports.Trends;

namespace CaseLedger.Imports.Statements;

/// <summary>The texts beside a line's numbers, as the ledger takes them: one that it would not take costs its own row and no other.</summary>
internal static class StatementTexts
{
    /// <summary>The most characters of a text.</summary>
    public const int Longest = 2_000;

    /// <summary>The most columns that are kept beside a line's own fields, the first ones of the row.</summary>
    public const int MostOther = 60;

    /// <summary>Judges a cell that is to be kept as it stands.</summary>
    /// <param name="field">The column's name.</param>
    /// <param name="text">The cell.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? Judge(string field, string text)
    {
        if (text.Length > Longest)
        {
            return new(field, "text-too-long", $"The text has {text.Length} characters; {Longest} can be kept.", "Shorten it, or check that no quote was left open in this row.");
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(c) || (char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            {
                return new(field, "text-unprintable", $"The text holds the character U+{(int)c:X4}.", "Remove it: it is no letter, and often a sign of a damaged file.");
            }
        }

        return null;
    }

    /// <summary>Adds a cell to what is kept beside a line's own fields, unless it is blank or there are enough.</summary>
    /// <param name="other">What is kept.</param>
    /// <param name="field">The column's name.</param>
    /// <param name="text">The cell.</param>
    /// <returns>What is wrong, or null.</returns>
    public static CellFault? Keep(List<RoyaltyColumn> other, string field, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || other.Count == MostOther)
        {
            return null;
        }

        other.Add(new(field, text));
        return Judge(field, text);
    }
}
