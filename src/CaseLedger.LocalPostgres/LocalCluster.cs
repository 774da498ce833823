using Npgsql;

namespace CaseLedger.LocalPostgres;

/// <summary>
/// A private PostgreSQL cluster in a data directory. It runs as long as this object lives, and ends with this process,
/// however that ends. README.md beside this file tells what lies in the directory.
/// </summary>
public sealed class LocalCluster : IAsyncDisposable
{
    /// <summary>The superuser that the cluster is made with and that <see cref="ConnectionString"/> logs in as.</summary>
    public const string Superuser = "caseledger";

    private readonly DataLayout _layout;
    private readonly FileLock _instance;
    private readonly Endpoint _endpoint;
    private readonly string _password;
    private readonly IServer _server;
    private readonly TimeSpan _stopTimeout;
    private int _disposed;

    private LocalCluster(
        DataLayout layout, FileLock instance, PostgresBinaries binaries, Endpoint endpoint, string password, IServer server, int processId, TimeSpan stopTimeout)
    {
        (_layout, _instance, Binaries, _endpoint, _password, _server, _stopTimeout) =
            (layout, instance, binaries, endpoint, password, server, stopTimeout);
        ServerProcessId = processId;
    }

    /// <summary>The directory that holds the cluster, absolute.</summary>
    public string DataDirectory => _layout.Root;

    /// <summary>PostgreSQL's own log.</summary>
    public string LogFile => _layout.Log;

    /// <summary>The binaries in use.</summary>
    public PostgresBinaries Binaries { get; }

    /// <summary>The major version of the server, such as 15.</summary>
    public int MajorVersion => Binaries.MajorVersion;

    /// <summary>The process id of the server (the postmaster).</summary>
    public int ServerProcessId { get; }

    /// <summary>The host as Npgsql takes it: the directory of the socket, or 127.0.0.1.</summary>
    public string Host => _endpoint.Host;

    /// <summary>The port; with a socket, the number in its name.</summary>
    public int Port => _endpoint.Port;

    /// <summary>Completes when the server has ended, whoever ended it. It never fails.</summary>
    public Task Ended => _server.Ended;

    /// <summary>Starts the cluster in the data directory, making it first where there is none, and waits until it answers.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="say">Told what is worth telling, for a person.</param>
    /// <param name="ct">Cancels the start; what was started is stopped again.</param>
    /// <exception cref="LocalPostgresException">It cannot start; the message says why and what to do.</exception>
    public static async Task<LocalCluster> Start(LocalClusterOptions options, Action<string>? say = null, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        say ??= _ => { };
        ClusterSettings.Check(options.Settings);
        var layout = new DataLayout(Path.GetFullPath(options.DataDirectory ?? UserDirectories.Data));
        var instance = layout.Take();
        try
        {
            var account = await ServerAccount.Choose(layout.Cluster, ct);
            var binaries = await BinariesFor(layout, options.Binaries, say, ct);
            await AccountReach.Check(account, binaries, layout, ct);
            if (Directory.Exists(layout.Cluster))
            {
                // The former server first: while it shuts down, its files vanish under whoever goes through them.
                await LockFileOfServer.Clear(layout.Cluster, binaries, account, say, ct);
                await account.Give(layout.Cluster, ct);
            }
            else
            {
                say($"Making a PostgreSQL {binaries.MajorVersion} cluster in {layout.Root}.");
                await ClusterCreation.Create(layout, binaries, account, options.CreateUnsynced, ct);
            }

            var password = (await File.ReadAllTextAsync(layout.Password, ct)).Trim();
            var (server, endpoint) = await ServerStart.Run(layout, binaries, account, password, options, ct);
            var processId = LockFileOfServer.Read(layout.Cluster)?.ProcessId
                ?? throw new LocalPostgresException($"PostgreSQL in {layout.Root} ended as soon as it had started. See its log, {layout.Log}.");
            return new(layout, instance, binaries, endpoint, password, server, processId, options.StopTimeout);
        }
        catch (FileNotFoundException e) when (e.FileName == layout.Password)
        {
            instance.Dispose();
            throw new LocalPostgresException($"The password of the cluster in {layout.Root} is missing: put back the file {layout.Password}.", e);
        }
        catch
        {
            instance.Dispose();
            throw;
        }
    }

    /// <summary>The connection string of a database of this cluster, as <see cref="Superuser"/> with the generated password.</summary>
    public string ConnectionString(string database) => _endpoint.Login(_password, database).ConnectionString;

    /// <summary>Makes the database unless it exists, safely when several do it at once, and returns its connection string.</summary>
    public async Task<string> EnsureDatabase(string database, CancellationToken ct = default)
    {
        await using var connection = await OpenUnpooled(ct);
        await using var exists = new NpgsqlCommand("select exists (select from pg_database where datname = $1)", connection) { Parameters = { new() { Value = database } } };
        if (await exists.ExecuteScalarAsync(ct) is false)
        {
            await using var create = new NpgsqlCommand($"create database {Identifier.Quote(database)}", connection);
            try
            {
                await create.ExecuteNonQueryAsync(ct);
            }
            catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
            {
                // Another connection made it since the look; the index finds that out when the check did not.
            }
        }

        return ConnectionString(database);
    }

    /// <summary>Stops the server: fast, and immediately after <see cref="LocalClusterOptions.StopTimeout"/>.</summary>
    /// <exception cref="LocalPostgresException">It does not stop.</exception>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        try
        {
            await _server.Stop(_stopTimeout);
        }
        finally
        {
            _instance.Dispose();
        }
    }

    /// <summary>A connection of its own to the database that is always there: it lingers in no pool.</summary>
    internal async Task<NpgsqlConnection> OpenUnpooled(CancellationToken ct)
    {
        var login = _endpoint.Login(_password, Endpoint.MaintenanceDatabase);
        login.Pooling = false;
        var connection = new NpgsqlConnection(login.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    private static async Task<PostgresBinaries> BinariesFor(DataLayout layout, PostgresBinariesOptions options, Action<string> say, CancellationToken ct)
    {
        if (layout.WrittenBy() is not { } writer)
            return await PostgresBinaries.FindOrFetch(options, say, ct);
        try
        {
            if (options.MajorVersion is { } wanted && wanted != writer)
                throw new LocalPostgresException($"The options ask for PostgreSQL {wanted}.");
            return await PostgresBinaries.FindOrFetch(options with { MajorVersion = writer }, say, ct);
        }
        catch (LocalPostgresException e)
        {
            throw new LocalPostgresException(
                $"The data in {layout.Root} was written by PostgreSQL {writer}, and only PostgreSQL {writer} can open it. {e.Message} " +
                $"With PostgreSQL {writer} at hand CaseLedger goes on as before. To move the data to another version, dump it with pg_dumpall of {writer}, " +
                "set the directory aside, start with the other version and load the dump. To begin anew, choose another data directory.", e);
        }
    }
}
