using System.Globalization;

namespace CaseLedger.Web.Tests.ReadSide;

/// <summary>Rows as lines of text in one order, so that a difference is read at a glance.</summary>
internal static class RowText
{
    /// <summary>The rows, each with its columns by name.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="without">Columns that are left out.</param>
    public static List<string> Of(IEnumerable<Dictionary<string, object?>> rows, params IReadOnlyCollection<string> without) =>
    [
        .. rows
            .Select(row => string.Join('\n', row.Where(c => !without.Contains(c.Key)).OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Key}: {Text(c.Value)}")))
            .Order(StringComparer.Ordinal),
    ];

    // With its type: an integer that was to be a text is a difference.
    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        DateTime moment => moment.ToString("O", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("O", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        string[] texts => $"[{string.Join(", ", texts.Select(Text))}]",
        Guid[] ids => $"[{string.Join(", ", ids)}]",
        _ => string.Create(CultureInfo.InvariantCulture, $"{value.GetType().Name} {value}"),
    };
}
