using System.Diagnostics.CodeAnalysis;

namespace CaseLedger.Domain;

/// <summary>A short lower-case name for machines and people: <c>^[a-z0-9]+(-[a-z0-9]+)*$</c>, at most 80 characters.</summary>
/// <remarks>Names incidents, propositions, resolutions and rules.</remarks>
public sealed record Slug
{
    /// <summary>The longest slug.</summary>
    public const int LongestLength = 80;

    private readonly string text;

    private Slug(string text) => this.text = text;

    /// <summary>Takes a slug if the text is one.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="slug">The slug.</param>
    /// <returns>Whether the text is a slug.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Slug? slug)
    {
        slug = text is not null && IsWellFormed(text, LongestLength) ? new(text) : null;
        return slug is not null;
    }

    /// <summary>Takes a text that is known to be a slug.</summary>
    /// <param name="text">The slug.</param>
    /// <returns>The slug.</returns>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Slug Parse(string text) =>
        TryParse(text, out var slug) ? slug : throw new FormatException($"'{text}' is not a slug.");

    internal static bool IsWellFormed(ReadOnlySpan<char> text, int longest)
    {
        if (text.Length == 0 || text.Length > longest) return false;
        var previous = '-';
        foreach (var c in text)
        {
            if (c == '-' ? previous == '-' : !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c)) return false;
            previous = c;
        }

        return previous != '-';
    }

    /// <summary>The text.</summary>
    /// <returns>For example <c>trends-outage-2024-03-31</c>.</returns>
    public override string ToString() => text;
}
