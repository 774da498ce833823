using CaseLedger.Domain;
using CaseLedger.Web.Access;
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
/// <param name="HasSecondFactor">Whether signing in takes a second factor.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="DisabledAt">Since when it may not sign in; null while it may.</param>
internal sealed record AccountRow(
    Guid Id, AccountId ActsAs, Role Role, AccountId? ArtistAccount, string Email, bool HasSecondFactor, Instant CreatedAt, Instant? DisabledAt);

/// <summary>Reads the accounts for the page of accounts, and disables them.</summary>
internal sealed class AccountTable(NpgsqlDataSource database)
{
    /// <summary>The accounts in the order made, behind one.</summary>
    public async Task<List<AccountRow>> List(Instant? after, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select id, acts_as, role, artist_account, coalesce(email, ''), two_factor_enabled, created_at, disabled_at
              from accounts.account where created_at > $1 order by created_at, id limit $2
            """);
        command.Parameters.Add(new() { Value = (after ?? Instant.FromUtc(2000, 1, 1, 0, 0)).ToDateTimeUtc() });
        command.Parameters.Add(new() { Value = count });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var list = new List<AccountRow>();
        while (await rows.ReadAsync(cancellationToken))
        {
            list.Add(new(
                rows.GetGuid(0), AccountId.Parse(rows.GetString(1)), Roles.ByWord[rows.GetString(2)], rows.GetAccountOrNull(3), rows.GetString(4),
                rows.GetBoolean(5), rows.GetInstant(6), rows.GetInstantOrNull(7)));
        }

        return list;
    }

    /// <summary>Disables or enables an account; its sessions end at their next request. False where nothing changed.</summary>
    public async Task<bool> Disable(Guid id, bool disable, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(disable
            ? "update accounts.account set disabled_at = now() where id = $1 and disabled_at is null"
            : "update accounts.account set disabled_at = null where id = $1 and disabled_at is not null");
        command.Parameters.Add(new() { Value = id });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
