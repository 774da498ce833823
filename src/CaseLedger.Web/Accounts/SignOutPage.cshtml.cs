using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Accounts;

/// <summary>Ends this session.</summary>
[AllowAnonymous]
internal sealed class SignOutPage(ServerSettings settings, SignInManager<Account> signIn, SecurityEvents events) : LedgerPage(settings)
{
    /// <summary>There is nothing to see here, and looking must not sign anybody out.</summary>
    public IActionResult OnGet() => Redirect("/");

    /// <summary>Signs out.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        if (IsSignedIn)
        {
            events.SignedOut(Viewer.Account.ToString());
        }

        await signIn.SignOutAsync();
        return Then("/sign-in", T["sign-out.done"]);
    }
}
