using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Accounts;

/// <summary>An account as the list shows it.</summary>
/// <param name="Id">The account's own id.</param>
/// <param name="ActsAs">The account that events bear.</param>
/// <param name="Role">What they may do.</param>
/// <param name="ArtistAccount">For artists: whose cases they see.</param>
/// <param name="Email">By which they sign in.</param>
/// <param name="HasSecondFactor">Whether signing in by password takes a second factor.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DisabledAt">Since when it may not sign in; null while it may.</param>
/// <param name="Label">For whom its invitation was; null for one that was made without.</param>
internal sealed record AccountRow(
    Guid Id, AccountId ActsAs, Role Role, AccountId? ArtistAccount, string Email, bool HasSecondFactor, Instant CreatedAt, Instant? DisabledAt,
    string? Label);

/// <summary>Reads the accounts for the page of accounts, and disables them.</summary>
internal sealed class AccountTable(NpgsqlDataSource database)
{
    private const string Columns =
        """
        a.id, a.acts_as, a.role, a.artist_account, coalesce(a.email, ''), a.two_factor_enabled, a.created_at, a.disabled_at,
        (select i.label from accounts.invitation i where i.used_by = a.acts_as limit 1)
        """;

    // Each by its own index; together, in one condition, the planner would rather walk the whole list.
    private const string Found =
        """
        with found as materialized (
          select id from accounts.account where normalized_email like $4
          union select id from accounts.account where acts_as like $5
          union select id from accounts.account where artist_account like $5
          union select a.id from accounts.invitation i join accounts.account a on a.acts_as = i.used_by
                 where to_tsvector('simple', i.label) @@ to_tsquery('simple', $6))
        """;

    // Where very many are found, gathering them first would take long; walking the newest of all meets enough of them soon.
    private const string Labelled =
        """
        with labelled as materialized (
          select used_by from accounts.invitation where to_tsvector('simple', label) @@ to_tsquery('simple', $6))
        """;

    private const int Wide = 2_000;

    /// <summary>The accounts, the newest first.</summary>
    /// <param name="sought">How the e-mail, the account or the artist account begins, or words of the label; null: all.</param>
    /// <param name="cursor">Behind which to go on; null, or one of another list: from the newest.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Page<AccountRow>> List(string? sought, Cursor? cursor, PageLimit limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand();
        Ask(command, sought, sought is not null && await IsWide(sought, cancellationToken), cursor, limit);
        return Page.Of(await Read(command, cancellationToken), limit, last => NewestFirst.After(last.CreatedAt, last.Id));
    }

    /// <summary>What the list asks the database.</summary>
    /// <param name="command">To be asked.</param>
    /// <param name="sought">What is looked for.</param>
    /// <param name="isWide">Whether that finds very many.</param>
    /// <param name="cursor">Behind which to go on.</param>
    /// <param name="limit">How many.</param>
    internal static void Ask(NpgsqlCommand command, string? sought, bool isWide, Cursor? cursor, PageLimit limit)
    {
        var (before, condition) = (sought, isWide) switch
        {
            (null, _) => ("", ""),
            (_, true) => (Labelled, "and (a.normalized_email like $4 or a.acts_as like $5 or a.artist_account like $5 or a.acts_as in (select used_by from labelled))"),
            _ => (Found, "and a.id in (select id from found)"),
        };
        command.CommandText =
            $"""
            {before}
            select {Columns} from accounts.account a
             where (a.created_at, a.id) < ($1, $2) {condition}
             order by a.created_at desc, a.id desc limit $3
            """;
        var (at, id) = NewestFirst.Place(cursor);
        command.Parameters.Add(new() { Value = at });
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = limit.AndOneMore });
        if (sought is not null)
        {
            BindNames(command, sought);
            command.Parameters.Add(new() { Value = WordsQuery.Of(sought) });
        }
    }

    /// <summary>An account by the name that events bear; null where there is none.</summary>
    public async Task<AccountRow?> Find(AccountId actsAs, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from accounts.account a where a.acts_as = $1");
        command.Parameters.Add(new() { Value = actsAs.ToString() });
        return (await Read(command, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Disables or enables an account; its sessions end at their next request, and links to reset its password with it. False where nothing changed.</summary>
    public async Task<bool> Disable(Guid id, bool disable, CancellationToken cancellationToken)
    {
        // Links end in both directions: one that was made meanwhile would come alive with the account.
        await using var command = database.CreateCommand(
            """
            with ended as (
              update accounts.reset set revoked_at = now() where account_id = $1 and used_at is null and revoked_at is null)
            update accounts.account set disabled_at = case when $2 then now() end where id = $1 and (disabled_at is null) = $2
            """);
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = disable });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private async Task<bool> IsWide(string sought, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select count(*) >= {Wide} from (
              (select 1 from accounts.account where normalized_email like $1 limit {Wide})
              union all (select 1 from accounts.account where acts_as like $2 limit {Wide})
              union all (select 1 from accounts.account where artist_account like $2 limit {Wide})) found
            """);
        BindNames(command, sought);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static void BindNames(NpgsqlCommand command, string sought)
    {
        command.Parameters.Add(new() { Value = $"{Like.Escape(sought.ToUpperInvariant())}%" });
        command.Parameters.Add(new() { Value = $"{Like.Escape(sought.ToLowerInvariant())}%" });
    }

    private static async Task<List<AccountRow>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<AccountRow>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(new(
                rows.GetGuid(0), AccountId.Parse(rows.GetString(1)), Roles.ByWord[rows.GetString(2)], rows.GetAccountOrNull(3), rows.GetString(4),
                rows.GetBoolean(5), rows.GetInstant(6), rows.GetInstantOrNull(7), rows.IsDBNull(8) ? null : rows.GetString(8)));
        }

        return list;
    }
}
