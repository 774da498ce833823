using System.Globalization;

namespace CaseLedger.Web.Languages;

/// <summary>A language that the pages speak, with how it writes numbers.</summary>
/// <remarks>
/// Written here and not taken from the machine's tables, so that a server without them, or with others, shows the same.
/// </remarks>
/// <param name="Code">ISO 639-1, e.g. <c>it</c>.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Thousands">What stands between the thousands.</param>
/// <param name="Point">What stands before the fraction.</param>
/// <param name="PerCent">What stands behind a share in per cent.</param>
/// <param name="OneEndsAt">The smallest number that takes the plural: 2 in French (0 and 1.5 are singular there), else anything but 1 does.</param>
internal sealed record Language(string Code, string Name, string Thousands, string Point, string PerCent, decimal? OneEndsAt = null)
{
    /// <summary>English, which every text exists in first.</summary>
    public static Language English { get; } = new("en", "English", ",", ".", "%");

    /// <summary>All languages, in the order offered.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        English,
        new("it", "Italiano", ".", ",", "%"),
        new("de", "Deutsch", ".", ",", "\u00A0%"),
        new("fr", "Français", "\u202F", ",", "\u202F%", OneEndsAt: 2),
    ];

    /// <summary>How it writes numbers.</summary>
    public NumberFormatInfo Numbers { get; } = new()
    {
        NumberGroupSeparator = Thousands,
        NumberDecimalSeparator = Point,
        NegativeSign = "\u2212",
    };

    /// <summary>Whether a number takes the singular.</summary>
    public bool IsOne(decimal count) => OneEndsAt is { } end ? Math.Abs(count) < end : Math.Abs(count) == 1;

    /// <summary>A language by its code; null where there is none.</summary>
    public static Language? Find(string? code) => All.FirstOrDefault(language => language.Code == code);
}
