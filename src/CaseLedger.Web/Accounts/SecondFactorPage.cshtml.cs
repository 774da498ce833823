using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Accounts;

/// <summary>Asks for the second factor of somebody whose password was right.</summary>
[AllowAnonymous]
internal sealed class SecondFactorPage(ServerSettings settings, SignInManager<Account> signIn, ILogger<SecondFactorPage> log) : LedgerPage(settings)
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
        var result = plain.Length == CodeDigits && plain.All(char.IsAsciiDigit)
            ? await signIn.TwoFactorAuthenticatorSignInAsync(plain, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (!result.Succeeded)
        {
            log.LogWarning("The second factor of {Account} failed{LockedOut}", account.ActsAs, result.IsLockedOut ? ": locked out" : "");
            Refuse(T["second-factor.failed"], StatusCodes.Status422UnprocessableEntity);
            return Page();
        }

        log.LogInformation("{Account} signed in with a second factor", account.ActsAs);
        return Redirect(To);
    }
}
