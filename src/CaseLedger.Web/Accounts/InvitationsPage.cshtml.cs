using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Accounts;

/// <summary>All invitations, the newest first; open ones can be revoked.</summary>
[For(Role.Staff)]
internal sealed class InvitationsPage(ServerSettings settings, InvitationTable invitations, IClock clock, SecurityEvents events) : LedgerPage(settings)
{
    /// <summary>What is looked for in the labels; null where nothing is.</summary>
    public string? Q { get; private set; }

    /// <summary>The invitations of this page.</summary>
    public InvitationList Invitations { get; private set; } = new([], default);

    /// <summary>The cursor of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, string? cursor, CancellationToken cancellationToken)
    {
        Q = AccountsPage.Sought(q);
        var place = cursor is not null && Cursor.TryParse(cursor, out var read) ? read : null;
        var found = await invitations.List(Q, place, PageLimit.Usual, cancellationToken);
        (Invitations, Next) = (new(found.Items, clock.GetCurrentInstant()), found.Next);
        return Page();
    }

    /// <summary>Revokes an invitation.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(Guid invitation, CancellationToken cancellationToken)
    {
        if (await invitations.Revoke(invitation, cancellationToken))
        {
            events.InvitationRevoked(Viewer.Account.ToString(), invitation);
        }

        return Then("/accounts", T["accounts.revoked"]);
    }
}
