using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CaseLedger.Domain;

/// <summary>An amount of money exactly as a statement shows it, trailing zeros included; may be negative. At most 28 digits.</summary>
/// <remarks>On the wire it is a string, because JSON numbers pass through binary floating point in many readers.</remarks>
/// <param name="Value">The amount.</param>
public readonly record struct Amount(decimal Value)
{
    private const int MostDigits = 28;

    /// <summary>Reads <c>-12.3400</c>: an optional minus, digits, and optionally a point with digits.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="amount">The amount.</param>
    /// <returns>Whether the text is an amount that is kept exactly.</returns>
    public static bool TryParse(string? text, out Amount amount)
    {
        amount = default;
        // decimal.Parse rounds silently what does not fit; a rounded royalty is not what the statement shows.
        if (text is null || text.Count(char.IsAsciiDigit) > MostDigits) return false;
        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (text.Length == 0 || text[0] is '+' or '.' || text.StartsWith("-.", StringComparison.Ordinal) || text[^1] == '.') return false;
        if (!decimal.TryParse(text, Plain, CultureInfo.InvariantCulture, out var value)) return false;
        amount = new(value);
        return true;
    }

    /// <summary>Reads a text that is known to be an amount.</summary>
    /// <param name="text">For example <c>0.00410</c>.</param>
    /// <returns>The amount.</returns>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Amount Parse(string text) =>
        TryParse(text, out var amount) ? amount : throw new FormatException($"'{text}' is not an amount.");

    /// <summary>The digits with their trailing zeros.</summary>
    /// <returns>For example <c>0.00410</c>.</returns>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A currency by its three letters (ISO 4217), upper case. Whether it is allocated is not checked.</summary>
public sealed record Currency
{
    private readonly string code;

    private Currency(string code) => this.code = code;

    /// <summary>Takes three letters in either case.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="currency">The currency.</param>
    /// <returns>Whether the text is three letters.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Currency? currency)
    {
        currency = text is { Length: 3 } && text.All(char.IsAsciiLetter) ? new(text.ToUpperInvariant()) : null;
        return currency is not null;
    }

    /// <summary>Takes a text that is known to be a currency.</summary>
    /// <param name="text">For example <c>EUR</c>.</param>
    /// <returns>The currency.</returns>
    /// <exception cref="FormatException">Not three letters.</exception>
    public static Currency Parse(string text) =>
        TryParse(text, out var currency) ? currency : throw new FormatException($"'{text}' is not a currency.");

    /// <summary>The three letters.</summary>
    /// <returns>For example <c>EUR</c>.</returns>
    public override string ToString() => code;
}

/// <summary>A territory by its two letters (ISO 3166-1, or a statement's own such as WW), upper case. Whether it is allocated is not checked.</summary>
public sealed record Country
{
    private readonly string code;

    private Country(string code) => this.code = code;

    /// <summary>Takes two letters in either case.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="country">The country.</param>
    /// <returns>Whether the text is two letters.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Country? country)
    {
        country = text is { Length: 2 } && text.All(char.IsAsciiLetter) ? new(text.ToUpperInvariant()) : null;
        return country is not null;
    }

    /// <summary>Takes a text that is known to be a country.</summary>
    /// <param name="text">For example <c>CH</c>.</param>
    /// <returns>The country.</returns>
    /// <exception cref="FormatException">Not two letters.</exception>
    public static Country Parse(string text) =>
        TryParse(text, out var country) ? country : throw new FormatException($"'{text}' is not a country.");

    /// <summary>The two letters.</summary>
    /// <returns>For example <c>CH</c>.</returns>
    public override string ToString() => code;
}
