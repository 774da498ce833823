using Npgsql;

namespace CaseLedger.Ledger.Appending;

/// <summary>A server process, told apart from a later one with the same process id by when it started.</summary>
/// <param name="ProcessId">The server's process id.</param>
/// <param name="StartedAt">When the session began, by the server's clock.</param>
internal sealed record ServerSession(int ProcessId, DateTime StartedAt)
{
    // A session sees its own login's other sessions, not its role's: hence "none" (nobody but the login itself).
    private const string AsLogin = "set role none";

    internal static async Task<ServerSession> Of(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new(AsLogin),
                new("select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()"),
                new("reset role"),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(reader.GetInt32(0), reader.GetDateTime(1));
    }

    /// <summary>Ends this session, and returns only when it is gone and can commit nothing more.</summary>
    /// <remarks>
    /// A lost connection proves nothing about the server's side: a statement that it has received may be run yet.
    /// </remarks>
    internal async Task End(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    new(AsLogin),
                    new("select pg_terminate_backend(pid) from pg_stat_activity where pid = $1 and backend_start = $2")
                    {
                        Parameters = { new() { Value = ProcessId }, new() { Value = StartedAt } },
                    },
                    new("reset role"),
                },
            };
            await using (var reader = await batch.ExecuteReaderAsync(cancellationToken))
            {
                if (!await reader.ReadAsync(cancellationToken))
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellationToken);
        }
    }
}
