using System.Security.Cryptography;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Accounts;

/// <summary>Makes accounts.</summary>
internal sealed class AccountMaking(UserManager<Account> accounts, TimeProvider time)
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
}
