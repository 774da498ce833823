using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace CaseLedger.Ledger;

/// <summary>A numbered series of SQL files embedded in an assembly, applied in order and never edited once released.</summary>
/// <param name="Name">Names the series in <c>ledger.migration</c>, e.g. <c>ledger</c>.</param>
/// <param name="Assembly">The assembly that embeds the files.</param>
/// <param name="Prefix">What the resources' names begin with, e.g. <c>Schema/</c>; then <c>0001_roles.sql</c> and so on.</param>
public sealed record MigrationSet(string Name, Assembly Assembly, string Prefix)
{
    /// <summary>The ledger's own tables, roles and functions.</summary>
    public static MigrationSet Ledger { get; } = new("ledger", typeof(MigrationSet).Assembly, "Schema/");

    internal IEnumerable<Migration> Migrations() =>
        from resource in Assembly.GetManifestResourceNames()
        where resource.StartsWith(Prefix, StringComparison.Ordinal) && resource.EndsWith(".sql", StringComparison.Ordinal)
        let file = resource[Prefix.Length..]
        where char.IsAsciiDigit(file[0])
        orderby file
        select Migration.Read(Assembly, resource, file);
}

internal sealed record Migration(int Number, string File, string Sql, string Digest)
{
    internal static Migration Read(Assembly assembly, string resource, string file)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        var number = int.Parse(file.AsSpan(0, file.IndexOf('_', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        return new(number, file, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }
}

/// <summary>The database's schema is not one that this program can work with.</summary>
/// <param name="message">What is wrong and what to do.</param>
public sealed class MigrationException(string message) : Exception(message);

/// <summary>Brings a database's schema up to date: idempotent, and safe when several processes start at once.</summary>
public static class Migrator
{
    // Any constant of our own will do; the same in every process.
    private const long LockKey = 0x43_4C_4D_49_47_52_41_54;

    /// <summary>Applies what is missing of the sets, in order, each file in one transaction.</summary>
    /// <param name="connectionString">
    /// An account that may create schemas in the database and, the first time, roles in the cluster
    /// (the embedded server's own account, or a database owner with CREATEROLE).
    /// </param>
    /// <param name="sets">The series to apply; <see cref="MigrationSet.Ledger"/> first.</param>
    /// <param name="cancellationToken">Stops between two files; a file is applied whole or not at all.</param>
    /// <returns>The files applied now, as <c>set/file</c>; empty when the database was up to date.</returns>
    /// <exception cref="MigrationException">
    /// The database was migrated by a newer program, or a file that was applied has been edited since.
    /// </exception>
    public static async Task<IReadOnlyList<string>> Run(
        string connectionString, IReadOnlyList<MigrationSet> sets, CancellationToken cancellationToken = default)
    {
        // Its own connection, not a pooled one: the advisory lock belongs to the session.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await Execute(connection, $"set client_min_messages = warning; select pg_advisory_lock({LockKey})", cancellationToken);
        await MakeRoles(connection, cancellationToken);

        await Execute(connection, """
            -- ("if not exists" asks for the right to create even where nothing is to be created.)
            do $$ begin if to_regnamespace('ledger') is null then create schema ledger; end if; end $$;
            create table if not exists ledger.migration (
              set        text        not null,
              number     integer     not null,
              file       text        not null,
              digest     text        not null,  -- SHA-256 of the file: an edited file is found, not applied again
              applied_at timestamptz not null default now(),
              primary key (set, number)
            );
            """, cancellationToken);

        var applied = new List<string>();
        foreach (var set in sets)
        {
            var known = set.Migrations().ToList();
            var there = await Applied(connection, set, cancellationToken);
            foreach (var (number, digest) in there)
            {
                var migration = known.Find(m => m.Number == number)
                    ?? throw new MigrationException(
                        $"The database holds migration {number} of '{set.Name}', which this program does not know: "
                        + "it was migrated by a newer version. Run that version.");
                if (migration.Digest != digest)
                {
                    throw new MigrationException(
                        $"Migration {set.Name}/{migration.File} was applied to this database in another wording. "
                        + "A released migration is never edited: restore the file and add a new one.");
                }
            }

            foreach (var migration in known.Where(m => !there.ContainsKey(m.Number)))
            {
                await Apply(connection, set, migration, cancellationToken);
                applied.Add($"{set.Name}/{migration.File}");
            }
        }

        return applied;
    }

    private static async Task MakeRoles(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await Execute(connection, Migration.Read(typeof(Migrator).Assembly, "Schema/roles.sql", "0000_roles.sql").Sql, cancellationToken);
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw new MigrationException(
                $"The login '{connection.UserName}' can neither create the roles caseledger_owner and caseledger_app nor join them. "
                + $"As an administrator of the server run:  grant caseledger_owner, caseledger_app to \"{connection.UserName}\"  "
                + "(after  create role caseledger_owner nologin; create role caseledger_app nologin  where they do not exist).");
        }
    }

    private static async Task Apply(
        NpgsqlConnection connection, MigrationSet set, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, migration.Sql, cancellationToken);
        await Execute(connection, "reset role", cancellationToken);
        await using var insert = new NpgsqlCommand(
            "insert into ledger.migration (set, number, file, digest) values ($1, $2, $3, $4)", connection)
        {
            Parameters =
            {
                new() { Value = set.Name },
                new() { Value = migration.Number },
                new() { Value = migration.File },
                new() { Value = migration.Digest },
            },
        };
        await insert.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<Dictionary<int, string>> Applied(
        NpgsqlConnection connection, MigrationSet set, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand("select number, digest from ledger.migration where set = $1", connection)
        {
            Parameters = { new() { Value = set.Name } },
        };
        await using var reader = await select.ExecuteReaderAsync(cancellationToken);
        var applied = new Dictionary<int, string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetInt32(0), reader.GetString(1));
        }

        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        // As long as it takes: it may wait for another process's migration, or fill a large table.
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
