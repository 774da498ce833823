using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Web.Accounts;

/// <summary>The accounts, and invitations to make one. Agents invite artists; managers invite everybody and disable accounts.</summary>
[For(Role.Staff)]
internal sealed class AccountsPage(
    ServerSettings settings, AccountTable accounts, InvitationTable invitations, IClock clock, ILogger<AccountsPage> log) : LedgerPage(settings)
{
    private const int AtOnce = 100;
    private const int LongestLabel = 200;
    private const string LinkKey = "invitation";

    private static readonly Duration InvitationHolds = Duration.FromDays(7);

    /// <summary>The accounts of this page.</summary>
    public IReadOnlyList<AccountRow> Accounts { get; private set; } = [];

    /// <summary>Where the accounts go on.</summary>
    public string? Next { get; private set; }

    /// <summary>The newest invitations.</summary>
    public IReadOnlyList<Invitation> Invitations { get; private set; } = [];

    /// <summary>The link of the invitation that was just made: shown once.</summary>
    public string? Link { get; private set; }

    /// <summary>Now.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>The roles that the viewer may invite.</summary>
    public IEnumerable<SelectListItem> RoleOptions => Invitable.Select(role => new SelectListItem(T.Role(role), role.Word()));

    private IEnumerable<Role> Invitable => Viewer.Role == Role.Manager ? [Role.Artist, Role.Agent, Role.Manager] : [Role.Artist];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string? after, CancellationToken cancellationToken)
    {
        if (TempData[LinkKey] is string secret)
        {
            Link = $"{Request.Scheme}://{Request.Host}/invitation/{secret}";
        }

        return await Shown(after, cancellationToken);
    }

    /// <summary>Makes an invitation.</summary>
    public async Task<IActionResult> OnPostInviteAsync(CancellationToken cancellationToken)
    {
        var label = Form.Text("label", LongestLabel);
        var role = Invitable.FirstOrDefault(role => role.Word() == Form.Raw("role"));
        if (role == Role.None)
        {
            Form.Fault("role", T["form.choice"]);
        }

        var artist = Form.OptionalAccount("artistAccount");
        var isrcs = ReadIsrcs();
        if (role == Role.Artist)
        {
            if (artist is { Kind: not AccountKind.Artist })
            {
                Form.Fault("artistAccount", T["form.account"]);
            }

            artist ??= AccountMaking.NewName(Role.Artist);
        }
        else if (artist is not null || isrcs.Count > 0)
        {
            Form.Fault(artist is null ? "isrcs" : "artistAccount", T["accounts.artists-only"]);
        }

        if (!Form.IsGood)
        {
            return await Shown(null, cancellationToken);
        }

        TempData[LinkKey] = await invitations.Add(role, artist, isrcs, label, Viewer.Account, Now + InvitationHolds, cancellationToken);
        log.LogInformation("{Account} invited a new {Role}", Viewer.Account, role);
        return Redirect("/accounts");
    }

    /// <summary>Revokes an invitation.</summary>
    public async Task<IActionResult> OnPostRevokeAsync(Guid invitation, CancellationToken cancellationToken)
    {
        if (await invitations.Revoke(invitation, cancellationToken))
        {
            log.LogInformation("{Account} revoked the invitation {Invitation}", Viewer.Account, invitation);
        }

        return Then("/accounts", T["accounts.revoked"]);
    }

    /// <summary>Disables an account: its sessions end at once.</summary>
    public Task<IActionResult> OnPostDisableAsync(Guid account, CancellationToken cancellationToken) => Disable(account, true, cancellationToken);

    /// <summary>Enables a disabled account.</summary>
    public Task<IActionResult> OnPostEnableAsync(Guid account, CancellationToken cancellationToken) => Disable(account, false, cancellationToken);

    /// <summary>How an invitation stands, in words.</summary>
    public string State(Invitation invitation) => invitation switch
    {
        { UsedAt: { } at } => T["accounts.invitation.used", T.Moment(at), invitation.UsedBy],
        { RevokedAt: { } at } => T["accounts.invitation.revoked", T.Moment(at)],
        _ when !invitation.Holds(Now) => T["accounts.invitation.expired", T.Moment(invitation.ExpiresAt)],
        _ => T["accounts.invitation.open", T.Moment(invitation.ExpiresAt)],
    };

    private async Task<IActionResult> Disable(Guid account, bool disable, CancellationToken cancellationToken)
    {
        if (Viewer.Role != Role.Manager)
        {
            return Instead(Notice.NotAllowed);
        }

        if (await accounts.Disable(account, disable, cancellationToken))
        {
            log.LogInformation("{Account} {Did} the account {Id}", Viewer.Account, disable ? "disabled" : "enabled", account);
        }

        return Then("/accounts", T[disable ? "accounts.was-disabled" : "accounts.was-enabled"]);
    }

    private List<Isrc> ReadIsrcs()
    {
        var isrcs = new List<Isrc>();
        foreach (var line in (Form.OptionalText("isrcs") ?? "").Split(['\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Isrc.TryParse(line, out var isrc))
            {
                isrcs.Add(isrc);
            }
            else
            {
                Form.Fault("isrcs", $"{line}: {T["form.isrc"]}");
            }
        }

        return isrcs;
    }

    private async Task<IActionResult> Shown(string? after, CancellationToken cancellationToken)
    {
        var from = after is not null && InstantPattern.ExtendedIso.Parse(after).TryGetValue(default, out var instant) ? instant : (Instant?)null;
        Accounts = await accounts.List(from, AtOnce, cancellationToken);
        Next = Accounts.Count == AtOnce ? InstantPattern.ExtendedIso.Format(Accounts[^1].CreatedAt) : null;
        Invitations = await invitations.List(AtOnce, cancellationToken);
        return Again();
    }
}
