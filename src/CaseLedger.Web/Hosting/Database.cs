using CaseLedger.Ledger;
using CaseLedger.LocalPostgres;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Evidence;
using Npgsql;

namespace CaseLedger.Web.Hosting;

/// <summary>The database cannot be used as it is; the message says what to do.</summary>
internal sealed class DatabaseException(string message) : Exception(message);

/// <summary>The database that the product runs on: the one it was given, or a private one that lives as long as this object.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string PrivateName = "caseledger";

    private readonly LocalCluster? _private;

    private Database(string owner, string runtime, LocalCluster? @private)
    {
        _private = @private;
        OwnerConnectionString = owner;
        Runtime = NpgsqlDataSource.Create(RuntimeConnection.For(runtime));
    }

    /// <summary>The series of migrations, in the order in which they build on each other.</summary>
    public static IReadOnlyList<MigrationSet> Migrations { get; } = [MigrationSet.Ledger, AccessSetup.Migrations, AccountsSetup.Migrations, SavedViewTable.Migrations, EvidenceTable.Migrations];

    /// <summary>The login that may change the schema and make tokens.</summary>
    public string OwnerConnectionString { get; }

    /// <summary>Connects as the runtime role, which can add and read events but never change one.</summary>
    public NpgsqlDataSource Runtime { get; }

    /// <summary>The private server's directory; null where the database was given.</summary>
    public string? DataDirectory => _private?.DataDirectory;

    /// <summary>Completes when a private server has ended by itself; never, where the database was given.</summary>
    public Task Ended => _private?.Ended ?? Task.Delay(Timeout.Infinite);

    /// <summary>Opens the database that was given, or starts the private one.</summary>
    /// <param name="settings">Which database.</param>
    /// <param name="say">Told what happens, for a person.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    /// <param name="beside">Works beside a server that runs on the private PostgreSQL already, where there is one.</param>
    /// <exception cref="LocalPostgresException">The private PostgreSQL cannot start.</exception>
    public static async Task<Database> Open(
        DatabaseSettings settings, Action<string> say, CancellationToken cancellationToken, bool beside = false)
    {
        if (settings.Runtime is { } given)
        {
            return new(settings.Owner ?? given, given, null);
        }

        if (settings.Owner is not null)
        {
            throw new DatabaseException("The owner's connection string was given without the runtime's: give both, or neither to run a private PostgreSQL.");
        }

        var directory = Path.GetFullPath(settings.DataDirectory ?? UserDirectories.Data);
        if (beside && await RunningServer.Find(directory, cancellationToken) is { } running)
        {
            return new(running, running, null);
        }

        var cluster = await LocalCluster.Start(
            new() { DataDirectory = directory, Binaries = PostgresBinariesOptions.Parse(settings.Postgres) }, say, cancellationToken);
        try
        {
            var connection = await cluster.EnsureDatabase(PrivateName, cancellationToken);
            await RunningServer.Announce(directory, connection, cancellationToken);
            return new(connection, connection, cluster);
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the database and makes it ready to serve: migrated, and safe to acknowledge on.</summary>
    /// <inheritdoc cref="Open"/>
    public static async Task<Database> OpenReady(
        DatabaseSettings settings, Action<string> say, CancellationToken cancellationToken, bool beside = false)
    {
        var database = await Open(settings, say, cancellationToken, beside);
        try
        {
            if (settings.Migrate)
            {
                await database.Migrate(say, cancellationToken);
            }

            else
            {
                await database.RefuseUnmigrated(cancellationToken);
            }

            await database.RefuseUnsafe(settings.AllowUnsafe, say, cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the schema up to date; safe when several processes do it at once.</summary>
    public async Task<int> Migrate(Action<string> say, CancellationToken cancellationToken)
    {
        var applied = await Migrator.Run(OwnerConnectionString, Migrations, cancellationToken);
        foreach (var file in applied)
        {
            say($"migrated: {file}");
        }

        return applied.Count;
    }

    /// <summary>A connection source for the owner, for what the runtime role may not do.</summary>
    public NpgsqlDataSource OpenAsOwner() => NpgsqlDataSource.Create(OwnerConnectionString);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Runtime.DisposeAsync();
        if (_private is not null)
        {
            RunningServer.Retract(_private.DataDirectory);
            await _private.DisposeAsync();
        }
    }

    // An older schema is found by the first statement that misses something; an empty database is the likely mistake.
    private async Task RefuseUnmigrated(CancellationToken cancellationToken)
    {
        try
        {
            await using var ask = Runtime.CreateCommand("select from ledger.head, access.token, accounts.account, views.saved_view, evidence.upload limit 0");
            await ask.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException missing) when (missing.SqlState
            is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InvalidParameterValue)
        {
            throw new DatabaseException("The database has not been migrated: run the verb migrate with the owner's login first.");
        }
    }

    private async Task RefuseUnsafe(bool allow, Action<string> say, CancellationToken cancellationToken)
    {
        foreach (var setting in await DurabilitySettings.FindUnsafe(Runtime, cancellationToken))
        {
            var finding = $"{setting.Name} is {setting.Value}: {setting.Why}";
            if (!allow)
            {
                throw new DatabaseException(
                    $"The database may lose what was acknowledged. {finding}. Turn it on, or serve all the same with "
                    + $"{Verbs.DatabaseOptions.AllowUnsafeName}.");
            }

            say($"WARNING, allowed by {Verbs.DatabaseOptions.AllowUnsafeName}: {finding}");
        }
    }
}
