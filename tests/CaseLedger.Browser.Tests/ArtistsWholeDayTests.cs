using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaseLedger.Browser.Tests;

/// <summary>An artist's day from the invitation to the answer, in one go.</summary>
public sealed class ArtistsWholeDayTests(Browser browser)
{
    private const string Case = "/cases/AADEM2400001";

    [Theory]
    [InlineData(1280, ColorScheme.Light, true, 1)]
    [InlineData(1280, ColorScheme.Dark, true, 4)]
    [InlineData(360, ColorScheme.Light, true, 7)]
    [InlineData(360, ColorScheme.Dark, true, 10)]
    [InlineData(1280, ColorScheme.Light, false, 13)]
    [InlineData(360, ColorScheme.Dark, false, 16)]
    public async Task FromTheInvitation_ToTheAnswer(int width, ColorScheme scheme, bool script, int firstDay)
    {
        var asked = $"Three days of February, asked for run {firstDay}";
        var invitation = await AgentInvitesAndAsks(asked);
        await using var window = await browser.Open(null, width, scheme, script);
        var page = window.Page;

        // Signs in by the invitation.
        await page.GotoAsync(invitation);
        await page.Locator("#field-email").FillAsync($"{Guid.NewGuid():N}@example.com");
        await page.Locator("#field-password").FillAsync("four unlikely words together");
        await page.Locator("form.sheet button.primary").ClickAsync();
        var card = page.Locator(".card").Filter(new() { HasText = "Recording A" });
        await Expect(card.GetByText(asked, new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.Locator(".card")).ToHaveCountAsync(1);
        await Picture("cards");

        // Reads the timeline.
        await card.GetByRole(AriaRole.Link, new() { Name = "Recording A", Exact = true }).ClickAsync();
        await page.WaitForURLAsync($"**{Case}");
        await Expect(page.Locator("#needed + ul").GetByText(asked, new() { Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Statements" }).ClickAsync();
        await page.WaitForURLAsync("**part=statements*");
        await Expect(page.Locator("blockquote.struck").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Everything" }).ClickAsync();
        await Expect(page.Locator("ol.timeline").GetByText("You have sent", new() { Exact = false })).ToHaveCountAsync(0);
        await Expect(page.GetByText("You have sent this evidence 4 times", new() { Exact = false })).ToBeVisibleAsync();

        // Looks back to before the fix.
        var trends = page.Locator("tr[data-day='2024-04-03'] td.number").Nth(1);
        await Expect(trends).ToHaveTextAsync("104");
        if (script)
        {
            await page.GetByRole(AriaRole.Slider).FocusAsync();
            await page.Keyboard.PressAsync("Home");
        }
        else
        {
            await page.GetByLabel("As observed by").SelectOptionAsync("2024-04-16");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        }

        await Expect(trends).ToHaveTextAsync("0");
        await Picture("look-back");

        // Reports three days.
        var days = Enumerable.Range(firstDay, 3).Select(day => $"2024-02-{day:00}").ToArray();
        await page.GotoAsync($"{Case}/report");
        await page.Locator("#field-seen").FillAsync("2024-04-20");
        if (script)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).ClickAsync();
        }

        await page.Locator("textarea[name=grid]").FillAsync(string.Join('\n', days.Select((day, i) => $"{day}\t{60 + i}")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what is understood" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();
        await page.WaitForURLAsync($"**{Case}*");
        for (var i = 0; i < days.Length; i++)
        {
            await Expect(page.Locator($"tr[data-day='{days[i]}'] td.number").First).ToHaveTextAsync($"{60 + i}");
        }

        // Answers the request.
        var needed = page.Locator("#needed + ul > li").Filter(new() { HasText = asked });
        await needed.GetByRole(AriaRole.Link).ClickAsync();
        await page.Locator("#field-text").FillAsync($"They are recorded now, in run {firstDay}.");
        await page.Locator("form.sheet button.primary").ClickAsync();
        await page.WaitForURLAsync($"**{Case}");
        await Expect(page.GetByText($"Answered: They are recorded now, in run {firstDay}.")).ToBeVisibleAsync();
        await Expect(page.Locator("#needed + ul > li").Filter(new() { HasText = asked })).ToHaveCountAsync(0);
        await Picture("answered");
        window.NothingWentWrong();

        async Task Picture(string what)
        {
            var name = $"day-of-artist-{what}-{width}-{scheme.ToString().ToLowerInvariant()}{(script ? "" : "-no-script")}.png";
            await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, name), FullPage = true });
        }
    }

    private async Task<string> AgentInvitesAndAsks(string what)
    {
        await using var agent = await browser.Open("agent");
        var page = agent.Page;
        await page.GotoAsync($"{Case}/act/request");
        await page.Locator("#field-by").SelectOptionAsync("distributor");
        await page.Locator("#field-of").SelectOptionAsync("artist");
        await page.Locator("#field-what").FillAsync(what);
        await page.Locator("#field-due").FillAsync("2024-04-01");
        await page.Locator("form.sheet button.primary").ClickAsync();
        await page.WaitForURLAsync($"**{Case}");

        await page.GotoAsync("/accounts");
        await page.Locator("#field-label").FillAsync("artist A’s manager");
        await page.GetByLabel("Artist account").FillAsync("artist:a");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make an invitation" }).ClickAsync();
        var link = await page.Locator(".toast code").InnerTextAsync();
        agent.NothingWentWrong();
        return link;
    }
}
