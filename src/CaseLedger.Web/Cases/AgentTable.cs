using CaseLedger.Domain;
using Npgsql;

namespace CaseLedger.Web.Cases;

/// <summary>Somebody to whom a case can be given.</summary>
/// <param name="Account">The account that works on it.</param>
/// <param name="Email">By which colleagues know them; shown to staff and never recorded.</param>
internal sealed record Agent(AccountId Account, string Email);

/// <summary>Reads who works on cases.</summary>
internal sealed class AgentTable(NpgsqlDataSource database)
{
    private const int Most = 500;

    /// <summary>The agents who may sign in, by name.</summary>
    public async Task<List<Agent>> Active(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select acts_as, coalesce(email, '') from accounts.account
             where role = 'agent' and disabled_at is null order by email, acts_as limit $1
            """);
        command.Parameters.Add(new() { Value = Most });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var agents = new List<Agent>();
        while (await rows.ReadAsync(cancellationToken))
        {
            agents.Add(new(AccountId.Parse(rows.GetString(0)), rows.GetString(1)));
        }

        return agents;
    }
}
