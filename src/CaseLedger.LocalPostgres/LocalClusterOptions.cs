namespace CaseLedger.LocalPostgres;

/// <summary>How a private cluster is reached.</summary>
public enum ClusterListen
{
    /// <summary>By a Unix socket in the data directory; by loopback where that path is too long for one, and on Windows.</summary>
    Socket,

    /// <summary>By TCP on 127.0.0.1, on a free port.</summary>
    Loopback,
}

/// <summary>What a private cluster needs to know to start.</summary>
public sealed record LocalClusterOptions
{
    /// <summary>The directory that holds the cluster, its password, its log and its lock; null takes <see cref="UserDirectories.Data"/>.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where the binaries may come from. A cluster that exists asks for the major version that wrote it.</summary>
    public PostgresBinariesOptions Binaries { get; init; } = new();

    /// <summary>
    /// PostgreSQL settings beyond the product's own, which they override: names and values as in <c>postgresql.conf</c>
    /// without quotes. <c>fsync</c> and <c>full_page_writes</c> are refused: a receipt promises durability.
    /// </summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How the cluster is reached.</summary>
    public ClusterListen Listen { get; init; } = ClusterListen.Socket;

    /// <summary>How long a start may take, recovery after a crash included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a fast shutdown may take before an immediate one follows.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes the cluster without flushing it to disk: for throw-away clusters alone.</summary>
    internal bool CreateUnsynced { get; init; }

    /// <summary>The loopback port to take; null takes a free one.</summary>
    internal int? LoopbackPort { get; init; }
}
