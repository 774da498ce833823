using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CaseLedger.Web.Accounts;

/// <summary>Signs somebody in by e-mail and password.</summary>
[AllowAnonymous]
internal sealed class SignInPage(
    ServerSettings settings, SignInManager<Account> signIn, DemoAccounts demonstration, ILogger<SignInPage> log) : LedgerPage(settings)
{
    // Checked where there is no such account, so that finding that out takes as long as a wrong password does.
    private static readonly string SomeHash = new PasswordHasher<Account>().HashPassword(new(), Guid.NewGuid().ToString());

    /// <summary>Where to go afterwards: an address of this server.</summary>
    public string To { get; private set; } = "/";

    /// <summary>Ready accounts, in the demonstration only.</summary>
    public IReadOnlyList<DemoAccount> DemoAccounts => IsDemonstration ? demonstration.All : [];

    /// <summary>Shows the form; whoever is signed in goes on.</summary>
    public IActionResult OnGet(string? to)
    {
        To = Local(to);
        return IsSignedIn ? Redirect(To) : Page();
    }

    /// <summary>Signs in, or says that it failed, and never why.</summary>
    public async Task<IActionResult> OnPostAsync(string? to)
    {
        To = Local(to);
        var email = Form.Text("email", 256);
        var password = Form.Raw("password");
        if (password.Length == 0)
        {
            Form.Fault("password", T["form.required"]);
        }

        if (!Form.IsGood)
        {
            return Again();
        }

        var account = password.Length <= PasswordRules.Longest ? await signIn.UserManager.FindByEmailAsync(email) : null;
        if (account is null or { DisabledAt: not null })
        {
            new PasswordHasher<Account>().VerifyHashedPassword(new(), SomeHash, password);
            log.LogWarning("Sign-in failed: {Reason}", account is null ? "no such account" : $"{account.ActsAs} is disabled");
            return Failed();
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
        {
            return Redirect($"/sign-in/second-factor?to={Uri.EscapeDataString(To)}");
        }

        if (!result.Succeeded)
        {
            log.LogWarning("Sign-in of {Account} failed: {Reason}", account.ActsAs, result.IsLockedOut ? "locked out" : "wrong password");
            return Failed();
        }

        log.LogInformation("{Account} signed in", account.ActsAs);
        return Redirect(To);
    }

    private PageResult Failed()
    {
        // One sentence for an unknown address, a wrong password, a locked and a disabled account.
        Refuse(T["sign-in.failed"], StatusCodes.Status422UnprocessableEntity);
        return Page();
    }

    private string Local(string? address) => Url.IsLocalUrl(address) ? address! : "/";
}
