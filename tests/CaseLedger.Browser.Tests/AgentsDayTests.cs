using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaseLedger.Browser.Tests;

/// <summary>What an agent does in a day.</summary>
public sealed class AgentsDayTests(Browser browser)
{
    [Theory]
    [InlineData(true, 1280, ColorScheme.Light, "AA-DEM-24-00002", "AADEM2400002", "141")]
    [InlineData(true, 360, ColorScheme.Dark, "AADEM2400002", "AADEM2400002", "143")]
    [InlineData(false, 1280, ColorScheme.Dark, "aadem2400003", "AADEM2400003", "142")]
    [InlineData(false, 360, ColorScheme.Light, "ISRC AA-DEM-24-00003", "AADEM2400003", "144")]
    public async Task LogsAClaimFromAPaste_SeesTheLedgersAnswer_AndWithdrawsAMistypedOne(
        bool script, int width, ColorScheme scheme, string typed, string isrc, string mistyped)
    {
        await using var window = await browser.Open("agent", width, scheme, script);
        var page = window.Page;
        await page.GotoAsync("/claim");
        await page.GetByLabel("ISRC", new() { Exact = false }).First.FillAsync(typed);
        if (!script)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Look it up" }).ClickAsync();
        }

        await page.GetByLabel("Seen on").FillAsync("2024-04-21");
        if (script && await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).CountAsync() > 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).ClickAsync();
        }

        await page.Locator("textarea[name=grid]").FillAsync($"2024-04-05\t{mistyped}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what is understood" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "What the ledger says now" })).ToBeVisibleAsync();
        await Expect(page.GetByText(mistyped).First).ToBeVisibleAsync();

        await page.GetByText("Mistyped? Withdraw this claim").ClickAsync();
        await page.GetByLabel("Why").FillAsync("two digits changed places");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw it" }).ClickAsync();

        await page.WaitForURLAsync($"**/cases/{isrc}");
        await Expect(page.GetByText("Withdrawn: two digits changed places").First).ToBeVisibleAsync();
        window.NothingWentWrong();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task RecordsTheEditedStatement_AndBothStayReadable(int width, ColorScheme scheme)
    {
        await using var window = await browser.Open("agent", width, scheme);
        var page = window.Page;
        async Task Say(string quote, bool edits)
        {
            await page.GotoAsync("/cases/AADEM2400003/act/state");
            await page.GetByLabel("What was said").FillAsync(quote);
            await page.Locator("#field-said").FillAsync("2024-04-24");
            if (edits)
            {
                var option = page.Locator("#field-supersedes option", new() { HasText = $"as first said, {width}" });
                await page.Locator("#field-supersedes").SelectOptionAsync((await option.GetAttributeAsync("value"))!);
            }

            await page.GetByRole(AriaRole.Button, new() { Name = "Record the statement" }).ClickAsync();
            await page.WaitForURLAsync("**/cases/AADEM2400003");
        }

        await Say($"as first said, {width}", edits: false);
        await Say($"as said after the edit, {width}", edits: true);

        await Expect(page.Locator("blockquote.struck", new() { HasText = $"as first said, {width}" }).First).ToBeVisibleAsync();
        await Expect(page.Locator("blockquote:not(.struck)", new() { HasText = $"as said after the edit, {width}" }).First).ToBeVisibleAsync();
        window.NothingWentWrong();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task MakesAPromise_ThatTheDutiesThenHold(int width, ColorScheme scheme)
    {
        await using var window = await browser.Open("agent", width, scheme);
        var page = window.Page;
        var what = $"an answer to the {width} questions";
        await page.GotoAsync("/cases/AADEM2400003/act/promise");
        await page.GetByLabel("What was promised").FillAsync(what);
        await page.Locator("#field-due").FillAsync("2024-05-02");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the promise" }).ClickAsync();
        await page.WaitForURLAsync("**/cases/AADEM2400003");
        await Expect(page.GetByText(what).First).ToBeVisibleAsync();

        await page.GotoAsync("/duties?overdue=only");
        await Expect(page.Locator("tr", new() { HasText = what })).ToBeVisibleAsync();
        window.NothingWentWrong();
    }

    [Fact]
    public async Task InvitesAnArtist_WhoSignsInByTheLink()
    {
        await using var agent = await browser.Open("agent");
        await agent.Page.GotoAsync("/accounts");
        await agent.Page.Locator("#field-label").FillAsync("artist A’s manager");
        await agent.Page.GetByLabel("Artist account").FillAsync("artist:a");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Make an invitation" }).ClickAsync();
        var link = await agent.Page.Locator(".toast code").InnerTextAsync();

        await using var artist = await browser.Open();
        await artist.Page.GotoAsync(link);
        await artist.Page.GetByLabel("E-mail").FillAsync($"{Guid.NewGuid():N}@example.com");
        await artist.Page.GetByLabel("New password").FillAsync("four unlikely words together");
        await artist.Page.GetByRole(AriaRole.Button, new() { Name = "Make my account" }).ClickAsync();

        await Expect(artist.Page.GetByText("Your account is ready.")).ToBeVisibleAsync();
        await Expect(artist.Page.GetByRole(AriaRole.Link, new() { Name = "Recording A", Exact = true })).ToBeVisibleAsync();
        await Expect(artist.Page.GetByRole(AriaRole.Link, new() { Name = "Recording B", Exact = true })).ToHaveCountAsync(0);
        agent.NothingWentWrong();
        artist.NothingWentWrong();
    }
}
