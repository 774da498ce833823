using CaseLedger.Domain;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Access;

/// <summary>A token as the table knows it: everything but the secret.</summary>
internal sealed record Token(
    Guid Id, Role Role, AccountId Account, AccountId? ArtistAccount, string Label, Instant CreatedAt, Instant? ExpiresAt, Instant? RevokedAt);

/// <summary>What a token is made from.</summary>
internal sealed record NewToken(
    Role Role, AccountId Account, AccountId? ArtistAccount, string Label, Instant? ExpiresAt, IReadOnlyList<Isrc> Isrcs);

/// <summary>The tokens. Reading works for the runtime role; making and revoking need the owner.</summary>
internal sealed class TokenTable(NpgsqlDataSource database)
{
    private const string Columns =
        "id, role, account, artist_account, label, created_at, expires_at, revoked_at";

    /// <summary>Who shows this secret; null where no valid token has it.</summary>
    public async Task<Caller?> Find(string secret, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            select role, account, artist_account from access.token
            where hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())
            """);
        command.Parameters.Add(new() { Value = TokenSecret.Hash(secret) });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(AccountId.Parse(reader.GetString(1)), Roles.ByWord[reader.GetString(0)], reader.GetAccountOrNull(2))
            : null;
    }

    /// <summary>Whether an artist may open a case for a recording.</summary>
    public async Task<bool> MayOpen(AccountId artist, Isrc isrc, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select exists (select from access.artist_isrc where artist_account = $1 and isrc = $2)");
        command.Parameters.Add(new() { Value = artist.ToString() });
        command.Parameters.Add(new() { Value = isrc.ToString() });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The artist who may open a case for a recording; null where there is none, or more than one.</summary>
    public async Task<AccountId?> ArtistOf(Isrc isrc, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select min(artist_account) from access.artist_isrc where isrc = $1 having count(*) = 1");
        command.Parameters.Add(new() { Value = isrc.ToString() });
        return await command.ExecuteScalarAsync(cancellationToken) is string account ? AccountId.Parse(account) : null;
    }

    /// <summary>Makes a token for a secret, and lets an artist open cases for the recordings.</summary>
    public async Task<Guid> Add(NewToken token, string secret, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new("""
            insert into access.token (id, hash, role, account, artist_account, label, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            """)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = TokenSecret.Hash(secret) },
                new() { Value = token.Role.Word() },
                new() { Value = token.Account.ToString() },
                new() { Value = (object?)token.ArtistAccount?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text },
                new() { Value = token.Label },
                new() { Value = (object?)token.ExpiresAt?.ToDateTimeUtc() ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz },
            },
        });
        if (token.Isrcs.Count > 0)
        {
            batch.BatchCommands.Add(new("""
                insert into access.artist_isrc (artist_account, isrc)
                select $1, unnest($2::text[])
                on conflict do nothing
                """)
            {
                Parameters =
                {
                    new() { Value = token.ArtistAccount!.ToString() },
                    new() { Value = token.Isrcs.Select(i => i.ToString()).ToArray() },
                },
            });
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return id;
    }

    /// <summary>Lets a token hold until another moment; false where no valid token has this secret.</summary>
    public async Task<bool> Renew(string secret, Instant expiresAt, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "update access.token set expires_at = $2 where hash = $1 and revoked_at is null and (expires_at is null or expires_at > now())");
        command.Parameters.Add(new() { Value = TokenSecret.Hash(secret) });
        command.Parameters.Add(new() { Value = expiresAt.ToDateTimeUtc() });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>All tokens, the oldest first.</summary>
    public async Task<IReadOnlyList<Token>> List(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from access.token order by created_at, id");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var tokens = new List<Token>();
        while (await reader.ReadAsync(cancellationToken))
        {
            tokens.Add(new(
                reader.GetGuid(0), Roles.ByWord[reader.GetString(1)], AccountId.Parse(reader.GetString(2)), reader.GetAccountOrNull(3),
                reader.GetString(4), reader.GetInstant(5), reader.GetInstantOrNull(6), reader.GetInstantOrNull(7)));
        }

        return tokens;
    }

    /// <summary>Ends a token; false where there is none of this id that still holds.</summary>
    public async Task<bool> Revoke(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "update access.token set revoked_at = now() where id = $1 and revoked_at is null");
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
