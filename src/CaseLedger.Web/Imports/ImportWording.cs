using System.Globalization;
using CaseLedger.Web.Http;
using CaseLedger.Web.Languages;
using CaseLedger.Web.Pages;

namespace CaseLedger.Web.Imports;

/// <summary>Says to a person what is wrong with a file or a row of it.</summary>
internal static class ImportWording
{
    private const long Kibi = 1024;

    /// <summary>The codes that are said of a file before any importer reads it, and of its rows behind it; the others are the importers' own.</summary>
    public static IReadOnlyList<string> AroundReading { get; } =
        ["id-reused", "evidence-pixels", "evidence-quota", "evidence-too-large", "evidence-type-refused", "file-empty", "file-lost", "file-too-large", "imports-busy", "no-room", "not-allowed", "server-fault", "statement-read-otherwise", "unknown-format", "upload-under-way"];

    /// <summary>What stands behind a code: in the reader's words. In English as the importer says it, which also names what it found.</summary>
    public static string Of(string code, string detail, Wording wording) =>
        wording.Language == Language.English && detail.Length > 0 && !wording.Has($"refusal.{code}") ? detail
        : wording.Has($"import.code.{code}") ? wording[$"import.code.{code}"] : wording.Has($"refusal.{code}") ? wording[$"refusal.{code}"] : detail;

    /// <summary>What a file was refused for.</summary>
    public static string Of(Problem problem, Wording wording) =>
        Of(problem.Code, problem.Errors is { } errors ? string.Join(" ", errors.SelectMany(error => error.Value)) : $"{problem.Title} {problem.Detail}", wording);

    /// <summary>A size in the unit that leaves it readable.</summary>
    public static string Size(long bytes, Wording wording) => bytes switch
    {
        < Kibi => $"{wording.Count(bytes)} B",
        < Kibi * Kibi => $"{wording.Count(Math.Ceiling((decimal)bytes / Kibi))} KiB",
        < Kibi * Kibi * Kibi => $"{wording.Count(Math.Ceiling((decimal)bytes / (Kibi * Kibi)))} MiB",
        _ => $"{wording.Count(Math.Ceiling((decimal)bytes / (Kibi * Kibi * Kibi)))} GiB",
    };

    /// <summary>A stretch of time, as minutes and seconds.</summary>
    public static string Time(TimeSpan time, Wording wording) => time.TotalHours >= 1
        ? wording["import.hours", ((int)time.TotalHours).ToString(CultureInfo.InvariantCulture), time.Minutes.ToString("00", CultureInfo.InvariantCulture)]
        : wording["import.minutes", time.Minutes.ToString(CultureInfo.InvariantCulture), time.Seconds.ToString("00", CultureInfo.InvariantCulture)];
}
