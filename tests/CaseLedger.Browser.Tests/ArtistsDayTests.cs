using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaseLedger.Browser.Tests;

/// <summary>What an artist does in a day.</summary>
public sealed class ArtistsDayTests(Browser browser)
{
    private const string Case = "/cases/AADEM2400001";

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task Slider_MovedToBeforeTheFix_ShowsZeroOnThirdOfApril(int width)
    {
        await using var window = await browser.Open("artist", width);
        var page = window.Page;
        await page.GotoAsync(Case);
        var row = page.Locator("tr[data-day='2024-04-03'] td.number").Nth(1);
        await Expect(row).ToHaveTextAsync("104");
        await Expect(page.Locator("figure.plot svg")).ToBeVisibleAsync();

        var slider = page.GetByRole(AriaRole.Slider);
        await slider.FocusAsync();
        await page.Keyboard.PressAsync("Home");

        await Expect(row).ToHaveTextAsync("0");
        await Expect(page.Locator("figure.plot svg")).ToBeVisibleAsync();
        Assert.Contains("observedBy=2024-04-16", page.Url, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Slider).FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(row).ToHaveTextAsync("104");
        window.NothingWentWrong();
    }

    [Fact]
    public async Task WithoutScript_TheLookBackIsAChoice()
    {
        await using var window = await browser.Open("artist", script: false);
        await window.Page.GotoAsync(Case);

        await window.Page.GetByLabel("As observed by").SelectOptionAsync("2024-04-16");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();

        await Expect(window.Page.Locator("tr[data-day='2024-04-03'] td.number").Nth(1)).ToHaveTextAsync("0");
    }

    [Theory]
    [InlineData(true, "2024-03-20\t51\n2024-03-21\t52\n2024-03-22\t53")]
    [InlineData(false, "2024-03-23\t54\n2024-03-24\t55\n2024-03-25\t56")]
    public async Task Reports_ThreeDays_ThatWerePreviewedFirst(bool script, string pasted)
    {
        await using var window = await browser.Open("artist", script: script);
        var page = window.Page;
        await page.GotoAsync($"{Case}/report");
        await page.GetByLabel("Seen on").FillAsync("2024-04-20");
        if (script && await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).CountAsync() > 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).ClickAsync();
        }

        await page.Locator("textarea[name=grid]").FillAsync(pasted);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what is understood" }).ClickAsync();
        await Expect(page.GetByText("3 days understood. Nothing is recorded yet.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();

        await page.WaitForURLAsync($"**{Case}*");
        foreach (var line in pasted.Split('\n').Select(line => line.Split('\t')))
        {
            await Expect(page.Locator($"tr[data-day='{line[0]}'] td.number").First).ToHaveTextAsync(line[1]);
        }

        window.NothingWentWrong();
    }

    [Fact]
    public async Task AnOpenPage_ShowsWhatSomebodyElseRecords_WithinTwoSeconds()
    {
        await using var artist = await browser.Open("artist");
        await artist.Page.GotoAsync(Case);
        await artist.Page.WaitForTimeoutAsync(500);
        await using var agent = await browser.Open("agent");
        await agent.Page.GotoAsync($"{Case}/act/promise");
        await agent.Page.GetByLabel("What was promised").FillAsync("to look into it once more");
        await agent.Page.GetByRole(AriaRole.Button, new() { Name = "Record the promise" }).ClickAsync();
        await agent.Page.WaitForURLAsync($"**{Case}");

        await Expect(artist.Page.GetByText("to look into it once more").First).ToBeVisibleAsync(new() { Timeout = 2_000 });
        await Expect(artist.Page.GetByText("Something new was recorded.")).ToBeVisibleAsync();
        artist.NothingWentWrong();
        agent.NothingWentWrong();
    }

    [Fact]
    public async Task ALostConnection_IsSaid()
    {
        await using var artist = await browser.Open("artist");
        await artist.Page.RouteAsync("**/live", route => route.AbortAsync());

        await artist.Page.GotoAsync(Case);

        await Expect(artist.Page.GetByText("The connection is lost", new() { Exact = false })).ToBeVisibleAsync(new() { Timeout = 5_000 });
    }
}
