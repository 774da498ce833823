using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CaseLedger.Cli.Screens;

/// <summary>Text that may stand on a terminal and in a log.</summary>
internal static partial class Plain
{
    /// <summary>The text without what could steer a terminal (a file's rows and names are somebody else's) and without any token.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isSafe = rune.Value is '\n' or '\t' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format);
            plain.Append(isSafe ? rune.ToString() : "\uFFFD");
        }

        return WithoutTokens(plain.ToString());
    }

    /// <summary>The same on one line.</summary>
    public static string Line(string text) => Of(text.ReplaceLineEndings(" ").Replace('\t', ' '));

    /// <summary>The text with every token replaced, wherever it came from: one typed in a wrong place must not end in a log.</summary>
    public static string WithoutTokens(string text) => Token().Replace(text, "clt_…");

    /// <summary>A count with its thousands apart: <c>7,000,000</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Rows in words.</summary>
    public static string Rows(long rows) => rows == 1 ? "1 row" : $"{Count(rows)} rows";

    /// <summary>A size: <c>1.2 GiB</c>.</summary>
    public static string Size(long bytes)
    {
        var (size, units) = ((double)bytes, new[] { "bytes", "KiB", "MiB", "GiB", "TiB" });
        var unit = 0;
        for (; size >= 1024 && unit < units.Length - 1; unit++)
        {
            size /= 1024;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{(unit == 0 ? size.ToString("F0", CultureInfo.InvariantCulture) : size.ToString("F1", CultureInfo.InvariantCulture))} {units[unit]}");
    }

    /// <summary>A stretch of time, rounded as people say it: <c>3 min 5 s</c>.</summary>
    public static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "less than 1 s",
        { TotalMinutes: < 1 } => $"{(int)time.TotalSeconds} s",
        { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    [GeneratedRegex("clt_[A-Za-z0-9_-]+")]
    private static partial Regex Token();
}
