using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Accounts;

/// <summary>Asks for the second factor of somebody whose password was right.</summary>
[AllowAnonymous]
internal sealed class SecondFactorPage(ServerSettings settings, SignInManager<Account> signIn, SecurityEvents events) : LedgerPage(settings)
{
    private const int CodeDigits = 6;

    /// <summary>Where to go afterwards.</summary>
    public string To { get; private set; } = "/";

    /// <summary>Shows the form, to whoever has passed the first step.</summary>
    public async Task<IActionResult> OnGetAsync(string? to)
    {
        To = Url.IsLocalUrl(to) ? to! : "/";
        return await signIn.GetTwoFactorAuthenticationUserAsync() is null ? Redirect("/sign-in") : Page();
    }

    /// <summary>Takes a code of the authenticator, or one of the recovery codes.</summary>
    public async Task<IActionResult> OnPostAsync(string? to)
    {
        To = Url.IsLocalUrl(to) ? to! : "/";
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { DisabledAt: null } account)
        {
            return Redirect("/sign-in");
        }

        var code = Form.Text("code", 40).Replace(" ", "", StringComparison.Ordinal);
        if (!Form.IsGood)
        {
            return Again();
        }

        var plain = code.Replace("-", "", StringComparison.Ordinal);
        var how = plain.Length == CodeDigits && plain.All(char.IsAsciiDigit) ? SignInBy.SecondFactor : SignInBy.RecoveryCode;
        if (await Judge(account, how, how == SignInBy.SecondFactor ? plain : code) is { } why)
        {
            events.SignInFailed(account.ActsAs, why, SecurityEvents.AddressOf(HttpContext));
            Refuse(T["second-factor.failed"], StatusCodes.Status422UnprocessableEntity);
            return Page();
        }

        if (how == SignInBy.RecoveryCode)
        {
            events.RecoveryCodeUsed(account.ActsAs, await signIn.UserManager.CountRecoveryCodesAsync(account));
        }

        events.SignedIn(account.ActsAs, how, SecurityEvents.AddressOf(HttpContext));
        return Redirect(To);
    }

    // Why it failed; null where it did not. The framework lets recovery codes pass a lockout and counts no wrong ones.
    private async Task<SignInFailure?> Judge(Account account, SignInBy how, string code)
    {
        var accounts = signIn.UserManager;
        if (await accounts.IsLockedOutAsync(account))
        {
            return SignInFailure.LockedOut;
        }

        var result = how == SignInBy.SecondFactor
            ? await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (result.Succeeded)
        {
            return null;
        }

        if (how == SignInBy.RecoveryCode)
        {
            await accounts.AccessFailedAsync(account);
        }

        if (await accounts.IsLockedOutAsync(account))
        {
            events.LockedOut(account.ActsAs, SecurityEvents.AddressOf(HttpContext));
        }

        return SignInFailure.WrongCode;
    }
}
