using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Accounts;

/// <summary>One account. Managers disable it and make a link by which its person gets in again.</summary>
[For(Role.Staff)]
internal sealed class AccountPage(
    ServerSettings settings, AccountTable accounts, ResetTable resets, UserManager<Account> people, Proof proof, IClock clock, SecurityEvents events)
    : LedgerPage(settings)
{
    private static readonly Duration LinkHolds = Duration.FromHours(24);

    /// <summary>The account; null where there is none of this name.</summary>
    public AccountRow? Shown { get; private set; }

    /// <summary>Whether it is the viewer's own: they change it on their profile.</summary>
    public bool IsOwn => Shown?.ActsAs == Viewer.Account;

    /// <summary>The link that was just made: shown once.</summary>
    public string? Link { get; private set; }

    // Of this account: a manager with two pages open is not to give one person the other's link.
    private string LinkKey => $"reset {Shown?.ActsAs}";

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string account, CancellationToken cancellationToken)
    {
        if (!await Find(account, cancellationToken))
        {
            return Instead(Notice.NoSuchPage);
        }

        if (TempData[LinkKey] is string secret)
        {
            Link = $"{Request.Scheme}://{Request.Host}/reset/{secret}";
        }

        return Page();
    }

    /// <summary>Makes a link by which whoever opens it chooses a new password, once the manager's own has shown who asks.</summary>
    public Task<IActionResult> OnPostResetAsync(string account, CancellationToken cancellationToken) => AsManager(account, async shown =>
    {
        if (shown.DisabledAt is not null)
        {
            return Page(); // it offers no link: one would not hold
        }

        // A token has no password, and what it makes would outlast it.
        if (await people.GetUserAsync(User) is not { } manager)
        {
            return Instead(Notice.NotAllowed);
        }

        if (!await proof.ByPassword(manager, Form.Raw("password"), HttpContext))
        {
            Form.Fault("password", T["profile.current-wrong"]);
            return Again();
        }

        var factors = Form.IsTicked("factors");
        TempData[LinkKey] = await resets.Add(shown.Id, factors, Viewer.Account, clock.GetCurrentInstant() + LinkHolds, cancellationToken);
        events.ResetLinkMade(Viewer.Account.ToString(), shown.ActsAs.ToString(), factors);
        return Redirect($"/accounts/{shown.ActsAs}");
    }, cancellationToken);

    /// <summary>Disables the account: its sessions end at once.</summary>
    public Task<IActionResult> OnPostDisableAsync(string account, CancellationToken cancellationToken) => AsManager(account, async shown =>
    {
        if (await accounts.Disable(shown.Id, true, cancellationToken))
        {
            events.AccountDisabled(Viewer.Account.ToString(), shown.ActsAs.ToString());
        }

        return Then($"/accounts/{shown.ActsAs}", T["accounts.was-disabled"]);
    }, cancellationToken);

    /// <summary>Enables a disabled account.</summary>
    public Task<IActionResult> OnPostEnableAsync(string account, CancellationToken cancellationToken) => AsManager(account, async shown =>
    {
        if (await accounts.Disable(shown.Id, false, cancellationToken))
        {
            events.AccountEnabled(Viewer.Account.ToString(), shown.ActsAs.ToString());
        }

        return Then($"/accounts/{shown.ActsAs}", T["accounts.was-enabled"]);
    }, cancellationToken);

    // Nobody does it to themselves: one manager at least stays, and a session left open cannot make a way in that lasts.
    private async Task<IActionResult> AsManager(string account, Func<AccountRow, Task<IActionResult>> act, CancellationToken cancellationToken) =>
        Viewer.Role != Role.Manager ? Instead(Notice.NotAllowed)
        : !await Find(account, cancellationToken) ? Instead(Notice.NoSuchPage)
        : IsOwn ? Instead(Notice.NotAllowed)
        : await act(Shown!);

    private async Task<bool> Find(string account, CancellationToken cancellationToken)
    {
        Shown = AccountId.TryParse(account, out var actsAs) ? await accounts.Find(actsAs, cancellationToken) : null;
        return Shown is not null;
    }
}
