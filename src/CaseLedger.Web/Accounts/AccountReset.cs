using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Accounts;

/// <summary>Gives somebody a way in again who has lost theirs. All sessions of the account end, and so does a lockout.</summary>
internal sealed class AccountReset(UserManager<Account> accounts, Passkeys passkeys)
{
    /// <summary>Sets a new password, which was judged by <see cref="PasswordRules"/>.</summary>
    public async Task Password(Account account, string password)
    {
        Demand(await accounts.ResetPasswordAsync(account, await accounts.GeneratePasswordResetTokenAsync(account), password));
        await Unlock(account);
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
