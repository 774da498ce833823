using System.Buffers.Text;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace CaseLedger.Web.Accounts;

/// <summary>Passkeys (WebAuthn): making one, and signing in by it.</summary>
/// <remarks>
/// A passkey counts as both factors: the device is what one has, and it lets itself be used only by who knows its code or
/// shows a finger or face (user verification is required, and checked in what the device signs). It is bound to this
/// server's name, so that a page of another name cannot ask for it. What one step hands to the next, the challenge, stands
/// encrypted in the cookie of the second factor for five minutes and is taken away with the first use.
/// </remarks>
internal sealed class Passkeys(SignInManager<Account> signIn)
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 100;

    /// <summary>How many an account may have.</summary>
    public const int Most = 20;

    private const int LongestCredential = 20_000;

    private readonly UserManager<Account> _accounts = signIn.UserManager;

    /// <summary>Whether passkeys work where a page was opened: they belong to a name, and an IP address is none.</summary>
    public static bool WorkAt(HostString host) => !IPAddress.TryParse(host.Host.Trim('[', ']'), out _);

    /// <summary>How a passkey is called in addresses.</summary>
    public static string Handle(UserPasskeyInfo passkey) => Base64Url.EncodeToString(passkey.CredentialId);

    /// <summary>An account's passkeys, the oldest first.</summary>
    public async Task<IReadOnlyList<UserPasskeyInfo>> Of(Account account) =>
        [.. (await _accounts.GetPasskeysAsync(account)).OrderBy(passkey => passkey.CreatedAt)];

    /// <summary>One of an account's passkeys; null where it has none of this handle, whoever else may have it.</summary>
    public async Task<UserPasskeyInfo?> Find(Account account, string handle) =>
        handle.Length <= LongestCredential && Base64Url.IsValid(handle)
            ? await _accounts.GetPasskeyAsync(account, Base64Url.DecodeFromChars(handle))
            : null;

    /// <summary>What a browser needs to make a passkey for an account.</summary>
    public Task<string> AskToMake(Account account) => signIn.MakePasskeyCreationOptionsAsync(
        new() { Id = account.Id.ToString(), Name = account.Email!, DisplayName = account.Email! });

    /// <summary>Keeps the passkey that a browser made; false where it is not what was asked for.</summary>
    public async Task<bool> Keep(Account account, string credential, string name)
    {
        if (await Answer(credential, signIn.PerformPasskeyAttestationAsync) is not { Succeeded: true } made
            || made.UserEntity.Id != account.Id.ToString())
        {
            return false;
        }

        made.Passkey.Name = name;
        return (await _accounts.AddOrUpdatePasskeyAsync(account, made.Passkey)).Succeeded;
    }

    /// <summary>Calls a passkey something else.</summary>
    public async Task<bool> Rename(Account account, UserPasskeyInfo passkey, string name)
    {
        passkey.Name = name;
        return (await _accounts.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded;
    }

    /// <summary>Removes a passkey; sessions elsewhere end, since one of them may have begun with it.</summary>
    public async Task Remove(Account account, UserPasskeyInfo passkey)
    {
        await _accounts.RemovePasskeyAsync(account, passkey.CredentialId);
        await _accounts.UpdateSecurityStampAsync(account);
    }

    /// <summary>Removes all passkeys of an account.</summary>
    public async Task RemoveAll(Account account)
    {
        foreach (var passkey in await _accounts.GetPasskeysAsync(account))
        {
            await _accounts.RemovePasskeyAsync(account, passkey.CredentialId);
        }
    }

    /// <summary>What a browser needs to offer the passkeys that it has for this server; no account is named.</summary>
    public Task<string> AskToSignIn() => signIn.MakePasskeyRequestOptionsAsync(null);

    /// <summary>Signs in whose passkey it is.</summary>
    /// <returns>The account, where the passkey is somebody's and rightly used; and why it is not signed in, else null.</returns>
    public async Task<(Account? Account, SignInFailure? Why)> SignIn(string credential)
    {
        if (await Answer(credential, signIn.PerformPasskeyAssertionAsync) is not { Succeeded: true } shown)
        {
            return (null, SignInFailure.BadPasskey);
        }

        if (shown.User.DisabledAt is not null)
        {
            return (shown.User, SignInFailure.Disabled);
        }

        if (await _accounts.IsLockedOutAsync(shown.User))
        {
            return (shown.User, SignInFailure.LockedOut);
        }

        // Kept before the session begins: its counter shows a copied device the next time.
        if (!(await _accounts.AddOrUpdatePasskeyAsync(shown.User, shown.Passkey)).Succeeded)
        {
            return (shown.User, SignInFailure.BadPasskey);
        }

        await signIn.SignInWithClaimsAsync(shown.User, isPersistent: false, [new Claim("amr", "mfa")]);
        return (shown.User, null);
    }

    // The framework throws where no challenge is out: none was asked for, or its five minutes are over.
    private async Task<TResult?> Answer<TResult>(string credential, Func<string, Task<TResult>> judge)
        where TResult : class
    {
        if (credential.Length is 0 or > LongestCredential)
        {
            return null;
        }

        var challenge = await signIn.Context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme);
        if (challenge.Properties is null)
        {
            return null;
        }

        try
        {
            return await judge(credential);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
