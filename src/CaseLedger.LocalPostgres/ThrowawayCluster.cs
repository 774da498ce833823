namespace CaseLedger.LocalPostgres;

/// <summary>A cluster for one run of tests or benchmarks, in a temporary directory that is deleted at the end.</summary>
public sealed class ThrowawayCluster : IAsyncDisposable
{
    private ThrowawayCluster()
    {
    }

    /// <summary>The environment variable that chooses the server, in the form of <see cref="PostgresBinariesOptions.Parse"/>.</summary>
    public const string ServerVariable = "CASELEDGER_TEST_POSTGRES";

    /// <summary>The running cluster; another object after <see cref="Restart"/>.</summary>
    public LocalCluster Cluster => throw new NotImplementedException();

    /// <summary>Starts a fresh cluster.</summary>
    /// <param name="settings">PostgreSQL settings beyond the product's own.</param>
    /// <param name="binaries">The server; null reads <see cref="ServerVariable"/>.</param>
    /// <param name="listen">How it is reached.</param>
    /// <param name="say">Told what happens, for a person.</param>
    /// <param name="ct">Cancels the start.</param>
    public static Task<ThrowawayCluster> Start(
        IReadOnlyDictionary<string, string>? settings = null,
        PostgresBinariesOptions? binaries = null,
        ClusterListen listen = ClusterListen.Socket,
        Action<string>? say = null,
        CancellationToken ct = default) =>
        throw new NotImplementedException();

    /// <summary>Makes a database to be cloned: <paramref name="migrate"/> gets its connection string; afterwards nobody can connect to it.</summary>
    public Task MakeTemplate(string name, Func<string, Task> migrate, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>Makes a database with a name of its own, cloned from a template or empty, and returns its connection string.</summary>
    public Task<string> CreateDatabase(string? template = null, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>Drops a database, given the connection string that <see cref="CreateDatabase"/> returned, ending its connections.</summary>
    public Task DropDatabase(string connectionString, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>Kills the server as a crash would (SIGKILL to the postmaster) and waits until it is gone.</summary>
    public Task Kill() => throw new NotImplementedException();

    /// <summary>Starts the server again on the same data, stopping it first if it runs. Connection strings stay the same.</summary>
    public Task Restart(CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>Stops the server and deletes its directory.</summary>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
