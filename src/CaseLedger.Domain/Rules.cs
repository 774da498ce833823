namespace CaseLedger.Domain;

/// <summary>Rules about what a command carries, whatever it is about. Each gives the refusal, or null.</summary>
internal static class Rules
{
    internal const int LongestText = 2_000;
    internal const int LongestQuote = 10_000;

    internal static Refusal? Text(string field, string? text, int longest = LongestText) =>
        string.IsNullOrWhiteSpace(text) ? new(RefusalKinds.TextEmpty, field)
        : text.Length > longest ? new(RefusalKinds.TextTooLong, field, $"at most {longest} characters", $"{text.Length}")
        : FirstUnprintable(text) is { } character ? new(RefusalKinds.TextUnprintable, field, Actual: $"U+{(int)character:X4}")
        : null;

    internal static Refusal? OptionalText(string field, string? text, int longest = LongestText) =>
        text is null ? null : Text(field, text, longest);

    internal static Refusal? NotTooMany<T>(string field, ValueList<T>? items, int most = Limits.Items, RefusalKind? kind = null) =>
        items?.Count > most ? new(kind ?? RefusalKinds.TooManyItems, field, $"at most {most}", $"{items.Count}") : null;

    internal static Refusal? NotInFuture(string field, Observed? observed, NodaTime.Instant now) =>
        observed?.EarliestPossible > now ? new(RefusalKinds.ObservedInFuture, field, $"at most {now}", $"{observed.EarliestPossible}") : null;

    /// <summary>The first refusal over a list's elements.</summary>
    internal static Refusal? Each<T>(ValueList<T>? items, Func<T, int, Refusal?> judge)
    {
        for (var i = 0; i < (items?.Count ?? 0); i++)
        {
            if (judge(items![i], i) is { } refusal) return refusal;
        }

        return null;
    }

    /// <summary>
    /// A control character other than tab and line ends, or half of a surrogate pair. PostgreSQL's text holds no U+0000, and
    /// half a pair is written as a replacement character: once recorded, such a text would stop a projection or come back altered.
    /// </summary>
    private static char? FirstUnprintable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else if (char.IsSurrogate(c) || (char.IsControl(c) && c is not ('\n' or '\r' or '\t'))) return c;
        }

        return null;
    }
}
