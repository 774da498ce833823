using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaseLedger.Browser.Tests;

/// <summary>The case page at work: what opens, narrows and stays open.</summary>
public sealed class CasePageTests(Browser browser)
{
    private const string Case = "/cases/AADEM2400001";

    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js"));

    [Theory]
    [InlineData("artist", 1280, ColorScheme.Light)]
    [InlineData("artist", 360, ColorScheme.Dark)]
    [InlineData("agent", 1280, ColorScheme.Dark)]
    public async Task ADay_OpensItsHistoryInPlace_ByKeyboard_AndClosesAgain(string role, int width, ColorScheme scheme)
    {
        await using var window = await browser.Open(role, width, scheme, bypassPolicy: true);
        var page = window.Page;
        await page.GotoAsync(Case);
        var day = page.Locator("#day-2024-04-03");
        await Expect(day).ToHaveAttributeAsync("aria-expanded", "false");
        await day.FocusAsync();

        await page.Keyboard.PressAsync("Space");

        var history = page.Locator("#history-of-day-2024-04-03");
        await Expect(day).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(history.Locator("table.history tbody tr")).ToHaveCountAsync(3);
        await Expect(history.GetByText("backfill")).ToBeVisibleAsync();
        await history.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"{role}-expansion-{width}-{scheme.ToString().ToLowerInvariant()}.png") });
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);
        await page.EvaluateAsync(Axe);
        var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations.map(v => `${v.id}: ${v.nodes[0].html}`))");
        Assert.Empty(found.EnumerateArray().Select(violation => violation.GetString()));

        await page.Keyboard.PressAsync("Enter");
        await Expect(history).ToHaveCountAsync(0);
        await Expect(day).ToBeFocusedAsync();
        window.NothingWentWrong();
    }

    [Fact]
    public async Task ADay_WithoutScript_IsALinkToItsPage()
    {
        await using var window = await browser.Open("artist", script: false);
        var page = window.Page;
        await page.GotoAsync(Case);

        await page.Locator("a#day-2024-04-03").ClickAsync();

        await page.WaitForURLAsync($"**{Case}/days/2024-04-03*");
        await Expect(page.Locator("table.history tbody tr")).ToHaveCountAsync(3);
    }

    [Fact]
    public async Task AnOpenHistory_StaysOpen_WhenSomebodyElseRecords_AndFollowsTheSlider()
    {
        await using var artist = await browser.Open("artist");
        var page = artist.Page;
        await page.GotoAsync(Case);
        await page.Locator("#day-2024-04-03").ClickAsync();
        var history = page.Locator("#history-of-day-2024-04-03");
        await Expect(history.Locator("table.history tbody tr")).ToHaveCountAsync(3);

        await Promise("to keep what is open");
        await Expect(page.GetByText("to keep what is open").First).ToBeVisibleAsync(new() { Timeout = 2_000 });
        await Expect(history.Locator("table.history tbody tr")).ToHaveCountAsync(3);
        await Expect(page.Locator("#day-2024-04-03")).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(page.Locator("#day-2024-04-03")).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Slider).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await Expect(history.Locator("table.history tbody tr")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Slider)).ToBeFocusedAsync();
        await Expect(page.GetByRole(AriaRole.Slider)).ToHaveAttributeAsync("aria-valuetext", "16 Apr 2024");
        await Expect(page.GetByText("What had been observed by 16 Apr 2024", new() { Exact = false })).ToBeVisibleAsync();
        artist.NothingWentWrong();
    }

    [Fact]
    public async Task AFormThatIsBeingFilledIn_IsLeftAlone_AndWhatIsNewIsOffered()
    {
        await using var artist = await browser.Open("artist");
        var page = artist.Page;
        await page.GotoAsync(Case);
        await page.WaitForTimeoutAsync(500);
        // The choice is changed and not sent yet: what the reader is about to do, the page must not undo.
        await page.EvaluateAsync("document.querySelector('select[name=observedBy]').selectedIndex = 1");

        await Promise("to disturb nobody");

        await Expect(page.GetByText("Something new was recorded.")).ToBeVisibleAsync(new() { Timeout = 2_000 });
        Assert.Equal(1, await page.EvaluateAsync<int>("document.querySelector('select[name=observedBy]').selectedIndex"));
        await Expect(page.GetByText("to disturb nobody")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show it" }).ClickAsync();
        await Expect(page.GetByText("to disturb nobody").First).ToBeVisibleAsync();
        artist.NothingWentWrong();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheTimeline_IsNarrowed_InTheAddress(bool script)
    {
        await using var window = await browser.Open("artist", script: script);
        var page = window.Page;
        await page.GotoAsync(Case);

        await page.Locator("#happened").GetByRole(AriaRole.Link, new() { Name = "Evidence" }).ClickAsync();

        await page.WaitForURLAsync($"**{Case}?part=evidence*");
        await Expect(page.Locator("ol.timeline > li.evidence")).ToHaveCountAsync(4);
        await Expect(page.Locator("ol.timeline > li.statement")).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await Expect(page.Locator("ol.timeline > li:not(.evidence)")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Everything" }).ClickAsync();
        await Expect(page.Locator("ol.timeline > li.statement").First).ToBeVisibleAsync();
        await page.GoBackAsync();
        await Expect(page.Locator("ol.timeline > li:not(.evidence)")).ToHaveCountAsync(0);
        if (script)
        {
            await Expect(page.GetByRole(AriaRole.Slider)).ToBeVisibleAsync();
        }

        window.NothingWentWrong();
    }

    [Fact]
    public async Task TheTriangle_IsReachedFromTheCase_AndChangesItsSource_WithoutScript()
    {
        await using var window = await browser.Open("agent", script: false);
        var page = window.Page;
        await page.GotoAsync(Case);

        await page.GetByRole(AriaRole.Link, new() { Name = "How the numbers arrived" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1 of 2 days changed afterwards" })).ToBeVisibleAsync();
        await page.GetByLabel("Source").SelectOptionAsync("artist-dashboard");
        await page.GetByLabel("Measure").SelectOptionAsync("streams");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();

        await Expect(page.Locator(".heat-map.artist-dashboard td").GetByText("153").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task AnAgent_SeesWhatAChallengeLacks()
    {
        await using var window = await browser.Open("agent");
        await window.Page.GotoAsync(Case);

        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "Ready for a challenge?" })).ToBeVisibleAsync();
        await Expect(window.Page.GetByText("too old", new() { Exact = false }).First).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Record a challenge" })).ToHaveAttributeAsync("href", $"{Case}/act/challenge");
    }

    [Theory]
    [InlineData("artist", Case)]
    [InlineData("agent", Case)]
    [InlineData("agent", $"{Case}/triangle")]
    [InlineData("artist", "/")]
    public async Task OnPaper_NothingIsCutOff_AndTheTablesStayTables(string role, string path)
    {
        await using var window = await browser.Open(role, scheme: ColorScheme.Dark);
        var page = window.Page;
        await page.GotoAsync(path);
        await page.WaitForTimeoutAsync(300);
        var name = $"{role}{path.Replace('/', '-')}-print";
        await page.PdfAsync(new() { Path = Path.Combine(Browser.Pictures, $"{name}.pdf"), Format = "A4", PrintBackground = false });

        // As wide as A4 between its margins.
        await page.SetViewportSizeAsync(718, 1000);
        await page.EmulateMediaAsync(new() { Media = Media.Print, ColorScheme = ColorScheme.Light });
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"{name}.png"), FullPage = true });

        Assert.InRange(await page.EvaluateAsync<int>("document.documentElement.scrollWidth"), 1, 718);
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('tr')].filter(row => getComputedStyle(row).display !== 'table-row').length"));
        Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('header.site, form.look-back, nav.acts, nav.parts')].filter(part => part.checkVisibility()).length"));
        foreach (var plot in await page.Locator("figure.plot svg").AllAsync())
        {
            var box = (await plot.BoundingBoxAsync())!;
            Assert.True(box is { Width: > 500 and <= 718, Height: > 200 }, $"The plot is {box.Width} by {box.Height} on paper.");
        }

        Assert.Equal("rgb(255, 255, 255)", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).backgroundColor"));
    }

    private async Task Promise(string what)
    {
        await using var agent = await browser.Open("agent");
        await agent.Page.GotoAsync($"{Case}/act/promise");
        await agent.Page.Locator("#field-what").FillAsync(what);
        await agent.Page.Locator("form.sheet button.primary").ClickAsync();
        await agent.Page.WaitForURLAsync($"**{Case}");
    }
}
