using CaseLedger.Cli.Server;

namespace CaseLedger.Cli.Importing;

/// <summary>The files that a command line names. Shells that do not spell patterns out (and quoted ones) leave that to the program.</summary>
internal static class FileNames
{
    /// <summary>The word for standard input.</summary>
    public const string StandardInput = "-";

    private static readonly EnumerationOptions Matching = new() { MatchType = MatchType.Simple, MatchCasing = MatchCasing.PlatformDefault, AttributesToSkip = FileAttributes.System };

    /// <summary>The files of one argument, by name.</summary>
    /// <exception cref="FileUnreadableException">A pattern fits no file.</exception>
    public static IReadOnlyList<string> Of(string argument)
    {
        // A file may bear a star in its name.
        if (argument == StandardInput || File.Exists(argument) || !IsPattern(argument))
        {
            return [argument];
        }

        var folder = Path.GetDirectoryName(argument) is { Length: > 0 } named ? named : ".";
        if (IsPattern(folder))
        {
            throw new FileUnreadableException($"{argument}: * and ? can stand in the last part only. Name the folder, or let the shell spell the pattern out.");
        }

        try
        {
            var files = Directory.EnumerateFiles(folder, Path.GetFileName(argument), Matching)
                .Select(file => folder == "." ? Path.GetFileName(file) : file)
                .Where(file => !Path.GetFileName(file).StartsWith('.'))
                .Order(StringComparer.Ordinal)
                .ToList();
            return files.Count > 0 ? files : throw new FileUnreadableException($"{argument}: no file fits the pattern. Check the path.");
        }
        catch (Exception fault) when (fault is (IOException and not FileUnreadableException) or UnauthorizedAccessException)
        {
            throw new FileUnreadableException($"{argument}: {fault.Message}", inner: fault);
        }
    }

    private static bool IsPattern(string text) => text.AsSpan().ContainsAny('*', '?');
}
