using System.Globalization;
using System.Text.Json;

namespace CaseLedger.Web.Http;

/// <summary>Reads one value from its text: <c>false</c> and the reason where the text is no such value.</summary>
internal delegate bool ReadText(string text, out object? value, out string? why);

/// <summary>A value that a request carries as one JSON string, number or boolean, or as one query parameter.</summary>
/// <param name="Expected">What belongs there, for error messages and the OpenAPI document.</param>
/// <param name="Kind">The JSON form: string, number or true (for booleans).</param>
/// <param name="Read">Reads it from its text (for a number, the number's own characters).</param>
internal sealed record Scalar(string Expected, JsonValueKind Kind, ReadText Read)
{
    /// <summary>The string's format in the OpenAPI document, e.g. <c>uuid</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The regular expression of the string in the OpenAPI document.</summary>
    public string? Pattern { get; init; }

    /// <summary>The only values there are, if they can be listed.</summary>
    public IReadOnlyList<string>? Words { get; init; }

    /// <summary>A scalar whose reader gives no further reason.</summary>
    public static Scalar Of<T>(string expected, JsonValueKind kind, TryParse<T> read) =>
        new(expected, kind, (string text, out object? value, out string? why) =>
        {
            var good = read(text, out var parsed);
            (value, why) = (parsed, null);
            return good;
        });

    /// <summary>A scalar of a closed list of words.</summary>
    public static Scalar OneOf<T>(IReadOnlyDictionary<string, T> words) =>
        Of<T>($"one of {string.Join(", ", words.Keys)}", JsonValueKind.String, words.TryGetValue) with
        {
            Words = [.. words.Keys],
        };

    /// <summary>A whole number of an int's range, not negative.</summary>
    public static bool TryParseWhole(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

/// <summary>The shape of every <c>TryParse</c>.</summary>
internal delegate bool TryParse<T>(string text, out T? value);
