using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaseLedger.Browser.Tests;

/// <summary>Passkeys in a real browser, with a device that Chromium plays.</summary>
public sealed class PasskeyTests(Browser browser)
{
    private const string Password = "four unlikely words together";

    private static readonly Dictionary<string, object> Device = new()
    {
        ["options"] = new Dictionary<string, object>
        {
            ["protocol"] = "ctap2",
            ["transport"] = "internal",
            ["hasResidentKey"] = true,
            ["hasUserVerification"] = true,
            ["isUserVerified"] = true,
            ["automaticPresenceSimulation"] = true,
        },
    };

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task APasskey_IsAdded_SignsIn_AndNoLongerOnceItIsRemoved(int width)
    {
        var name = $"test device {width}";
        // An account of its own: removing a passkey ends the account's other sessions, which other tests share.
        var (email, actsAs) = ($"passkeys-{width}@example.com", $"agent:passkeys-{width}");
        await using (var scope = browser.Services.CreateAsyncScope())
        {
            var (_, made) = await scope.ServiceProvider.GetRequiredService<AccountMaking>().Make(email, Password, Role.Agent, AccountId.Parse(actsAs), null);
            Assert.True(made.Succeeded, string.Join(", ", made.Errors.Select(error => error.Code)));
        }

        await using var window = await browser.Open(width: width, host: "localhost");
        var page = window.Page;
        var session = await page.Context.NewCDPSessionAsync(page);
        await session.SendAsync("WebAuthn.enable");
        await session.SendAsync("WebAuthn.addVirtualAuthenticator", Device);
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/inbox");

        // A wrong password is said before the device is asked.
        await page.GotoAsync("/profile");
        await Add("not the password at all");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not the current password.");
        await Add(Password);
        await Expect(page.GetByText("The passkey is added.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = name })).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"passkeys-profile-{width}.png"), FullPage = true });

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await page.WaitForURLAsync("**/inbox");
        await page.GotoAsync("/profile");
        await Expect(page.GetByText(actsAs)).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = $"Change {name}" }).ClickAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"passkeys-one-{width}.png"), FullPage = true });
        await page.GetByLabel("Current password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();
        await Expect(page.GetByText("The passkey is removed;")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByText("That did not work. Try again, or sign in by password.")).ToBeVisibleAsync();
        await page.GotoAsync("/profile");
        await Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in"));
        Assert.Empty(window.Wrong.Where(wrong => !wrong.Contains("422", StringComparison.Ordinal)).ToList());

        async Task Add(string password)
        {
            await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
            await page.Locator("#field-passkeyPassword").FillAsync(password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        }
    }

    [Fact]
    public async Task WithoutADeviceThatAnswers_ThePageSaysSo()
    {
        await using var window = await browser.Open(host: "localhost");
        await window.Page.AddInitScriptAsync("navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError'))");
        await window.Page.GotoAsync("/sign-in");

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();

        await Expect(window.Page.GetByText("No passkey was used.")).ToBeVisibleAsync();
        window.NothingWentWrong();
    }

    [Fact]
    public async Task AtAnAddressOfNumbers_AndWithoutScript_ThereIsNoButton()
    {
        await using var numbers = await browser.Open("agent");
        await numbers.Page.GotoAsync("/profile");
        await Expect(numbers.Page.GetByText("do not work at an IP address")).ToBeVisibleAsync();
        await Expect(numbers.Page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" })).ToHaveCountAsync(0);

        await using var plain = await browser.Open(script: false, host: "localhost");
        await plain.Page.GotoAsync("/sign-in");
        await Expect(plain.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" })).ToBeHiddenAsync();
        await Expect(plain.Page.GetByLabel("Password")).ToBeVisibleAsync();
    }
}
