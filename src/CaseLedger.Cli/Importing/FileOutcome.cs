using System.Text.Json;
using CaseLedger.Cli.Server;

namespace CaseLedger.Cli.Importing;

/// <summary>What became of one file.</summary>
/// <param name="ExitCode">For scripts, one of <see cref="Exit"/>.</param>
/// <param name="Result">In one word for scripts, one of <see cref="Results"/>.</param>
/// <param name="Message">For people: what, why, and what to do; several lines.</param>
internal sealed record FileOutcome(int ExitCode, string Result, string Message)
{
    /// <summary>The import, where there is one.</summary>
    public ImportAnswer? Import { get; init; }

    /// <summary>Whether the server knew the file before.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>The server's last answer as it wrote it.</summary>
    public JsonElement? Answer { get; init; }

    /// <summary>What has to be decided first.</summary>
    public IReadOnlyList<QuestionAnswer> Questions { get; init; } = [];

    /// <summary>Whether the server failed on this very file, so that others may fare better.</summary>
    public bool IsServerFault { get; init; }

    /// <summary>Whether somebody still writes to the file.</summary>
    public bool HasChanged { get; init; }

    /// <summary>The line of JSON for scripts.</summary>
    /// <param name="path">The file, as it was named.</param>
    public object ForScripts(string path) => new
    {
        file = path,
        result = Result,
        exitCode = ExitCode,
        repeat = Import is null ? (bool?)null : IsRepeat,
        message = Message,
        import = Import?.Id,
        questions = Questions.Count == 0 ? null : Questions,
        answer = Answer,
    };
}

/// <summary>The words for what became of a file.</summary>
internal static class Results
{
    /// <summary>Read to its end.</summary>
    public const string Finished = "finished";

    /// <summary>The server has it and reads it in.</summary>
    public const string Running = "running";

    /// <summary>Looked through; nothing was recorded.</summary>
    public const string Previewed = "previewed";

    /// <summary>It could not be read to its end.</summary>
    public const string Failed = "failed";

    /// <summary>Refused whole; nothing was recorded.</summary>
    public const string Refused = "refused";

    /// <summary>A person has to decide something first.</summary>
    public const string Undecided = "undecided";

    /// <summary>It cannot be read here.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>What was said about it makes no sense to the server.</summary>
    public const string Misused = "misused";

    /// <summary>Not signed in, or not allowed.</summary>
    public const string NotAllowed = "not-allowed";

    /// <summary>The server could not be reached, or failed.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>Ended by a signal.</summary>
    public const string Interrupted = "interrupted";
}
