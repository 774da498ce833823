namespace CaseLedger.LocalPostgres;

/// <summary>The directories where commands are looked for.</summary>
internal static class SearchPath
{
    /// <summary>The absolute directories of a path as PATH is written; null means PATH itself.</summary>
    /// <remarks>Relative entries are left out: what they mean depends on where the program was started.</remarks>
    public static IEnumerable<string> Directories(string? path = null) =>
        (path ?? Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Where(Path.IsPathFullyQualified);

    /// <summary>The full path of a command on PATH, or null.</summary>
    public static string? Find(string command) =>
        Directories().Select(directory => Path.Combine(directory, command)).FirstOrDefault(File.Exists);
}
