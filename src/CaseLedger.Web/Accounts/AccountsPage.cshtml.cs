using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;

namespace CaseLedger.Web.Accounts;

/// <summary>The accounts, and invitations to make one. Agents invite artists; managers invite everybody.</summary>
[For(Role.Staff)]
internal sealed class AccountsPage(
    ServerSettings settings, AccountTable accounts, InvitationTable invitations, UserManager<Account> people, Proof proof, IClock clock,
    SecurityEvents events) : LedgerPage(settings)
{
    private const int LongestLabel = 200;
    private const int LongestSought = 200;
    private const string LinkKey = "invitation";

    private static readonly Duration InvitationHolds = Duration.FromDays(7);
    private static readonly PageLimit Newest = new(5);

    /// <summary>The accounts of this page.</summary>
    public IReadOnlyList<AccountRow> Accounts { get; private set; } = [];

    /// <summary>What is looked for among the accounts; null where nothing is.</summary>
    public string? Q { get; private set; }

    /// <summary>The cursor of the next page of accounts.</summary>
    public string? Next { get; private set; }

    /// <summary>The newest invitations.</summary>
    public InvitationList Invitations { get; private set; } = new([], default);

    /// <summary>Whether there are older invitations.</summary>
    public bool HasMoreInvitations { get; private set; }

    /// <summary>The link of the invitation that was just made: shown once.</summary>
    public string? Link { get; private set; }

    /// <summary>The roles that the viewer may invite.</summary>
    public IEnumerable<SelectListItem> RoleOptions => Invitable.Select(role => new SelectListItem(T.Role(role), role.Word()));

    /// <summary>Whether the viewer invites staff too, which takes their password.</summary>
    public bool InvitesStaff => Invitable.Any(role => role != Role.Artist);

    private IEnumerable<Role> Invitable => Viewer.Role == Role.Manager ? [Role.Artist, Role.Agent, Role.Manager] : [Role.Artist];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, string? cursor, CancellationToken cancellationToken)
    {
        Q = Sought(q);
        if (TempData[LinkKey] is string secret)
        {
            Link = $"{Request.Scheme}://{Request.Host}/invitation/{secret}";
        }

        return await Shown(cursor, cancellationToken);
    }

    /// <summary>Makes an invitation; one of staff, once the manager's password has shown who asks.</summary>
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

        if (Form.IsGood && role != Role.Artist)
        {
            // A token has no password, and what it makes would outlast it.
            if (await people.GetUserAsync(User) is not { } manager)
            {
                return Instead(Notice.NotAllowed);
            }

            if (!await proof.ByPassword(manager, Form.Raw("password"), HttpContext))
            {
                Form.Fault("password", T["profile.current-wrong"]);
            }
        }

        if (!Form.IsGood)
        {
            return await Shown(null, cancellationToken);
        }

        if (await invitations.Add(
            Form.Id, role, artist, isrcs, label, Viewer.Account, clock.GetCurrentInstant() + InvitationHolds, cancellationToken) is not { } secret)
        {
            // Whatever it says now: the page comes back with a new form, and the list shows what there is.
            var before = await invitations.Find(Form.Id, cancellationToken);
            return Then("/accounts#content", T["accounts.invitation.made-before", before!.Label]);
        }

        TempData[LinkKey] = secret;
        events.InvitationMade(Viewer.Account.ToString(), role.Word(), Form.Id);
        return Redirect("/accounts#content"); // the form's own place would stay in the address, below the link
    }

    /// <summary>What somebody looks for; null for nothing, and for what can be nowhere.</summary>
    public static string? Sought(string? q) =>
        string.IsNullOrWhiteSpace(q) || q.Length > LongestSought || q.Any(char.IsControl) ? null : q.Trim();

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

    private async Task<IActionResult> Shown(string? cursor, CancellationToken cancellationToken)
    {
        var place = cursor is not null && Cursor.TryParse(cursor, out var read) ? read : null;
        var found = await accounts.List(Q, place, PageLimit.Usual, cancellationToken);
        (Accounts, Next) = (found.Items, found.Next);
        var newest = await invitations.List(null, null, Newest, cancellationToken);
        (Invitations, HasMoreInvitations) = (new(newest.Items, clock.GetCurrentInstant()), newest.Next is not null);
        return Again();
    }
}
