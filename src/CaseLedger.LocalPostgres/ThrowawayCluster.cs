using System.Diagnostics;
using Npgsql;

namespace CaseLedger.LocalPostgres;

/// <summary>A cluster for one run of tests or benchmarks, in a temporary directory that is deleted at the end.</summary>
public sealed class ThrowawayCluster : IAsyncDisposable
{
    /// <summary>The environment variable that chooses the server, in the form of <see cref="PostgresBinariesOptions.Parse"/>.</summary>
    public const string ServerVariable = "CASELEDGER_TEST_POSTGRES";

    private const string Prefix = "caseledger-throwaway-";

    private static readonly TimeSpan SurelyStarted = TimeSpan.FromMinutes(10);

    private readonly LocalClusterOptions _options;
    private readonly Action<string>? _say;
    private int _databases;

    private ThrowawayCluster(LocalCluster cluster, LocalClusterOptions options, Action<string>? say) => (Cluster, _options, _say) = (cluster, options, say);

    /// <summary>The running cluster; another object after <see cref="Restart"/>.</summary>
    public LocalCluster Cluster { get; private set; }

    /// <summary>Starts a fresh cluster.</summary>
    /// <param name="settings">PostgreSQL settings beyond the product's own.</param>
    /// <param name="binaries">The server; null reads <see cref="ServerVariable"/>.</param>
    /// <param name="listen">How it is reached.</param>
    /// <param name="say">Told what happens, for a person.</param>
    /// <param name="ct">Cancels the start.</param>
    /// <exception cref="LocalPostgresException">It cannot start; the message says why and what to do.</exception>
    public static async Task<ThrowawayCluster> Start(
        IReadOnlyDictionary<string, string>? settings = null,
        PostgresBinariesOptions? binaries = null,
        ClusterListen listen = ClusterListen.Socket,
        Action<string>? say = null,
        CancellationToken ct = default)
    {
        DeleteAbandoned();
        var options = new LocalClusterOptions
        {
            DataDirectory = Path.Combine(Path.GetTempPath(), Prefix + Guid.NewGuid().ToString("n")[..12]),
            Binaries = binaries ?? PostgresBinariesOptions.Parse(Environment.GetEnvironmentVariable(ServerVariable)),
            Settings = settings ?? new Dictionary<string, string>(),
            Listen = listen,
            CreateUnsynced = true,
        };
        try
        {
            var cluster = await LocalCluster.Start(options, say, ct);
            // The port is kept over a restart, so that connection strings are.
            return new(cluster, options with { LoopbackPort = cluster.Port }, say);
        }
        catch
        {
            DeleteIfThere(options.DataDirectory);
            throw;
        }
    }

    /// <summary>Makes a database to be cloned.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="migrate">Fills it, given its connection string; afterwards nobody can connect to it, for PostgreSQL clones no database that is in use.</param>
    /// <param name="ct">Cancels the making.</param>
    public async Task MakeTemplate(string name, Func<string, Task> migrate, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(migrate);
        await Execute($"create database {Identifier.Quote(name)}", ct);
        await migrate(Cluster.ConnectionString(name));
        await Execute($"alter database {Identifier.Quote(name)} with is_template true allow_connections false", ct);
        await Execute($"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{name.Replace("'", "''", StringComparison.Ordinal)}'", ct);
    }

    /// <summary>Makes a database with a name of its own, cloned from a template or empty, and returns its connection string.</summary>
    public async Task<string> CreateDatabase(string? template = null, CancellationToken ct = default)
    {
        var name = $"{template ?? "empty"}_{Interlocked.Increment(ref _databases)}";
        // template0 is never in use, unlike template1, to which any tool may be connected.
        await Execute($"create database {Identifier.Quote(name)} template {Identifier.Quote(template ?? "template0")}", ct);
        return Cluster.ConnectionString(name);
    }

    /// <summary>Drops a database, given the connection string that <see cref="CreateDatabase"/> returned, ending its connections.</summary>
    public Task DropDatabase(string connectionString, CancellationToken ct = default) =>
        Execute($"drop database if exists {Identifier.Quote(new NpgsqlConnectionStringBuilder(connectionString).Database!)} with (force)", ct);

    /// <summary>Kills the server as a crash would (SIGKILL to the postmaster) and waits until it is gone.</summary>
    public async Task Kill()
    {
        using (var server = Process.GetProcessById(Cluster.ServerProcessId))
            server.Kill();
        await Cluster.Ended;
    }

    /// <summary>Starts the server again on the same data, stopping it first if it runs. Connection strings stay the same.</summary>
    public async Task Restart(CancellationToken ct = default)
    {
        await Cluster.DisposeAsync();
        Cluster = await LocalCluster.Start(_options, _say, ct);
    }

    /// <summary>Stops the server and deletes its directory.</summary>
    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        DeleteIfThere(Cluster.DataDirectory);
    }

    private async Task Execute(string sql, CancellationToken ct)
    {
        await using var connection = await Cluster.OpenUnpooled(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(ct);
    }

    // A run that was killed could not delete its directory. Whose lock is free is nobody's, unless it is so new that
    // its maker has yet to take the lock.
    private static void DeleteAbandoned()
    {
        foreach (var directory in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*").Where(d => DateTime.UtcNow - Directory.GetCreationTimeUtc(d) > SurelyStarted))
        {
            try
            {
                using var held = FileLock.TryTake(new DataLayout(directory).Lock);
                if (held is not null)
                    DeleteIfThere(directory);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another account's, or another run deletes it at this moment.
            }
        }
    }

    private static void DeleteIfThere(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
    }
}
