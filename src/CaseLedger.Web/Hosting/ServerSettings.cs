using System.Net;
using CaseLedger.Web.Evidence;

namespace CaseLedger.Web.Hosting;

/// <summary>How the server serves.</summary>
internal sealed record ServerSettings
{
    /// <summary>Where it listens unless told otherwise: this machine only.</summary>
    public const string DefaultUrls = "http://127.0.0.1:5080";

    /// <summary>Where it listens; several are separated by semicolons.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>
    /// Networks of proxies that are believed who a request came from and whether over https (<c>X-Forwarded-For</c>,
    /// <c>X-Forwarded-Proto</c>); one on this machine always is.
    /// </summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>How often one address may try to sign in, or to use an invitation or a reset, a minute.</summary>
    public int SignInsPerMinute { get; init; } = 30;

    /// <summary>How often one account may be tried to sign in to, a minute, from all addresses together.</summary>
    public int SignInsPerAccountPerMinute { get; init; } = 15;

    /// <summary>How much one account may write in its sessions, a minute.</summary>
    public int WritesPerMinute { get; init; } = 600;

    /// <summary>How much one account may write with its tokens, a minute: a pipeline hands in a day of many recordings at once.</summary>
    public int TokenWritesPerMinute { get; init; } = 60_000;

    /// <summary>How much those who are signed in may write from one address, a minute.</summary>
    public int AddressWritesPerMinute { get; init; } = 120_000;

    /// <summary>How many writes of nobody known are judged, and refused, from one address, a minute.</summary>
    public int StrangerWritesPerMinute { get; init; } = 600;

    /// <summary>Where the files that people send are kept, and how much of them.</summary>
    public FileStoreSettings Files { get; init; } = new();

    /// <summary>Whether this is the demonstration, whose pages need no sign-in.</summary>
    public bool IsDemonstration { get; init; }
}
