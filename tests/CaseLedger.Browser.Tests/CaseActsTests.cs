using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaseLedger.Browser.Tests;

/// <summary>An agent works a case from its opening to its end, on recordings of their own.</summary>
public sealed class CaseActsTests(Browser browser)
{
    [Theory]
    [InlineData(true, "AADEM2403001")]
    [InlineData(false, "AADEM2403002")]
    public async Task ChallengesTheStore_RecordsItsReply_ResolvesTheCase_AndReopensIt(bool script, string isrc)
    {
        await using var window = await browser.Open("agent", script: script);
        var page = window.Page;
        await OpenCase(page, isrc, script);

        await Choose(page, "Challenge the store");
        await page.GetByLabel("Judged as of").FillAsync("2024-04-26");
        await page.GetByRole(AriaRole.Button, new() { Name = "Judge" }).ClickAsync();
        await Expect(page.GetByText("2 of the 3 days needed qualify so far.")).ToBeVisibleAsync();
        await Expect(page.GetByText("Excluded: 31 Mar 2024 (incident trends-2024-03-31).")).ToBeVisibleAsync();
        await page.GetByLabel("2 Apr 2024").CheckAsync();
        await page.GetByLabel("3 Apr 2024").CheckAsync();
        await page.GetByLabel("Reference").FillAsync("T-10234");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the challenge" }).ClickAsync();
        await IsDone(page, isrc);
        await Expect(page.GetByText("waiting on Spotify").First).ToBeVisibleAsync();
        await Expect(page.GetByText("T-10234").First).ToBeVisibleAsync();

        await Choose(page, "Record the store’s reply");
        await page.GetByLabel("Replied on").FillAsync("2024-05-02");
        await page.GetByLabel("What the store wrote").FillAsync("These are the numbers.");
        await Paste(page, "2024-04-03\t1,114", script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the reply" }).ClickAsync();
        await page.GetByLabel("Thousands: one thousand").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the reply" }).ClickAsync();
        await IsDone(page, isrc);
        await Expect(page.GetByText("3 Apr 2024: 1,114 streams").First).ToBeVisibleAsync();

        await Choose(page, "Record what Trends shows");
        await page.GetByLabel("Seen on").FillAsync("2024-05-02");
        await Paste(page, "2024-04-02\t0\n2024-04-03\tnot received", script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what is understood" }).ClickAsync();
        await Expect(page.GetByText("3 Apr 2024: nothing received")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();
        await IsDone(page, isrc);

        await Choose(page, "Resolve");
        await page.GetByLabel("How it was settled").SelectOptionAsync("confirmed-by-store");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resolve the case" }).ClickAsync();
        await IsDone(page, isrc);
        await Expect(page.GetByText("Resolved: the store confirmed its numbers").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Reopen" }).ClickAsync();
        await page.GetByLabel("Why").FillAsync("the artist sent new numbers");
        await page.GetByRole(AriaRole.Button, new() { Name = "Reopen the case" }).ClickAsync();
        await IsDone(page, isrc);
        await Expect(page.GetByText("the artist sent new numbers").First).ToBeVisibleAsync();
        window.NothingWentWrong();
    }

    [Theory]
    [InlineData(true, "AADEM2403003")]
    [InlineData(false, "AADEM2403004")]
    public async Task TakesTheCase_LinksIt_FollowsIt_SaysWhatWasSent_AndSettlesAPromise(bool script, string isrc)
    {
        await using var window = await browser.Open("agent", script: script);
        var page = window.Page;
        await OpenCase(page, isrc, script);

        await Choose(page, "Assign");
        await page.GetByRole(AriaRole.Button, new() { Name = "Assign to me" }).ClickAsync();
        await IsDone(page, isrc);
        await Expect(page.GetByText("Assigned to agent:demo").First).ToBeVisibleAsync();

        await Choose(page, "Link another case");
        await page.GetByLabel("ISRC of the other case").FillAsync("AA-DEM-24-03999");
        await page.GetByLabel("Why they belong together").FillAsync("the same days are missing");
        await page.GetByRole(AriaRole.Button, new() { Name = "Link the cases" }).ClickAsync();
        await Expect(page.GetByText("There is no case under AA-DEM-24-03999.").First).ToBeVisibleAsync();
        await page.GetByLabel("ISRC of the other case").FillAsync("aa dem 24 00002");
        await page.GetByRole(AriaRole.Button, new() { Name = "Link the cases" }).ClickAsync();
        await IsDone(page, isrc);
        await Expect(page.GetByText("the same days are missing").First).ToBeVisibleAsync();

        await Choose(page, "Add a follower");
        await page.GetByRole(AriaRole.Button, new() { Name = "Follow it myself" }).ClickAsync();
        await IsDone(page, isrc);

        await Choose(page, "Record evidence sent");
        await page.GetByLabel("Name of the file").FillAsync("days.png");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record it" }).ClickAsync();
        await IsDone(page, isrc);
        await Expect(page.GetByText("a screenshot, days.png").First).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Record a promise" }).ClickAsync();
        await page.GetByLabel("What was promised").FillAsync("an answer by Friday");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record the promise" }).ClickAsync();
        await IsDone(page, isrc);
        await page.GetByRole(AriaRole.Link, new() { Name = "Settle the promise" }).ClickAsync();
        await page.GetByLabel("How it ended").SelectOptionAsync("kept");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record how it ended" }).ClickAsync();
        await IsDone(page, isrc);
        await Expect(page.GetByText("Promise kept.").First).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Settle the promise" })).ToHaveCountAsync(0);
        // The console repeats the status of the form that asked for another look.
        Assert.All(window.Wrong, wrong => Assert.Contains("422", wrong, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1280)]
    [InlineData(360)]
    public async Task WhatElseThereIsToDo_IsReachedByKeyboard_AndFitsTheWindow(int width)
    {
        await using var window = await browser.Open("agent", width);
        var page = window.Page;
        await page.GotoAsync("/cases/AADEM2400003");
        await page.Locator("nav.acts summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Challenge the store" })).ToBeVisibleAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"agent-more-acts-{width}.png") });
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width);

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("/act/assign", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href').slice(-11)"));
    }

    private static async Task OpenCase(IPage page, string isrc, bool script)
    {
        await page.GotoAsync("/claim");
        await page.Locator("#field-isrc").FillAsync(isrc);
        if (!script)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Look it up" }).ClickAsync();
        }

        await page.GetByLabel("Title").FillAsync("A recording of one’s own");
        await page.Locator("#field-artist").FillAsync("artist D");
        await page.GetByLabel("Seen on").FillAsync("2024-04-21");
        await Paste(page, "2024-03-31\t90\n2024-04-02\t101\n2024-04-03\t114", script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what is understood" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "To the case" }).ClickAsync();
        await page.WaitForURLAsync($"**/cases/{isrc}");
    }

    // Without script the grid is text from the start.
    private static async Task Paste(IPage page, string grid, bool script)
    {
        if (script)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).ClickAsync();
        }

        await page.Locator("textarea[name=grid]").FillAsync(grid);
    }

    private static async Task Choose(IPage page, string act)
    {
        await page.Locator("nav.acts summary").ClickAsync();
        await page.Locator("nav.acts").GetByRole(AriaRole.Link, new() { Name = act, Exact = true }).ClickAsync();
    }

    private static async Task IsDone(IPage page, string isrc)
    {
        await page.WaitForURLAsync($"**/cases/{isrc}");
        await Expect(page.GetByText("Recorded as event")).ToBeVisibleAsync();
    }
}
