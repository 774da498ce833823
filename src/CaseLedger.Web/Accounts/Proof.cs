using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Accounts;

/// <summary>
/// Asks somebody who is signed in to show once more that it is them, before what outlasts their session. Wrong answers
/// count like wrong sign-ins: a session left open does not let anybody guess the password behind it.
/// </summary>
internal sealed class Proof(UserManager<Account> accounts, SecurityEvents events)
{
    /// <summary>Whether this is the account's password.</summary>
    public Task<bool> ByPassword(Account account, string password, HttpContext context) => By(
        account, context, () => password.Length <= PasswordRules.Longest ? accounts.CheckPasswordAsync(account, password) : Task.FromResult(false));

    /// <summary>Whether this is the code that the account's authenticator shows now.</summary>
    public Task<bool> ByCode(Account account, string code, HttpContext context) => By(
        account, context, () => accounts.VerifyTwoFactorTokenAsync(account, accounts.Options.Tokens.AuthenticatorTokenProvider, code));

    private async Task<bool> By(Account account, HttpContext context, Func<Task<bool>> isRight)
    {
        if (!await accounts.IsLockedOutAsync(account))
        {
            if (await isRight())
            {
                await accounts.ResetAccessFailedCountAsync(account);
                return true;
            }

            await accounts.AccessFailedAsync(account);
            if (await accounts.IsLockedOutAsync(account))
            {
                events.LockedOut(account.ActsAs, SecurityEvents.AddressOf(context));
            }
        }

        events.ProofFailed(account.ActsAs, SecurityEvents.AddressOf(context));
        return false;
    }
}
