using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace CaseLedger.Web.Accounts;

/// <summary>Gives somebody a way in again who has lost theirs. All sessions of the account end, and so does a lockout.</summary>
internal sealed class AccountReset(UserManager<Account> accounts, Passkeys passkeys, ResetTable resets, AccountsDatabase database)
{
    /// <summary>Sets a new password, which was judged by <see cref="PasswordRules"/>; links of the account end.</summary>
    public async Task Password(Account account, string password, CancellationToken cancellationToken)
    {
        await resets.Revoke(account.Id, cancellationToken);
        await Set(account, password);
    }

    /// <summary>Does what a link is for and uses it up, both or neither: where anything fails, it still holds. False where it does not hold any more.</summary>
    public async Task<bool> ByLink(Reset link, Account account, string password, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        // Used up first: of two who open the link at once, the second waits here until the first is done.
        if (!await ResetTable.Use((NpgsqlTransaction)transaction.GetDbTransaction(), link.Id, cancellationToken))
        {
            return false;
        }

        await Set(account, password);
        if (link.Factors)
        {
            await Factors(account);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    /// <summary>Takes the second factor and all passkeys away: who knows the password gets in with it alone.</summary>
    public async Task Factors(Account account)
    {
        Demand(await accounts.SetTwoFactorEnabledAsync(account, false));
        Demand(await accounts.ResetAuthenticatorKeyAsync(account));
        await passkeys.RemoveAll(account);
        Demand(await accounts.UpdateSecurityStampAsync(account));
        await Unlock(account);
    }

    private async Task Set(Account account, string password)
    {
        Demand(await accounts.ResetPasswordAsync(account, await accounts.GeneratePasswordResetTokenAsync(account), password));
        await Unlock(account);
    }

    private async Task Unlock(Account account)
    {
        Demand(await accounts.SetLockoutEndDateAsync(account, null));
        Demand(await accounts.ResetAccessFailedCountAsync(account));
    }

    private static void Demand(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException($"The account cannot be changed: {string.Join(", ", result.Errors.Select(error => error.Code))}");
        }
    }
}
