using System.Data;
using Npgsql;

namespace CaseLedger.Ledger.Projections;

/// <summary>Being the only one in all processes, for as long as a session lives or until it is given back.</summary>
internal sealed class SessionLock : IAsyncDisposable
{
    /// <summary>Who applies events to a projection's live tables. ("CLR1")</summary>
    internal const int Runner = 0x434C_5231;

    /// <summary>Who fills a projection's fresh tables. ("CLR2")</summary>
    internal const int Rebuild = 0x434C_5232;

    /// <summary>Who fills a projection's tables for comparison. ("CLR3")</summary>
    internal const int Audit = 0x434C_5233;

    private readonly NpgsqlConnection connection;
    private readonly int kind;
    private readonly string name;

    private SessionLock(NpgsqlConnection connection, int kind, string name) =>
        (this.connection, this.kind, this.name) = (connection, kind, name);

    /// <summary>Tries to take the lock, without waiting.</summary>
    /// <returns>Null when somebody else has it.</returns>
    internal static async Task<SessionLock?> TryTake(
        NpgsqlConnection connection, int kind, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", connection)
        {
            Parameters = { new() { Value = kind }, new() { Value = name } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))! ? new(connection, kind, name) : null;
    }

    /// <summary>Takes the lock, waiting for whoever has it.</summary>
    internal static async Task<SessionLock> Take(
        NpgsqlConnection connection, int kind, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_advisory_lock($1, hashtext($2))", connection)
        {
            Parameters = { new() { Value = kind }, new() { Value = name } },
            CommandTimeout = 0,
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        return new(connection, kind, name);
    }

    /// <summary>Gives the lock back.</summary>
    /// <remarks>A pooled session outlives its connection object, and would keep the lock until it happens to be used again.</remarks>
    public async ValueTask DisposeAsync()
    {
        if (connection.FullState != ConnectionState.Open)
        {
            return; // the session is gone, and the lock with it
        }

        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock($1, hashtext($2))", connection)
            {
                Parameters = { new() { Value = kind }, new() { Value = name } },
            };
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception fault) when (fault is NpgsqlException or InvalidOperationException)
        {
            // A session that can't be spoken to any more: out of the pool with it.
            NpgsqlConnection.ClearPool(connection);
        }
    }
}
