using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using QRCoder;

namespace CaseLedger.Web.Accounts;

/// <summary>One's own account: password, second factor, sessions.</summary>
[For(Role.People)]
internal sealed class ProfilePage(ServerSettings settings, SignInManager<Account> signIn, ILogger<ProfilePage> log) : LedgerPage(settings)
{
    private const int Codes = 10;

    private readonly UserManager<Account> _accounts = signIn.UserManager;

    /// <summary>Who is signed in; null for a token, which has no account.</summary>
    public Account? Account { get; private set; }

    /// <summary>The form that was sent: password or factor.</summary>
    public string? Part { get; private set; }

    /// <summary>The second factor's secret, to be typed into an authenticator.</summary>
    public string SharedKey { get; private set; } = "";

    /// <summary>The same as a picture, drawn as SVG within the page.</summary>
    public string QrCode { get; private set; } = "";

    /// <summary>The recovery codes, shown once when the second factor is turned on.</summary>
    public IReadOnlyList<string>? RecoveryCodes { get; private set; }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync() => await Shown();

    /// <summary>Changes the password; sessions elsewhere end.</summary>
    public async Task<IActionResult> OnPostPasswordAsync()
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
        else if (current.Length > PasswordRules.Longest || !(await _accounts.ChangePasswordAsync(account, current, password)).Succeeded)
        {
            Form.Fault("current", T["profile.current-wrong"]);
        }

        if (!Form.IsGood)
        {
            return await Shown();
        }

        log.LogInformation("{Account} changed their password", account.ActsAs);
        await signIn.RefreshSignInAsync(account);
        return Then("/profile", T["profile.password.changed"]);
    }

    /// <summary>Turns the second factor on, once the authenticator shows the right code.</summary>
    public async Task<IActionResult> OnPostFactorOnAsync()
    {
        Part = "factor";
        if (await _accounts.GetUserAsync(User) is not { } account || !await IsRight(account))
        {
            return await Shown();
        }

        await _accounts.SetTwoFactorEnabledAsync(account, true);
        RecoveryCodes = [.. await _accounts.GenerateNewTwoFactorRecoveryCodesAsync(account, Codes) ?? []];
        log.LogInformation("{Account} turned the second factor on", account.ActsAs);
        await signIn.RefreshSignInAsync(account);
        return await Shown();
    }

    /// <summary>Turns the second factor off, for whoever has it.</summary>
    public async Task<IActionResult> OnPostFactorOffAsync()
    {
        Part = "factor";
        if (await _accounts.GetUserAsync(User) is not { } account || !await IsRight(account))
        {
            return await Shown();
        }

        await _accounts.SetTwoFactorEnabledAsync(account, false);
        await _accounts.ResetAuthenticatorKeyAsync(account);
        log.LogInformation("{Account} turned the second factor off", account.ActsAs);
        await signIn.RefreshSignInAsync(account);
        return Then("/profile", T["profile.factor.turned-off"]);
    }

    /// <summary>Ends every session of the account, this one too.</summary>
    public async Task<IActionResult> OnPostEverywhereAsync()
    {
        if (await _accounts.GetUserAsync(User) is not { } account)
        {
            return await Shown();
        }

        await _accounts.UpdateSecurityStampAsync(account);
        log.LogInformation("{Account} signed out everywhere", account.ActsAs);
        await signIn.SignOutAsync();
        return Then("/sign-in", T["profile.sessions.ended"]);
    }

    private async Task<bool> IsRight(Account account)
    {
        var code = Form.Text("code", 40).Replace(" ", "", StringComparison.Ordinal);
        if (Form.IsGood && !await _accounts.VerifyTwoFactorTokenAsync(account, _accounts.Options.Tokens.AuthenticatorTokenProvider, code))
        {
            Form.Fault("code", T["second-factor.failed"]);
        }

        return Form.IsGood;
    }

    private async Task<IActionResult> Shown()
    {
        Account = await _accounts.GetUserAsync(User);
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
