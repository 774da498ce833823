using CaseLedger.Web.Pages;
using NodaTime;

namespace CaseLedger.Web.Accounts;

/// <summary>Invitations as a page lists them, at one moment.</summary>
/// <param name="Shown">The invitations.</param>
/// <param name="Now">The moment.</param>
internal sealed record InvitationList(IReadOnlyList<Invitation> Shown, Instant Now)
{
    /// <summary>How an invitation stands, in words.</summary>
    public string State(Invitation invitation, Wording T) => invitation switch
    {
        { UsedAt: { } at } => T["accounts.invitation.used", T.Moment(at), invitation.UsedBy],
        { RevokedAt: { } at } => T["accounts.invitation.revoked", T.Moment(at)],
        _ when !invitation.Holds(Now) => T["accounts.invitation.expired", T.Moment(invitation.ExpiresAt)],
        _ => T["accounts.invitation.open", T.Moment(invitation.ExpiresAt)],
    };
}
