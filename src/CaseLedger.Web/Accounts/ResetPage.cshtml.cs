using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Accounts;

/// <summary>Takes a new password from whoever opens a reset's link, once. Signing in is the next step, with all that it asks for.</summary>
[AllowAnonymous]
internal sealed class ResetPage(
    ServerSettings settings, ResetTable resets, AccountReset reset, UserManager<Account> accounts, SecurityEvents events) : LedgerPage(settings)
{
    /// <summary>The link; null for one that does not hold, which is not told apart from none.</summary>
    public Reset? Reset { get; private set; }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken) => Shown(await resets.Find(secret, cancellationToken));

    /// <summary>Sets the password.</summary>
    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        Reset = await resets.Find(secret, cancellationToken);
        if (Reset is null || await accounts.FindByIdAsync(Reset.AccountId.ToString()) is not { } account)
        {
            return Shown(null);
        }

        var password = Form.Raw("password");
        if (PasswordRules.Judge(password, account.Email) is { } code)
        {
            Form.Fault("password", T[$"profile.{code}"]);
            return Again();
        }

        if (!await reset.ByLink(Reset, account, password, cancellationToken))
        {
            return Shown(null);
        }

        var by = SecurityEvents.AddressOf(HttpContext);
        events.PasswordReset(by, account.ActsAs);
        if (Reset.Factors)
        {
            events.SecondFactorReset(by, account.ActsAs);
        }

        return Then("/sign-in", T["reset.done"]);
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Shown(Reset? found)
    {
        Reset = found;
        if (found is null)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }
}
