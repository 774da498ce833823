using System.Text.RegularExpressions;
using CaseLedger.Domain.Imports;

namespace CaseLedger.Imports;

/// <summary>Which doubts a kind of file can have. A decision about anything else would change nothing, and is a mistake.</summary>
internal static partial class ImportChoices
{
    /// <summary>Whether a file of this kind can have this doubt.</summary>
    /// <param name="kind">What the file holds.</param>
    /// <param name="name">The doubt, as <see cref="ImportChoice.Name"/>.</param>
    public static bool IsKnown(ImportKind kind, string name) => kind switch
    {
        ImportKind.S4aSongTimeline or ImportKind.Spreadsheet => OfSheet().IsMatch(name),
        ImportKind.RoyaltyStatement => OfStatement().IsMatch(name),
        _ => false,
    };

    // Of a whole sheet; of its columns; of a row and its cells.
    [GeneratedRegex(@"^(sheet|day-order|thousands|column-[0-9]+|(skip|day|count|trends)-[0-9]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfSheet();

    [GeneratedRegex(@"^(currency|day-order|sale-month)\z", RegexOptions.CultureInvariant)]
    private static partial Regex OfStatement();
}
