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
        if (!AddressRules.Allow(email))
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

        var (account, result) = await making.ByInvitation(Invitation!, email, password, cancellationToken);
        if (account is null)
        {
            Invitation = null;
            return Shown();
        }

        if (!result.Succeeded)
        {
            Note(result);
            return Again();
        }

        var address = SecurityEvents.AddressOf(HttpContext);
        events.InvitationUsed(account.ActsAs, Invitation!.Id, Invitation.CreatedBy.ToString(), address);
        events.AccountMade(account.ActsAs, account.ActsAs);
        await signIn.SignInAsync(account, isPersistent: false);
        events.SignedIn(account.ActsAs, SignInBy.Invitation, address);
        return Then("/", T["invitation.welcome"]);
    }

    private void Note(IdentityResult result)
    {
        if (result.Errors.Any(error => error.Code is nameof(IdentityErrorDescriber.DuplicateUserName) or nameof(IdentityErrorDescriber.DuplicateEmail)))
        {
            // Whoever holds an invitation may learn that an address is taken; a stranger cannot ask.
            Form.Fault("email", T["invitation.email-taken"]);
        }
        else if (result.Errors.Any(error => error.Code is nameof(IdentityErrorDescriber.InvalidUserName) or nameof(IdentityErrorDescriber.InvalidEmail)))
        {
            Form.Fault("email", T["invitation.email-wrong"]);
        }
        else
        {
            Refuse(T["invitation.not-made"], StatusCodes.Status422UnprocessableEntity);
        }
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
