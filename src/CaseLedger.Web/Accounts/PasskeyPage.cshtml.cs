using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Accounts;

/// <summary>One of one's own passkeys: its name, and its end. Somebody else's is answered as none.</summary>
[For(Role.People)]
internal sealed class PasskeyPage(
    ServerSettings settings, SignInManager<Account> signIn, Passkeys passkeys, Proof proof, SecurityEvents events) : LedgerPage(settings)
{
    /// <summary>The passkey; null where the account has none of this handle.</summary>
    public UserPasskeyInfo? Passkey { get; private set; }

    /// <summary>The form that was sent, by its field: name or password.</summary>
    public string? Part { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string handle)
    {
        if (await Find(handle) is null)
        {
            return Instead(Notice.NoSuchPage);
        }

        Form.Preset("name", Passkey!.Name);
        return Page();
    }

    /// <summary>Calls it something else.</summary>
    public async Task<IActionResult> OnPostRenameAsync(string handle)
    {
        Part = "name";
        if (await Find(handle) is not { } account)
        {
            return Instead(Notice.NoSuchPage);
        }

        var name = Form.Text("name", Passkeys.LongestName);
        return Form.IsGood && await passkeys.Rename(account, Passkey!, name) ? Then("/profile", T["passkeys.renamed"]) : Again();
    }

    /// <summary>Removes it, once the password has shown who asks.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(string handle)
    {
        Part = "password";
        if (await Find(handle) is not { } account)
        {
            return Instead(Notice.NoSuchPage);
        }

        Form.Preset("name", Passkey!.Name);
        if (!await proof.ByPassword(account, Form.Raw("password"), HttpContext))
        {
            Form.Fault("password", T["profile.current-wrong"]);
            return Again();
        }

        await passkeys.Remove(account, Passkey);
        events.PasskeyRemoved(account.ActsAs);
        await signIn.RefreshSignInAsync(account);
        return Then("/profile", T["passkeys.removed"]);
    }

    private async Task<Account?> Find(string handle)
    {
        if (await signIn.UserManager.GetUserAsync(User) is not { } account)
        {
            return null;
        }

        Passkey = await passkeys.Find(account, handle);
        return Passkey is null ? null : account;
    }
}
