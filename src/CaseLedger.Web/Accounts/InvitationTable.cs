using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Accounts;

/// <summary>An invitation, without its secret.</summary>
/// <param name="Id">By which it is revoked.</param>
/// <param name="Role">What its account will be.</param>
/// <param name="ArtistAccount">For artists: whose cases the account will see.</param>
/// <param name="Label">For whom, in the words of whoever invited.</param>
/// <param name="CreatedBy">Who invited.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ExpiresAt">Until when it can be used.</param>
/// <param name="UsedAt">When it was used.</param>
/// <param name="UsedBy">The account that was made with it.</param>
/// <param name="RevokedAt">When it was revoked.</param>
internal sealed record Invitation(
    Guid Id, Role Role, AccountId? ArtistAccount, string Label, AccountId CreatedBy, Instant CreatedAt, Instant ExpiresAt,
    Instant? UsedAt, AccountId? UsedBy, Instant? RevokedAt)
{
    /// <summary>Whether it can still be used.</summary>
    public bool Holds(Instant now) => UsedAt is null && RevokedAt is null && now < ExpiresAt;
}

/// <summary>The invitations: links that make one account each.</summary>
internal sealed class InvitationTable(NpgsqlDataSource database)
{
    private const string Columns =
        "id, role, artist_account, label, created_by, created_at, expires_at, used_at, used_by, revoked_at";

    /// <summary>Makes an invitation; its secret is answered this once and kept nowhere. Null where there is one of this id.</summary>
    /// <param name="id">The id of the form that makes it, so that one sent twice makes it once.</param>
    /// <param name="role">What its account will be.</param>
    /// <param name="artistAccount">For artists: whose cases it will see.</param>
    /// <param name="isrcs">For artists: recordings for which they may open cases from now on.</param>
    /// <param name="label">For whom.</param>
    /// <param name="createdBy">Who invites.</param>
    /// <param name="expiresAt">Until when it can be used.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<string?> Add(
        Guid id, Role role, AccountId? artistAccount, IReadOnlyList<Isrc> isrcs, string label, AccountId createdBy, Instant expiresAt,
        CancellationToken cancellationToken)
    {
        var secret = LinkSecret.Make();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new(
            """
            insert into accounts.invitation (id, hash, role, artist_account, label, created_by, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7)
            """)
        {
            Parameters =
            {
                new() { Value = id },
                new() { Value = LinkSecret.Hash(secret)! },
                new() { Value = role.Word() },
                new() { Value = (object?)artistAccount?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                new() { Value = label },
                new() { Value = createdBy.ToString() },
                new() { Value = expiresAt.ToDateTimeUtc(), NpgsqlDbType = NpgsqlDbType.TimestampTz },
            },
        });
        if (isrcs.Count > 0)
        {
            batch.BatchCommands.Add(new("insert into access.artist_isrc (artist_account, isrc) select $1, unnest($2::text[]) on conflict do nothing")
            {
                Parameters =
                {
                    new() { Value = artistAccount!.ToString() },
                    new() { Value = isrcs.Select(isrc => isrc.ToString()).ToArray() },
                },
            });
        }

        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException error) when (error is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "invitation_pkey" })
        {
            return null;
        }

        await transaction.CommitAsync(cancellationToken);
        return secret;
    }

    /// <summary>The invitation of a secret, used or not; null where there is none.</summary>
    public async Task<Invitation?> Find(string secret, CancellationToken cancellationToken)
    {
        if (LinkSecret.Hash(secret) is not { } hash)
        {
            return null;
        }

        return await Find("hash = $1", hash, cancellationToken);
    }

    /// <summary>The invitation of an id; null where there is none.</summary>
    public Task<Invitation?> Find(Guid id, CancellationToken cancellationToken) => Find("id = $1", id, cancellationToken);

    /// <summary>Uses an invitation up in the transaction that makes its account; false where somebody was faster, or it does not hold any more.</summary>
    public static async Task<bool> Use(NpgsqlTransaction transaction, Guid id, AccountId by, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            update accounts.invitation set used_at = now(), used_by = $2
             where id = $1 and used_at is null and revoked_at is null and expires_at > now()
            """,
            transaction.Connection,
            transaction)
        {
            Parameters = { new() { Value = id }, new() { Value = by.ToString() } },
        };
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Revokes an invitation; false where it was used or revoked already.</summary>
    public async Task<bool> Revoke(Guid id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "update accounts.invitation set revoked_at = now() where id = $1 and used_at is null and revoked_at is null");
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>The newest invitations first.</summary>
    /// <param name="words">Words of the label that all have to be there, or their beginnings; null: whatever it says.</param>
    /// <param name="cursor">Behind which to go on; null, or one of another list: from the newest.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Page<Invitation>> List(string? words, Cursor? cursor, PageLimit limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand();
        Ask(command, words, cursor, limit);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<Invitation>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(Read(rows));
        }

        return Page.Of(list, limit, last => NewestFirst.After(last.CreatedAt, last.Id));
    }

    /// <summary>What the list asks the database.</summary>
    internal static void Ask(NpgsqlCommand command, string? words, Cursor? cursor, PageLimit limit)
    {
        command.CommandText =
            $"""
            select {Columns} from accounts.invitation
             where (created_at, id) < ($1, $2) {(words is null ? "" : "and to_tsvector('simple', label) @@ to_tsquery('simple', $4)")}
             order by created_at desc, id desc limit $3
            """;
        var (at, id) = NewestFirst.Place(cursor);
        command.Parameters.Add(new() { Value = at });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = limit.AndOneMore });
        if (words is not null)
        {
            command.Parameters.Add(new() { Value = WordsQuery.Of(words) });
        }
    }

    private async Task<Invitation?> Find(string condition, object key, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from accounts.invitation where {condition}");
        command.Parameters.Add(new() { Value = key });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? Read(rows) : null;
    }

    private static Invitation Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), Roles.ByWord[row.GetString(1)], row.GetAccountOrNull(2), row.GetString(3), AccountId.Parse(row.GetString(4)),
        row.GetInstant(5), row.GetInstant(6), row.GetInstantOrNull(7), row.GetAccountOrNull(8), row.GetInstantOrNull(9));
}
