namespace CaseLedger.LocalPostgres;

/// <summary>A private PostgreSQL cluster in a data directory, running as long as this object lives.</summary>
public sealed class LocalCluster : IAsyncDisposable
{
    private LocalCluster()
    {
    }

    /// <summary>The superuser that the cluster is made with and that <see cref="ConnectionString"/> logs in as.</summary>
    public const string Superuser = "caseledger";

    /// <summary>The directory that holds the cluster, absolute.</summary>
    public string DataDirectory => throw new NotImplementedException();

    /// <summary>The binaries in use.</summary>
    public PostgresBinaries Binaries => throw new NotImplementedException();

    /// <summary>The major version of the server, such as 15.</summary>
    public int MajorVersion => Binaries.MajorVersion;

    /// <summary>The process id of the server (the postmaster).</summary>
    public int ServerProcessId => throw new NotImplementedException();

    /// <summary>The host as Npgsql takes it: the directory of the socket, or 127.0.0.1.</summary>
    public string Host => throw new NotImplementedException();

    /// <summary>The port; with a socket, the number in its name.</summary>
    public int Port => throw new NotImplementedException();

    /// <summary>Completes when the server has ended, whoever ended it. It never fails.</summary>
    public Task Ended => throw new NotImplementedException();

    /// <summary>Starts the cluster in the data directory, making it first where there is none, and waits until it answers.</summary>
    /// <exception cref="LocalPostgresException">It cannot start; the message says why and what to do.</exception>
    public static Task<LocalCluster> Start(LocalClusterOptions options, Action<string>? say = null, CancellationToken ct = default) =>
        throw new NotImplementedException();

    /// <summary>The connection string of a database of this cluster, as <see cref="Superuser"/> with the generated password.</summary>
    public string ConnectionString(string database) => throw new NotImplementedException();

    /// <summary>Makes the database unless it exists, safely when several do it at once, and returns its connection string.</summary>
    public Task<string> EnsureDatabase(string database, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>Stops the server: fast, and immediately after <see cref="LocalClusterOptions.StopTimeout"/>.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
