using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Writing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaseLedger.Browser.Tests;

/// <summary>What a manager does in a day. Its incidents are of a store and of days that no other test looks at.</summary>
public sealed class ManagersDayTests(Browser browser) : IAsyncLifetime
{
    private const int Songs = 6;

    private static readonly Store Deezer = Store.Parse("deezer");

    // Ten days of six recordings; on the sixth and seventh day Trends lacks most of each.
    private static readonly Day FirstDay = new(2024, 1, 5);

    private static readonly Dictionary<Browser, bool> Ready = [];

    public async ValueTask InitializeAsync()
    {
        if (browser.Url.Length > 0 && Ready.TryAdd(browser, true))
        {
            await SixRecordings();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(true, 1280, ColorScheme.Light)]
    [InlineData(true, 360, ColorScheme.Dark)]
    [InlineData(false, 1280, ColorScheme.Dark)]
    [InlineData(false, 360, ColorScheme.Light)]
    public async Task FiltersAndSorts_KeepsTheView_ExportsIt_AndRemovesIt(bool script, int width, ColorScheme scheme)
    {
        await using var window = await browser.Open("manager", width, scheme, script);
        var page = window.Page;
        var name = $"By title, {width}{(script ? "" : ", plainly")}";
        await page.GotoAsync("/cases");
        await page.GetByLabel("Title, artist or ISRC").FillAsync("radar song");
        await page.GetByLabel("Status").SelectOptionAsync("all");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.Locator("table.dense tbody tr")).ToHaveCountAsync(Songs);
        if (width > 760)
        {
            await page.GetByRole(AriaRole.Columnheader, new() { Name = "Recording" }).GetByRole(AriaRole.Link).ClickAsync();
            await Expect(page.GetByRole(AriaRole.Columnheader, new() { Name = "Recording" })).ToHaveAttributeAsync("aria-sort", "ascending");
        }
        else
        {
            // A narrow table has no heads to sort by.
            await page.GetByLabel("Order").SelectOptionAsync("title");
            await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        }

        await Expect(page.Locator("table.dense tbody th").First).ToHaveTextAsync("Radar song 1");

        await page.GetByLabel("Save this view as").FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync($"Saved as {name}.");

        await page.GotoAsync("/cases");
        await page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToHaveAttributeAsync("aria-current", "page");
        await Expect(page.Locator("table.dense tbody tr")).ToHaveCountAsync(Songs);

        var lines = await Download(page, "cases.csv");
        Assert.StartsWith("isrc,status,title,", lines[0], StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, Songs).Select(i => $"Radar song {i}"), lines.Skip(1).Select(line => line.Split(',')[2]));

        await page.GetByRole(AriaRole.Button, new() { Name = $"Remove the view {name}", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The view was removed.");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).ToHaveCountAsync(0);
        window.NothingWentWrong();
    }

    [Fact]
    public async Task TheRadar_LeadsFromWhatStandsOut_ToItsIncident()
    {
        await using var window = await browser.Open("manager");
        var page = window.Page;
        await page.GotoAsync("/incidents");
        await page.GetByLabel("First day").FillAsync("2024-01-01");
        await page.GetByLabel("Last day").FillAsync("2024-01-28");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look" }).ClickAsync();
        await Expect(page.Locator("td.flagged")).ToHaveCountAsync(2);
        await Shoot(browser, "/incidents/radar?from=2024-01-01&to=2024-01-28", "radar");

        await page.GetByRole(AriaRole.Link, new() { Name = "Declare it" }).ClickAsync();
        await page.GetByLabel("What everybody is told").FillAsync("Trends shows a tenth of the streams of these days.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Declare an incident" }).ClickAsync();

        await page.WaitForURLAsync("**/incidents/trends-deezer-2024-01-10");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("The incident is declared. These are the cases that it touches.");
        await Expect(page.Locator("table.dense tbody tr")).ToHaveCountAsync(Songs);
        await page.GotoAsync("/incidents/radar?from=2024-01-01&to=2024-01-28");
        await Expect(page.Locator("td.flagged.declared")).ToHaveCountAsync(2);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Declare it" })).ToHaveCountAsync(0);
        await Shoot(browser, "/incidents/radar?from=2024-01-01&to=2024-01-28", "radar-declared");
        window.NothingWentWrong();
    }

    [Theory]
    [InlineData(true, 1280, ColorScheme.Light, "deezer-with-script", "2024-01-07")]
    [InlineData(true, 360, ColorScheme.Dark, "deezer-narrow", "2024-01-07")]
    [InlineData(false, 1280, ColorScheme.Dark, "deezer-plainly", "2024-01-08")]
    public async Task DeclaresAnIncident_SeesTheCases_ReScopesIt_AndMarksItAsFixed(bool script, int width, ColorScheme scheme, string slug, string day)
    {
        await using var window = await browser.Open("manager", width, scheme, script);
        var page = window.Page;
        await page.GotoAsync("/incidents");
        await page.GetByRole(AriaRole.Link, new() { Name = "Declare an incident" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync(slug);
        await page.GetByLabel("Store").FillAsync("deezer");
        await page.GetByLabel("First day").FillAsync(day);
        await page.GetByLabel("Last day").FillAsync(day);
        await page.GetByLabel("What everybody is told").FillAsync("Trends is late with this day.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Declare an incident" }).ClickAsync();
        await page.WaitForURLAsync($"**/incidents/{slug}");
        await Expect(page.Locator("table.dense tbody tr")).ToHaveCountAsync(Songs);

        await page.GetByRole(AriaRole.Link, new() { Name = "Re-scope" }).ClickAsync();
        await page.GetByLabel("Last day").FillAsync("2024-01-09");
        await page.GetByRole(AriaRole.Button, new() { Name = "Re-scope" }).ClickAsync();
        await page.WaitForURLAsync($"**/incidents/{slug}");
        await Expect(page.Locator("ol.timeline .struck")).ToHaveCountAsync(1);

        await page.GetByRole(AriaRole.Link, new() { Name = "Mark as fixed" }).ClickAsync();
        await page.Locator("#field-fixed").FillAsync("2024-02-20");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as fixed" }).ClickAsync();
        await page.WaitForURLAsync($"**/incidents/{slug}");
        await Expect(page.Locator("ol.timeline > li")).ToHaveCountAsync(3);
        await Expect(page.GetByText("Gaps not closed")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Mark as fixed" })).ToHaveCountAsync(0);

        await page.GotoAsync("/incidents");
        await page.GetByRole(AriaRole.Link, new() { Name = $"cases of {slug}" }).ClickAsync();
        await Expect(page.Locator("table.dense tbody tr")).ToHaveCountAsync(Songs);
        if (script && width > 760)
        {
            await Shoot(browser, $"/incidents/{slug}", "incident-fixed");
        }

        window.NothingWentWrong();
    }

    [Theory]
    [InlineData(true, 1280, ColorScheme.Light)]
    [InlineData(true, 360, ColorScheme.Dark)]
    [InlineData(false, 1280, ColorScheme.Dark)]
    [InlineData(false, 360, ColorScheme.Light)]
    public async Task SeesWhoIsLateWithWhat_AndHowTheMachineryIs(bool script, int width, ColorScheme scheme)
    {
        await using var window = await browser.Open("manager", width, scheme, script);
        var page = window.Page;
        await page.GotoAsync("/cases");
        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Duties" }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Show" }).SelectOptionAsync("only");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        await Expect(page.Locator("td.overdue").First).ToBeVisibleAsync();
        Assert.Equal(await page.Locator("td.overdue").CountAsync() + 1, (await Download(page, "duties.csv")).Length);
        await page.Locator("section[aria-labelledby=open] tbody tr").First.GetByRole(AriaRole.Link).First.ClickAsync();
        await page.WaitForURLAsync("**/cases/AADEM2400*");

        await page.GetByRole(AriaRole.Navigation).GetByRole(AriaRole.Link, new() { Name = "Operations" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Rowheader, new() { Name = "readings", Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByText("up to date").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Look again" }).ClickAsync();
        await Expect(page.GetByText("PostgreSQL")).ToBeVisibleAsync();
        if (script)
        {
            // The part that changes is asked for anew by itself.
            await page.RunAndWaitForResponseAsync(
                () => Task.CompletedTask, response => response.Request.Headers.ContainsKey("hx-request"), new() { Timeout = 20_000 });
            await Expect(page.GetByText("up to date").First).ToBeVisibleAsync();
        }

        window.NothingWentWrong();
    }

    private static async Task<string[]> Download(IPage page, string name)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Download as CSV" }).ClickAsync());
        Assert.Equal(name, download.SuggestedFilename);
        await using var file = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(file);
        return (await reader.ReadToEndAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }

    // What only this test's data shows, as EveryPageTests shoots the others.
    private static async Task Shoot(Browser browser, string path, string name)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 1280, 360 })
            {
                await using var window = await browser.Open("manager", width, scheme);
                await window.Page.GotoAsync(path);
                Assert.True(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than {width} px");
                await window.Page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"manager-{name}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
            }
        }
    }

    private async Task SixRecordings()
    {
        var store = browser.Services.GetRequiredService<CaseStore>();
        var agent = new Reporter(new(AccountId.Parse("agent:radar"), Role.Agent, null));
        for (var i = 1; i <= Songs; i++)
        {
            var isrc = Isrc.Parse($"AARDR24{i:00000}");
            var song = i;
            var days = Enumerable.Range(0, 10).Select(d => (Day: FirstDay.PlusDays(d), Shown: 400 + (37 * song) + (11 * d), Lacks: d is 5 or 6)).ToList();
            var seen = new Observed.On(new(2024, 2, 1));
            await store.Handle(isrc, agent, new OpenCase(Guid.NewGuid(), agent.Account, isrc, $"Radar song {i}", "The Harbour", Channel.Email), OpeningCase.Decide, CancellationToken.None);
            await store.Handle(
                isrc, agent,
                new ReportScreenshot(Guid.NewGuid(), agent.Account, Deezer, seen, days.Select(day => new DayCount(day.Day, new(day.Shown))).ToValueList()),
                ReportingScreenshot.Decide, CancellationToken.None);
            await store.Handle(
                isrc, agent,
                new TakeTrendsSnapshot(
                    Guid.NewGuid(), agent.Account, Deezer, seen,
                    days.Select((day, d) => new TrendsCount(day.Day, new StreamCount(day.Lacks ? day.Shown / 10 : day.Shown * (90 + song + (d * 3 % 4)) / 100))).ToValueList()),
                TakingTrendsSnapshot.Decide, CancellationToken.None);
        }

        await browser.Services.GetRequiredService<ProjectionDaemon>().WaitFor((await browser.Services.GetRequiredService<EventLedger>().Head()).Size, TimeSpan.FromSeconds(30));
    }
}
