using System.Security.Cryptography;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CaseLedger.Web.Accounts;

/// <summary>Makes accounts.</summary>
internal sealed class AccountMaking(UserManager<Account> accounts, AccountsDatabase database, TimeProvider time)
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int NameLength = 10;

    /// <summary>A pseudonymous account that nobody has: events bear it, and nobody can tell from it whose it is.</summary>
    public static AccountId NewName(Role role) =>
        AccountId.Parse($"{Words.Of(role.AccountKind())}:{RandomNumberGenerator.GetString(Letters, NameLength)}");

    /// <summary>Makes an account.</summary>
    /// <param name="email">By which they sign in.</param>
    /// <param name="password">Judged by <see cref="PasswordRules"/>.</param>
    /// <param name="role">What they may do.</param>
    /// <param name="actsAs">The account that events will bear.</param>
    /// <param name="artistAccount">For artists: whose cases they see.</param>
    public async Task<(Account Account, IdentityResult Result)> Make(
        string email, string password, Role role, AccountId actsAs, AccountId? artistAccount)
    {
        var account = new Account
        {
            Id = Guid.CreateVersion7(),
            UserName = email,
            Email = email,
            ActsAs = actsAs.ToString(),
            Role = role.Word(),
            ArtistAccount = artistAccount?.ToString(),
            CreatedAt = time.GetUtcNow(),
            LockoutEnabled = true,
        };
        var result = await accounts.CreateAsync(account, password);
        if (result.Succeeded)
        {
            // Made now and not when the profile is first opened: a new key ends all sessions, and looking should not.
            await accounts.ResetAuthenticatorKeyAsync(account);
        }

        return (account, result);
    }

    /// <summary>Makes an invitation's account and uses the invitation up, both or neither: where anything fails, it still holds.</summary>
    /// <param name="invitation">The invitation.</param>
    /// <param name="email">By which they sign in.</param>
    /// <param name="password">Judged by <see cref="PasswordRules"/>.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The account and whether it was made; no account where the invitation does not hold any more.</returns>
    public async Task<(Account? Account, IdentityResult Result)> ByInvitation(
        Invitation invitation, string email, string password, CancellationToken cancellationToken)
    {
        var actsAs = NewName(invitation.Role);
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Used up first: of two who open the link at once, the second waits here until the first is done.
        if (!await InvitationTable.Use((NpgsqlTransaction)transaction.GetDbTransaction(), invitation.Id, actsAs, cancellationToken))
        {
            return (null, IdentityResult.Failed());
        }

        var made = await Make(email, password, invitation.Role, actsAs, invitation.ArtistAccount);
        if (made.Result.Succeeded)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        return made;
    }
}
