using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CaseLedger.Browser.Tests;

/// <summary>Files dropped on the pages where numbers are reported: looked through, corrected, recorded, seen in the plot.</summary>
/// <remarks>On a server of their own, so that what they record changes no other test's pages.</remarks>
public sealed class FileTests(FileTests.Server server) : IClassFixture<FileTests.Server>
{
    private const string Case = "/cases/AADEM2400001";

    /// <summary>The server that these tests share.</summary>
    public sealed class Server : IAsyncLifetime
    {
        public Browser Browser { get; } = new();

        public ValueTask InitializeAsync() => Browser.InitializeAsync();

        public ValueTask DisposeAsync() => Browser.DisposeAsync();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light, true, "2023-05")]
    [InlineData(360, ColorScheme.Dark, true, "2023-06")]
    [InlineData(1280, ColorScheme.Dark, false, "2023-07")]
    public async Task Artist_DropsATimeline_CorrectsACell_AndSeesThePlotChange(int width, ColorScheme scheme, bool script, string month)
    {
        await using var window = await server.Browser.Open("artist", width, scheme, script);
        var page = window.Page;
        await page.GotoAsync(Case);
        await Expect(page.Locator($"tr[data-day='{month}-02']")).ToHaveCountAsync(0);

        // As Spotify for Artists writes it, but that somebody mistyped a number since.
        await page.GotoAsync($"{Case}/report");
        await Drop("#drop-file", "Recording A-timeline.csv", $"\uFEFFdate,streams\n{month}-01,101\n{month}-02,153\n{month}-03,1o7\n{month}-04,\n", script);
        await page.GetByRole(AriaRole.Button, new() { Name = "Look it through" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("1 row needs another look");
        await Expect(page.Locator("tr.doubt")).ToHaveCountAsync(1);
        await Picture("file-doubt");
        Assert.Equal("", await TooWide(page, width));
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();
        await Expect(page.Locator("tr.doubt")).ToHaveCountAsync(1);
        await page.Locator("tr.doubt td.number input").FillAsync("107");
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();

        await page.WaitForURLAsync($"**{Case}*");
        await Expect(page.GetByText("3 days recorded from Recording A-timeline.csv")).ToBeVisibleAsync();
        await Expect(page.Locator($"tr[data-day='{month}-02'] td.number").First).ToHaveTextAsync("153");
        await Expect(page.Locator($"tr[data-day='{month}-03'] td.number").First).ToHaveTextAsync("107");
        await Expect(page.Locator($"tr[data-day='{month}-04']")).ToHaveCountAsync(0);
        if (script)
        {
            await Expect(page.Locator("figure.plot svg").First).ToBeVisibleAsync();
        }

        await Picture("file-recorded");
        Assert.Equal("", await TooWide(page, width));

        async Task Drop(string input, string name, string text, bool byDragging)
        {
            if (byDragging)
            {
                await page.Locator(".drop[data-drop-file]").EvaluateAsync(
                    """
                    (field, [name, text]) => {
                        const files = new DataTransfer();
                        files.items.add(new File([text], name, { type: 'text/csv' }));
                        field.dispatchEvent(new DragEvent('drop', { dataTransfer: files, bubbles: true, cancelable: true }));
                    }
                    """,
                    new[] { name, text });
            }
            else
            {
                await page.Locator(input).SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(text) });
            }
        }

        async Task Picture(string what) =>
            await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"artist-{what}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light, "2023-08")]
    [InlineData(360, ColorScheme.Dark, "2023-09")]
    public async Task Agent_DropsASpreadsheetWithBothSources_SaysWhatItsColumnsHold_AndTheSameAgainAddsNothing(int width, ColorScheme scheme, string month)
    {
        await using var window = await server.Browser.Open("agent", width, scheme);
        var page = window.Page;
        var sheet = $"Giorno;Spotify for Artists;Distributore\n01.{Month()};1.153;1.079\n02.{Month()};1.114;1.004\nTotale;2.267;2.083\n";

        await Send();
        await page.Locator("select[name='column-2']").SelectOptionAsync("artist-dashboard");
        await page.Locator("select[name='column-3']").SelectOptionAsync("trends");
        if (await page.Locator("input[name=thousands]").CountAsync() == 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Check again" }).ClickAsync();
        }

        await page.Locator("input[name=thousands][value=yes]").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Check again" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("2 days understood");
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"agent-file-sheet-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
        Assert.Equal("", await TooWide(page, width));
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();

        await page.WaitForURLAsync($"**{Case}*");
        var row = page.Locator($"tr[data-day='{month}-01'] td.number");
        await Expect(row.First).ToHaveTextAsync("1,153");
        await Expect(row.Nth(1)).ToHaveTextAsync("1,079");
        Assert.Equal("", await TooWide(page, width));

        await Send();
        await Expect(page.GetByText("You sent this file before", new() { Exact = false })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Its numbers were read in", Exact = false }).ClickAsync();
        await page.WaitForURLAsync("**/imports/*");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "days.csv" })).ToBeVisibleAsync();
        Assert.Equal("", await TooWide(page, width));
        await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"agent-import-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });

        async Task Send()
        {
            await page.GotoAsync("/claim");
            await page.Locator("#field-isrc").FillAsync("AA-DEM-24-00001");
            await page.Locator("#drop-file").SetInputFilesAsync(new FilePayload { Name = "days.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(sheet) });
            await page.GetByRole(AriaRole.Button, new() { Name = "Look it through" }).ClickAsync();
            await page.WaitForURLAsync($"**{Case}/file");
        }

        string Month() => $"{month[5..]}.{month[..4]}";
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light, true, "2023-10")]
    [InlineData(360, ColorScheme.Dark, true, "2023-11")]
    [InlineData(360, ColorScheme.Light, false, "2023-12")]
    public async Task Artist_SendsAScreenshotWithTheirNumbers_AndTheDayLeadsToIt(int width, ColorScheme scheme, bool script, string month)
    {
        const string longName = "Screenshot_of_Spotify_for_Artists_with_a_name_that_no_phone_can_show_in_one_line_2024-04-18-at-09-41-00.png";
        await using var window = await server.Browser.Open("artist", width, scheme, script);
        var page = window.Page;
        await page.GotoAsync($"{Case}/report");
        await Picture("report");
        var shot = await page.ScreenshotAsync(new() { Clip = new() { X = 0, Y = 0, Width = 300, Height = 200 + width } });

        await page.Locator("#field-evidence").SetInputFilesAsync(new FilePayload { Name = longName, MimeType = "image/png", Buffer = shot });
        await page.Locator("[data-day-grid]").EvaluateAsync(
            """
            (field, [day, count]) => {
                const [first, second] = field.querySelectorAll('table input');
                if (first) { [first.value, second.value] = [day, count]; for (const cell of [first, second]) { cell.dispatchEvent(new Event('input', { bubbles: true })); } }
                else { field.querySelector('textarea').value = `${day} ${count}`; }
            }
            """,
            new[] { $"{month}-05", "205" });
        await page.Locator("button[name=step][value=preview]").First.EvaluateAsync("button => button.form.requestSubmit(button)");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("understood");
        await Expect(page.Locator("a.rendition img")).ToBeVisibleAsync();
        await Expect(page.Locator("a.rendition img")).Not.ToHaveJSPropertyAsync("naturalWidth", 0);
        await Picture("report-screenshot");
        Assert.Equal("", await TooWide(page, width));
        await page.GetByRole(AriaRole.Button, new() { Name = "Record these numbers" }).ClickAsync();
        await page.WaitForURLAsync($"**{Case}*");
        await Expect(page.GetByText(longName).First).ToBeVisibleAsync();
        await page.Locator("section[aria-labelledby=evidence]").ScreenshotAsync(
            new() { Path = Path.Combine(Browser.Pictures, $"artist-evidence-case-{width}-{scheme.ToString().ToLowerInvariant()}.png") });
        Assert.Equal("", await TooWide(page, width));

        await page.GotoAsync($"{Case}/days/{month}-05");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "205" })).ToHaveAttributeAsync("href", new System.Text.RegularExpressions.Regex("^/evidence/[0-9a-f]{64}/picture$"));
        await Picture("day");
        Assert.Equal("", await TooWide(page, width));

        await page.GotoAsync($"{Case}/act/evidence");
        await page.Locator("#field-evidence").SetInputFilesAsync(new FilePayload { Name = longName, MimeType = "image/png", Buffer = shot });
        await Picture("act-evidence");
        Assert.Equal("", await TooWide(page, width));
        await page.GetByRole(AriaRole.Button, new() { Name = "Record it" }).ClickAsync();
        await page.WaitForURLAsync($"**{Case}*");
        await Expect(page.GetByText("You sent this on", new() { Exact = false }).First).ToBeVisibleAsync();
        Assert.Equal("", await TooWide(page, width));

        async Task Picture(string what) =>
            await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, $"artist-evidence-{what}-{width}-{scheme.ToString().ToLowerInvariant()}.png"), FullPage = true });
    }

    // What reaches beyond the window's right edge, where the page does.
    private static Task<string> TooWide(IPage page, int width) => page.EvaluateAsync<string>(
        """
        width => document.documentElement.scrollWidth <= width ? '' : 'Too wide: ' + [...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().left + element.scrollWidth > width && !element.closest('.sideways, .scrolls'))
            .map(element => element.outerHTML.slice(0, 200)).join('\n')
        """,
        width);
}
