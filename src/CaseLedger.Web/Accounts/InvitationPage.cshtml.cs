using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;

namespace CaseLedger.Web.Accounts;

/// <summary>Makes an account from an invitation's link, once, and signs it in.</summary>
[AllowAnonymous]
internal sealed class InvitationPage(
    ServerSettings settings, InvitationTable invitations, AccountMaking making, SignInManager<Account> signIn, IClock clock, SecurityEvents events)
    : LedgerPage(settings)
{
    /// <summary>The invitation; null where there is none of this secret.</summary>
    public Invitation? Invitation { get; private set; }

    /// <summary>Whether it can be used. One that was used, has expired or was revoked is not told apart from none.</summary>
    public bool Holds => Invitation?.Holds(clock.GetCurrentInstant()) is true;

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        Invitation = await invitations.Find(secret, cancellationToken);
        return Shown();
    }

    /// <summary>Makes the account.</summary>
    public async Task<IActionResult> OnPostAsync(string secret, CancellationToken cancellationToken)
    {
        Invitation = await invitations.Find(secret, cancellationToken);
        if (!Holds)
        {
            return Shown();
        }

        var email = Form.Text("email", 256);
        var password = Form.Raw("password");
        if (!email.Contains('@', StringComparison.Ordinal))
        {
            Form.Fault("email", T["invitation.email-wrong"]);
        }

        if (PasswordRules.Judge(password, email) is { } code)
        {
            Form.Fault("password", T[$"profile.{code}"]);
        }

        if (!Form.IsGood)
        {
            return Again();
        }

        var actsAs = AccountMaking.NewName(Invitation!.Role);
        // Used up first: of two who open the link at once, one makes an account.
        if (!await invitations.Use(Invitation.Id, actsAs, cancellationToken))
        {
            Invitation = null;
            return Shown();
        }

        var (account, result) = await making.Make(email, password, Invitation.Role, actsAs, Invitation.ArtistAccount);
        if (!result.Succeeded)
        {
            await invitations.GiveBack(Invitation.Id, actsAs, CancellationToken.None);
            // Whoever holds an invitation may learn that an address is taken; a stranger cannot ask.
            Form.Fault("email", T["invitation.email-taken"]);
            return Again();
        }

        var address = SecurityEvents.AddressOf(HttpContext);
        events.InvitationUsed(account.ActsAs, Invitation.Id, Invitation.CreatedBy.ToString(), address);
        events.AccountMade(account.ActsAs, account.ActsAs);
        await signIn.SignInAsync(account, isPersistent: false);
        events.SignedIn(account.ActsAs, SignInBy.Invitation, address);
        return Then("/", T["invitation.welcome"]);
    }

    private PageResult Shown()
    {
        if (!Holds)
        {
            Response.StatusCode = StatusCodes.Status404NotFound;
        }

        return Page();
    }
}
