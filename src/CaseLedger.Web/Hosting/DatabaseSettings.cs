namespace CaseLedger.Web.Hosting;

/// <summary>Which database the product runs on.</summary>
internal sealed record DatabaseSettings
{
    /// <summary>The name of both connection strings' settings: <c>ConnectionStrings__CaseLedger</c> in the environment.</summary>
    public const string ConnectionName = "CaseLedger";

    /// <summary>The login of the running product; null runs a private PostgreSQL.</summary>
    public string? Runtime { get; init; }

    /// <summary>The login that may change the schema; null takes <see cref="Runtime"/>'s.</summary>
    public string? Owner { get; init; }

    /// <summary>The private PostgreSQL's directory; null takes the user's data directory.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>
    /// Which PostgreSQL the private one is: null or empty for the newest found, a major version, a directory of
    /// binaries, or <c>npm</c> for the one that npm brings.
    /// </summary>
    public string? Postgres { get; init; }

    /// <summary>Serves although the server may lose what was acknowledged; logged at every start.</summary>
    public bool AllowUnsafe { get; init; }

    /// <summary>Migrates the schema at the start.</summary>
    public bool Migrate { get; init; } = true;
}
