using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using QRCoder;

namespace CaseLedger.Web.Accounts;

/// <summary>One's own account: password, second factor, passkeys, sessions.</summary>
[For(Role.People)]
internal sealed class ProfilePage(
    ServerSettings settings, SignInManager<Account> signIn, Passkeys passkeys, Proof proof, ResetTable resets, SecurityEvents events)
    : LedgerPage(settings)
{
    private const int Codes = 10;

    private readonly UserManager<Account> _accounts = signIn.UserManager;

    /// <summary>Who is signed in; null for a token, which has no account.</summary>
    public Account? Account { get; private set; }

    /// <summary>The form that was sent: password, factor or passkey.</summary>
    public string? Part { get; private set; }

    /// <summary>The second factor's secret, to be typed into an authenticator.</summary>
    public string SharedKey { get; private set; } = "";

    /// <summary>The same as a picture, drawn as SVG within the page.</summary>
    public string QrCode { get; private set; } = "";

    /// <summary>The recovery codes, shown once when the second factor is turned on.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    /// <summary>The account's passkeys.</summary>
    public IReadOnlyList<UserPasskeyInfo> Passkeys { get; private set; } = [];

    /// <summary>Whether passkeys work where the page was opened.</summary>
    public bool PasskeysWork => Accounts.Passkeys.WorkAt(Request.Host);

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync() => await Shown();

    /// <summary>Changes the password; sessions elsewhere end.</summary>
    public async Task<IActionResult> OnPostPasswordAsync(CancellationToken cancellationToken)
    {
        Part = "password";
        if (await _accounts.GetUserAsync(User) is not { } account)
        {
            return await Shown();
        }

        var (current, password) = (Form.Raw("current"), Form.Raw("password"));
        if (PasswordRules.Judge(password, account.Email) is { } code)
        {
            Form.Fault("password", T[$"profile.{code}"]);
        }
        else if (!await proof.ByPassword(account, current, HttpContext) || !await Change(account, current, password, cancellationToken))
        {
            Form.Fault("current", T["profile.current-wrong"]);
        }

        if (!Form.IsGood)
        {
            return await Shown();
        }

        events.PasswordChanged(account.ActsAs);
        await signIn.RefreshSignInAsync(account);
        return Then("/profile", T["profile.password.changed"]);
    }

    /// <summary>Turns the second factor on, once the password has shown who asks and the authenticator shows the right code.</summary>
    public async Task<IActionResult> OnPostFactorOnAsync()
    {
        // Where it is on already, whoever finds the session open could guess its codes here.
        if (await _accounts.GetUserAsync(User) is not { TwoFactorEnabled: false } account)
        {
            return await Shown();
        }

        Part = "factor";
        var code = Code();
        if (Form.IsGood && !await proof.ByPassword(account, Form.Raw("factorPassword"), HttpContext))
        {
            Form.Fault("factorPassword", T["profile.current-wrong"]);
        }

        // Before it is on, there are no codes to be guessed: a wrong one means a wrong clock, and counts for nothing.
        if (!await IsRight(() => _accounts.VerifyTwoFactorTokenAsync(account, _accounts.Options.Tokens.AuthenticatorTokenProvider, code)))
        {
            return await Shown();
        }

        await _accounts.SetTwoFactorEnabledAsync(account, true);
        RecoveryCodes = [.. await _accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, Codes) ?? []];
        events.SecondFactorOn(account.ActsAs);
        events.RecoveryCodesMade(account.ActsAs, RecoveryCodes.Count);
        await signIn.RefreshSignInAsync(account);
        return await Shown();
    }

    /// <summary>Turns the second factor off, for whoever has it.</summary>
    public async Task<IActionResult> OnPostFactorOffAsync()
    {
        // While it is off, this page shows its key: a code of it proves nothing, and must not make wrong passwords forgotten.
        if (await _accounts.GetUserAsync(User) is not { TwoFactorEnabled: true } account)
        {
            return await Shown();
        }

        Part = "factor";
        var code = Code();
        if (!await IsRight(() => proof.ByCode(account, code, HttpContext)))
        {
            return await Shown();
        }

        await _accounts.SetTwoFactorEnabledAsync(account, false);
        await _accounts.ResetAuthenticatorKeyAsync(account);
        events.SecondFactorOff(account.ActsAs);
        await signIn.RefreshSignInAsync(account);
        return Then("/profile", T["profile.factor.turned-off"]);
    }

    /// <summary>Answers a script with what the browser needs to make a passkey, once the password has shown who asks.</summary>
    public async Task<IActionResult> OnPostPasskeyOptionsAsync()
    {
        Part = "passkey";
        if (!PasskeysWork || await _accounts.GetUserAsync(User) is not { } account)
        {
            return Instead(Notice.NoSuchPage);
        }

        _ = Form.Text("passkeyName", Accounts.Passkeys.LongestName);
        if ((await passkeys.Of(account)).Count >= Accounts.Passkeys.Most)
        {
            Form.Fault("passkeyName", T["passkeys.enough", Accounts.Passkeys.Most]);
        }

        if (Form.IsGood && !await proof.ByPassword(account, Form.Raw("passkeyPassword"), HttpContext))
        {
            Form.Fault("passkeyPassword", T["profile.current-wrong"]);
        }

        return Form.IsGood ? Content(await passkeys.AskToMake(account), "application/json") : await Shown();
    }

    /// <summary>Keeps the passkey that the browser made.</summary>
    /// <remarks>The password is not asked for again: what is answered here stands in a cookie that only its owner got.</remarks>
    public async Task<IActionResult> OnPostPasskeyAddAsync()
    {
        Part = "passkey";
        if (await _accounts.GetUserAsync(User) is not { } account)
        {
            return await Shown();
        }

        var name = Form.Text("passkeyName", Accounts.Passkeys.LongestName);
        if (Form.IsGood && !await passkeys.Keep(account, Form.Raw("credential"), name))
        {
            Refuse(T["passkeys.not-kept"], StatusCodes.Status422UnprocessableEntity);
            return await Shown();
        }

        if (!Form.IsGood)
        {
            return await Shown();
        }

        events.PasskeyAdded(account.ActsAs);
        return Then("/profile", T["passkeys.added"]);
    }

    /// <summary>Ends every session of the account, this one too.</summary>
    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        if (await _accounts.GetUserAsync(User) is not { } account)
        {
            return await Shown();
        }

        await _accounts.UpdateSecurityStampAsync(account);
        events.SignedOutEverywhere(account.ActsAs);
        await signIn.SignOutAsync();
        return Then("/sign-in", T["profile.sessions.ended"]);
    }

    // The links of a reset end first: one that somebody else holds must not outlast the password that its person has chosen.
    private async Task<bool> Change(Account account, string current, string password, CancellationToken cancellationToken)
    {
        await resets.Revoke(account.Id, cancellationToken);
        return (await _accounts.ChangePasswordAsync(account, current, password)).Succeeded;
    }

    private string Code() => Form.Text("code", 40).Replace(" ", "", StringComparison.Ordinal);

    private async Task<bool> IsRight(Func<Task<bool>> judge)
    {
        if (Form.IsGood && !await judge())
        {
            Form.Fault("code", T["second-factor.failed"]);
        }

        return Form.IsGood;
    }

    private async Task<IActionResult> Shown()
    {
        Account = await _accounts.GetUserAsync(User);
        Passkeys = Account is null ? [] : await passkeys.Of(Account);
        if (Account is { TwoFactorEnabled: false })
        {
            var key = (await _accounts.GetAuthenticatorKeyAsync(Account))!;
            SharedKey = string.Join(' ', key.Chunk(4).Select(four => new string(four)));
            QrCode = Draw($"otpauth://totp/CaseLedger:{Uri.EscapeDataString(Account.Email!)}?secret={key}&issuer=CaseLedger&digits=6");
        }

        return Again();
    }

    private static string Draw(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return svg.GetGraphic(4, "#000000", "#ffffff", drawQuietZones: true, SvgQRCode.SizingMode.ViewBoxAttribute);
    }
}
