using CaseLedger.Domain;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Accounts;

/// <summary>A link that still holds, by which somebody chooses a new password.</summary>
/// <param name="Id">By which it is used up.</param>
/// <param name="AccountId">Whose password it is.</param>
/// <param name="Factors">Whether it takes the second factor and the passkeys away too.</param>
internal sealed record Reset(Guid Id, Guid AccountId, bool Factors);

/// <summary>The links by which passwords are chosen anew, once each.</summary>
internal sealed class ResetTable(NpgsqlDataSource database)
{
    /// <summary>Makes a link's secret, which is answered this once and kept nowhere; earlier links of the account end.</summary>
    public async Task<string> Add(Guid account, bool factors, AccountId createdBy, Instant expiresAt, CancellationToken cancellationToken)
    {
        var secret = LinkSecret.Make();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new("update accounts.reset set revoked_at = now() where account_id = $1 and used_at is null and revoked_at is null")
                {
                    Parameters = { new() { Value = account } },
                },
                new("insert into accounts.reset (id, hash, account_id, factors, created_by, expires_at) values ($1, $2, $3, $4, $5, $6)")
                {
                    Parameters =
                    {
                        new() { Value = Guid.CreateVersion7() },
                        new() { Value = LinkSecret.Hash(secret)! },
                        new() { Value = account },
                        new() { Value = factors },
                        new() { Value = createdBy.ToString() },
                        new() { Value = expiresAt.ToDateTimeUtc(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return secret;
    }

    /// <summary>The link of a secret, while it holds; null for one that was used, is over, was replaced or never was.</summary>
    public async Task<Reset?> Find(string secret, CancellationToken cancellationToken)
    {
        if (LinkSecret.Hash(secret) is not { } hash)
        {
            return null;
        }

        await using var command = database.CreateCommand(
            """
            select r.id, r.account_id, r.factors from accounts.reset r join accounts.account a on a.id = r.account_id
             where r.hash = $1 and r.used_at is null and r.revoked_at is null and r.expires_at > now() and a.disabled_at is null
            """);
        command.Parameters.Add(new() { Value = hash });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken) ? new(row.GetGuid(0), row.GetGuid(1), row.GetBoolean(2)) : null;
    }

    /// <summary>Uses a link up in the transaction that does what it is for; false where somebody was faster, or it does not hold any more.</summary>
    public static async Task<bool> Use(NpgsqlTransaction transaction, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "update accounts.reset set used_at = now() where id = $1 and used_at is null and revoked_at is null and expires_at > now()",
            transaction.Connection,
            transaction)
        {
            Parameters = { new() { Value = id } },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Ends the links of an account.</summary>
    public async Task Revoke(Guid account, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "update accounts.reset set revoked_at = now() where account_id = $1 and used_at is null and revoked_at is null");
        command.Parameters.Add(new() { Value = account });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
