using System.Diagnostics.CodeAnalysis;

namespace CaseLedger.Domain;

/// <summary>
/// The International Standard Recording Code of one recording (ISO 3901): whose case this is.
/// </summary>
/// <remarks>
/// Well-formed is all that this type promises. The code has no check digit, its two year digits are the year of
/// reference and not of release, and a prefix that nobody was given is possible: see <see cref="Read"/> for the hints.
/// </remarks>
public sealed record Isrc : IComparable<Isrc>
{
    /// <summary>How many characters the stored form has.</summary>
    public const int Length = 12;

    private readonly string text;

    private Isrc(string text) => this.text = text;

    /// <summary>The form for people: <c>AA-6Q7-20-00047</c>.</summary>
    public string Display => $"{text[..2]}-{text[2..5]}-{text[5..7]}-{text[7..]}";

    /// <summary>Country (or registration authority) and registrant: the first five characters.</summary>
    public string Prefix => text[..5];

    /// <summary>Reads a code as people type, paste and export it, with hints about what looks odd or what it is instead.</summary>
    /// <param name="text">Any text; null counts as empty.</param>
    /// <returns>The code with notes, or why it is none.</returns>
    public static IsrcReading Read(string? text) => IsrcReader.Read(text);

    /// <summary>Reads a code leniently, dropping the notes.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="isrc">The code, when there is one.</param>
    /// <returns>Whether the text is a code.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Isrc? isrc)
    {
        // Most codes come in the stored form, by the million.
        isrc = FromStoredForm(text) ?? (Read(text) as IsrcReading.WellFormed)?.Isrc;
        return isrc is not null;
    }

    /// <summary>Reads a code that is known to be one.</summary>
    /// <param name="text">The code, in any form that <see cref="Read"/> takes.</param>
    /// <returns>The code.</returns>
    /// <exception cref="FormatException">The text is no ISRC.</exception>
    public static Isrc Parse(string text) =>
        TryParse(text, out var isrc) ? isrc : throw new FormatException($"'{text}' is not an ISRC.");

    /// <summary>Takes the stored form only: twelve characters, upper case, no hyphens.</summary>
    internal static Isrc? FromStoredForm(ReadOnlySpan<char> text) => IsStoredForm(text) ? new(text.ToString()) : null;

    private static bool IsStoredForm(ReadOnlySpan<char> text) =>
        text.Length == Length
        && !text[..2].ContainsAnyExceptInRange('A', 'Z')
        && IsAlphanumeric(text[2..5])
        && !text[5..].ContainsAnyExceptInRange('0', '9');

    private static bool IsAlphanumeric(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterUpper(c) && !char.IsAsciiDigit(c)) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(Isrc? other) => string.CompareOrdinal(text, other?.text);

    /// <summary>The stored form: twelve characters, upper case, no hyphens.</summary>
    /// <returns>For example <c>AA6Q72000047</c>.</returns>
    public override string ToString() => text;

    /// <summary>Whether one code sorts before another, by ordinal comparison.</summary>
    public static bool operator <(Isrc left, Isrc right) => string.CompareOrdinal(left?.text, right?.text) < 0;

    /// <summary>Whether one code sorts after another, by ordinal comparison.</summary>
    public static bool operator >(Isrc left, Isrc right) => string.CompareOrdinal(left?.text, right?.text) > 0;

    /// <summary>Whether one code sorts before another or is the same.</summary>
    public static bool operator <=(Isrc left, Isrc right) => string.CompareOrdinal(left?.text, right?.text) <= 0;

    /// <summary>Whether one code sorts after another or is the same.</summary>
    public static bool operator >=(Isrc left, Isrc right) => string.CompareOrdinal(left?.text, right?.text) >= 0;
}
