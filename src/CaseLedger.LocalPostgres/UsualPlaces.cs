namespace CaseLedger.LocalPostgres;

/// <summary>Where the packages of the operating systems put PostgreSQL's programs.</summary>
internal static class UsualPlaces
{
    public static IReadOnlyList<string> OfThisSystem() => OperatingSystem.IsWindows()
        ?
        [
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "PostgreSQL", "*", "bin"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "scoop", "apps", "postgresql", "current", "bin"),
        ]
        : OperatingSystem.IsMacOS()
        ?
        [
            "/opt/homebrew/opt/postgresql@*/bin",
            "/usr/local/opt/postgresql@*/bin",
            "/Applications/Postgres.app/Contents/Versions/*/bin",
            "/Library/PostgreSQL/*/bin",
        ]
        :
        [
            "/usr/lib/postgresql/*/bin", // Debian, Ubuntu
            "/usr/pgsql-*/bin", // Red Hat and kin, from PostgreSQL's own repository
            "/usr/lib/postgresql*/bin", // SUSE
            "/usr/libexec/postgresql*", // Alpine
            "/usr/bin", // Fedora, Arch
            "/usr/local/pgsql/bin", // built from source
            "/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin",
        ];

    /// <summary>The directories that a place names, newest version first.</summary>
    /// <param name="place">A directory; one of its components may contain a <c>*</c>.</param>
    public static IEnumerable<string> Expand(string place)
    {
        var components = place.Split(Path.DirectorySeparatorChar);
        var starred = Array.FindIndex(components, component => component.Contains('*', StringComparison.Ordinal));
        if (starred < 0)
            return Directory.Exists(place) ? [place] : [];

        var parent = string.Join(Path.DirectorySeparatorChar, components[..starred]) + Path.DirectorySeparatorChar;
        if (!Directory.Exists(parent))
            return [];
        try
        {
            return [.. Directory.GetDirectories(parent, components[starred])
                .OrderByDescending(VersionInName)
                .Select(directory => Path.Combine([directory, .. components[(starred + 1)..]]))
                .Where(Directory.Exists)];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    // 9.6 is older than 15, and text order would have it the other way round.
    private static Version VersionInName(string directory)
    {
        var digits = new string([.. Path.GetFileName(directory).SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        return Version.TryParse(digits.Contains('.', StringComparison.Ordinal) ? digits : digits + ".0", out var version) ? version : new(0, 0);
    }
}
