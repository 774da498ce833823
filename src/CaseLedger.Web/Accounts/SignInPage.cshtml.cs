using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Accounts;

/// <summary>Signs somebody in by e-mail and password, or by passkey.</summary>
[AllowAnonymous]
internal sealed class SignInPage(
    ServerSettings settings, SignInManager<Account> signIn, Passkeys passkeys, SignInLimit limit, DemoAccounts demonstration, TimeProvider time,
    SecurityEvents events) : LedgerPage(settings)
{
    // Checked where no password is compared otherwise, so that finding that out takes as long as a wrong password does.
    private static readonly string SomeHash = new PasswordHasher<Account>().HashPassword(new(), Guid.NewGuid().ToString());

    // A failed try is answered on a beat: the few milliseconds by which a known address differs (its wrong tries are
    // counted in the database) drown in it.
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly long _began = time.GetTimestamp();

    /// <summary>Where to go afterwards: an address of this server.</summary>
    public string To { get; private set; } = "/";

    /// <summary>Ready accounts, in the demonstration only.</summary>
    public IReadOnlyList<DemoAccount> DemoAccounts => IsDemonstration ? demonstration.All : [];

    /// <summary>Whether passkeys work where the page was opened.</summary>
    public bool PasskeysWork => Passkeys.WorkAt(Request.Host);

    /// <summary>Shows the form; whoever is signed in goes on.</summary>
    public IActionResult OnGet(string? to)
    {
        To = Local(to);
        return IsSignedIn ? Redirect(To) : Page();
    }

    /// <summary>Signs in by password, or says that it failed, and never why.</summary>
    public async Task<IActionResult> OnPostAsync(string? to)
    {
        To = Local(to);
        var email = Form.Text("email", 256);
        var password = Form.Raw("password");
        if (password.Length == 0)
        {
            Form.Fault("password", T["form.required"]);
        }

        if (!Form.IsGood)
        {
            return Again();
        }

        if (!limit.Allows(email))
        {
            events.RateLimited(SecurityEvents.NameOf(email), HttpContext);
            Response.Headers.RetryAfter = "60";
            return Instead(Notice.TooMany);
        }

        var account = password.Length <= PasswordRules.Longest ? await signIn.UserManager.FindByEmailAsync(email) : null;
        if (account is null or { DisabledAt: not null } || await signIn.UserManager.IsLockedOutAsync(account))
        {
            new PasswordHasher<Account>().VerifyHashedPassword(new(), SomeHash, password);
            return await Failed(
                account?.ActsAs ?? SecurityEvents.NameOf(email),
                account is null ? SignInFailure.NoSuchAccount : account.DisabledAt is null ? SignInFailure.LockedOut : SignInFailure.Disabled);
        }

        var result = await signIn.PasswordSignInAsync(account, password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor)
        {
            return Redirect($"/sign-in/second-factor?to={Uri.EscapeDataString(To)}");
        }

        if (!result.Succeeded)
        {
            if (result.IsLockedOut)
            {
                events.LockedOut(account.ActsAs, SecurityEvents.AddressOf(HttpContext));
            }

            return await Failed(account.ActsAs, SignInFailure.WrongPassword);
        }

        events.SignedIn(account.ActsAs, SignInBy.Password, SecurityEvents.AddressOf(HttpContext));
        return Redirect(To);
    }

    /// <summary>Answers a script with what the browser needs to offer its passkeys.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync() =>
        PasskeysWork ? Content(await passkeys.AskToSignIn(), "application/json") : Instead(Notice.NoSuchPage);

    /// <summary>Signs in by passkey, or says that it failed, and never why.</summary>
    public async Task<IActionResult> OnPostPasskeyAsync(string? to)
    {
        To = Local(to);
        var (account, why) = await passkeys.SignIn(Form.Raw("credential"));
        if (why is { } failure)
        {
            return await Failed(account?.ActsAs ?? SecurityEvents.AddressOf(HttpContext), failure, T["passkeys.sign-in.failed"]);
        }

        events.SignedIn(account!.ActsAs, SignInBy.Passkey, SecurityEvents.AddressOf(HttpContext));
        return Redirect(To);
    }

    // One sentence for an unknown address, a wrong password, a locked and a disabled account.
    private async Task<IActionResult> Failed(string actor, SignInFailure why, string? words = null)
    {
        events.SignInFailed(actor, why, SecurityEvents.AddressOf(HttpContext));
        var past = time.GetElapsedTime(_began).Ticks % Beat.Ticks;
        await Task.Delay(TimeSpan.FromTicks(Beat.Ticks - past), time, HttpContext.RequestAborted);
        Refuse(words ?? T["sign-in.failed"], StatusCodes.Status422UnprocessableEntity);
        return Page();
    }

    private string Local(string? address) => Url.IsLocalUrl(address) ? address! : "/";
}
