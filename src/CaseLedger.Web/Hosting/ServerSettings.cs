namespace CaseLedger.Web.Hosting;

/// <summary>How the server serves.</summary>
internal sealed record ServerSettings
{
    /// <summary>Where it listens unless told otherwise: this machine only.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Where it listens; several are separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>How often one address may try to sign in, or open an invitation, a minute.</summary>
    public int SignInsPerMinute { get; init; } = 30;

    /// <summary>How much one account may write, a minute.</summary>
    public int WritesPerMinute { get; init; } = 600;

    /// <summary>Whether this is the demonstration, whose pages need no sign-in.</summary>
    public bool IsDemonstration { get; init; }
}
