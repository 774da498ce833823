using System.Text;
using CaseLedger.Cli.Screens;
using CaseLedger.Cli.Server;

namespace CaseLedger.Cli.Importing;

/// <summary>What people are told about a file: what, why, and what to do.</summary>
internal static class Wording
{
    private const int MostOfARow = 120;

    /// <summary>The name of the variable with the token.</summary>
    public const string TokenVariable = "CASELEDGER_TOKEN";

    /// <summary>A file that was read to its end.</summary>
    /// <param name="file">Its name.</param>
    /// <param name="import">The import.</param>
    /// <param name="isRepeat">Whether the server knew it before.</param>
    public static string Finished(string file, ImportAnswer import, bool isRepeat) =>
        isRepeat
            ? $"{file}: nothing new, the same file was read in before ({Counts(import)})"
            : $"{file}: {Counts(import)}";

    /// <summary>A file that is being read in while nobody waits.</summary>
    public static string Running(string file, ImportAnswer import, Uri server) =>
        $"{file}: the server has it and reads it in. {Look(import.Id, server)}";

    /// <summary>How to look at an import later.</summary>
    public static string Look(Guid import, Uri server) =>
        $"See {server}imports/{import}, or give the same command again: it finds this import.";

    /// <summary>A file that could not be read to its end.</summary>
    public static string Failed(string file, ImportAnswer import) =>
        $"{file}: {At(import.Fault?.Line)}{import.Fault?.Detail ?? "It could not be read to its end."} ({import.Fault?.Code ?? "failed"})"
        + (import.Accepted + import.Repeated > 0 ? $"\n  {Plain.Rows(import.Accepted + import.Repeated)} before that are in the ledger, and stay: put it right and send it again." : "");

    /// <summary>A file that was refused whole.</summary>
    public static string Refused(string file, ProblemAnswer problem)
    {
        var text = new StringBuilder($"{file}: {At(problem.Line)}{Why(problem)}");
        foreach (var (field, faults) in problem.Errors ?? new Dictionary<string, string[]>())
        {
            text.Append($"\n  {Option(field)}: {string.Join("; ", faults)}");
        }

        return text.ToString();
    }

    /// <summary>A file about which a person has to decide something.</summary>
    public static string Undecided(string file, string why, IReadOnlyList<QuestionAnswer> questions)
    {
        var text = new StringBuilder($"{file}: {why}");
        foreach (var question in questions)
        {
            text.Append($"\n  {question.Name}: {question.Evidence}");
            foreach (var value in question.Values)
            {
                text.Append($"\n      --choose {question.Name}={value}");
            }
        }

        return text.Append("\n  Nothing is guessed: choose one for each, and give the command again with it.").ToString();
    }

    /// <summary>What a file would come to.</summary>
    public static string Previewed(string file, PreviewAnswer preview)
    {
        var text = new StringBuilder(
            $"{file}: {preview.Kind}, {Plain.Rows(preview.Rows)}: {Plain.Count(preview.Accepted)} would be taken, {Plain.Count(preview.Refused)} refused. Nothing was recorded.");
        if (preview.ImportedBefore is { } before)
        {
            text.Append($"\n  The same file was sent before (import {before}): sent again it records nothing new.");
        }

        foreach (var row in preview.RefusedRows ?? [])
        {
            text.Append($"\n  line {row.Line}{(row.Field is null ? "" : $", {row.Field}")}: {row.Reason} {row.Advice} ({row.Code})");
            text.Append($"\n      {Short(Plain.Line(row.Row))}");
        }

        return preview.Refused - (preview.RefusedRows?.Count ?? 0) is > 0 and var more ? text.Append($"\n  … and {Plain.Rows(more)} more.").ToString() : text.ToString();
    }

    /// <summary>Why a caller may not.</summary>
    public static string NotAllowed(ProblemAnswer problem, Uri server) => problem.Status == 401
        ? $"{server} does not know the token: it is wrong, was revoked or has run out. Ask its operator for one (token create), and give it in {TokenVariable} or by --token-file."
        : $"{server} does not allow this to the token's role ({problem.Code}): {Why(problem)}. Trends, feeds and statements take a token of the role ingest or agent; a recording's own numbers agent or artist.";

    /// <summary>A file in words, by its line where there is one.</summary>
    public static string At(long? line) => line is { } number ? $"line {number}: " : "";

    private static string Counts(ImportAnswer import) =>
        $"{Plain.Rows(import.Rows)}: {Plain.Count(import.Accepted)} recorded, {Plain.Count(import.Repeated)} known before, {Plain.Count(import.Refused)} refused; import {import.Id}, {import.Kind}";

    /// <summary>Why, in the server's words.</summary>
    public static string Why(ProblemAnswer problem) => problem switch
    {
        { Status: 404 } => "there is no case of this recording that you may see. Check --isrc, or open the case first",
        { Detail: { Length: > 0 } detail, Title: { Length: > 0 } title } => $"{title.TrimEnd('.')}. {detail} ({problem.Code})",
        { Title: { Length: > 0 } title } => $"{title} ({problem.Code})",
        _ => problem.Code,
    };

    private static string Option(string field) => field switch
    {
        "choices" => "--choose",
        "kind" => "kind",
        "isrc" or "store" or "observed" => $"--{field}",
        _ => field,
    };

    private static string Short(string row) => row.Length <= MostOfARow ? row : $"{row[..MostOfARow]}…";
}
