using System.Text.Json;
using System.Text.RegularExpressions;
using CaseLedger.Imports;
using CaseLedger.Web.Demonstration;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Playwright;

namespace CaseLedger.Browser.Tests;

/// <summary>Every page, in light and dark, wide and narrow: no violation that axe finds, nothing wrong in the console, no request to elsewhere, light enough.</summary>
public sealed class EveryPageTests(Browser browser)
{
    private const int MostBytes = 60_000;
    private const int MostBytesWithPlots = 300_000;

    private static readonly string Axe = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "axe.min.js"));

    // How wide a table is depends on what has been reported by then; what scrolls by itself must hold any width.
    private const string Widened = """
        (() => {
            const tables = [...document.querySelectorAll('table')].filter(table => [...ancestors(table)].some(element => getComputedStyle(element).overflowX === 'auto'));
            function* ancestors(element) { for (let next = element.parentElement; next; next = next.parentElement) yield next; }
            tables.forEach(table => { table.style.minWidth = '3000px'; });
            const found = document.documentElement.scrollWidth;
            tables.forEach(table => { table.style.minWidth = ''; });
            return found;
        })()
        """;

    public static TheoryData<string?, string> Pages { get; } = new()
    {
        { null, "/" },
        { null, "/cases/AADEM2400001" },
        { null, "/cases/AADEM2400001/days/2024-04-03" },
        { null, "/sign-in" },
        { null, "/invitation/none" },
        { null, "/reset/none" },
        { "artist", "/" },
        { "artist", "/cases/AADEM2400001" },
        { "artist", "/cases/AADEM2400001/days/2024-04-03?store=spotify&observedBy=2024-04-16" },
        { "artist", "/cases/AADEM2400001?part=duties" },
        { "artist", "/cases/AADEM2400001/triangle?store=spotify" },
        { "artist", "/cases/AADEM2400001/report" },
        { "artist", "/cases/AADEM2400001/file" },
        { "artist", "/imports" },
        { "artist", "/cases/AADEM2400001/act/state" },
        { "artist", "/cases/AADEM2400001/act/request" },
        { "artist", "/profile" },
        { "artist", "/nothing-here" },
        { "agent", "/inbox" },
        { "agent", "/claim" },
        { "agent", "/claim?isrc=AADEM2400001" },
        { "agent", "/cases/AADEM2400001" },
        { "agent", "/cases/AADEM2400001/days/2024-04-03" },
        { "agent", "/cases/AADEM2400001/triangle?store=spotify&source=artist-dashboard&measure=streams" },
        { "agent", "/cases/AADEM2400003/triangle" },
        { "agent", "/cases/AADEM2400001/act/promise" },
        { "agent", "/cases/AADEM2400001/file" },
        { "agent", "/imports" },
        { "agent", $"/imports/{ImportIds.Of(Browser.StatementImport)}" },
        { "agent", "/duties" },
        { "agent", $"/cases/AADEM2400001/act/settle?promise={NamedId.Of("10-answers-for-good")}" },
        { "agent", $"/cases/AADEM2400001/act/answer?request={NamedId.Of("16-real-answers-by-mid-may")}" },
        { "agent", $"/cases/AADEM2400001/act/withdraw?event={NamedId.Of("15-dashboard-3-april")}" },
        { "agent", $"/claim/AADEM2400001/{NamedId.Of("15-dashboard-3-april")}" },
        { "agent", "/cases/AADEM2400001/act/assign" },
        { "agent", "/cases/AADEM2400001/act/challenge?asOf=2024-04-26" },
        { "agent", "/cases/AADEM2400001/act/reply" },
        { "agent", "/cases/AADEM2400001/act/trends" },
        { "agent", "/cases/AADEM2400001/act/evidence" },
        { "agent", "/cases/AADEM2400001/act/resolve" },
        { "agent", "/cases/AADEM2400001/act/reopen" },
        { "agent", "/cases/AADEM2400001/act/link" },
        { "agent", "/cases/AADEM2400001/act/follow" },
        { "artist", "/cases/AADEM2400001/act/evidence" },
        { "manager", "/cases/AADEM2400001" },
        { "manager", "/" },
        { "manager", "/cases" },
        { "manager", "/search?q=recording" },
        { "manager", "/duties" },
        { "manager", "/incidents" },
        { "manager", "/incidents/trends-2024-03-31" },
        { "manager", "/incidents/declare" },
        { "manager", "/incidents/trends-2024-03-31/scope" },
        { "manager", "/incidents/trends-2024-03-31/fix" },
        { "manager", "/incidents/radar?from=2024-01-01&to=2024-01-28" },
        { "manager", "/operations" },
        { "manager", "/accounts" },
        { "manager", "/accounts/artist:a" },
        { "manager", "/accounts/invitations" },
        { "manager", "/profile" },
    };

    // What shows no page of its own, and two that PasskeyTests and SignInTests alone can bring about.
    private static readonly string[] Elsewhere = ["/language", "/sign-out", "/status/{}", "/sign-in/second-factor", "/profile/passkeys/{}"];

    [Fact]
    public void EveryPage_IsAmongThem()
    {
        Assert.SkipWhen(browser.Url.Length == 0, "No Chromium on this machine.");
        var routes = ((IEndpointRouteBuilder)browser.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(endpoint => Regex.Replace($"/{endpoint.RoutePattern.RawText!.TrimStart('/')}", @"\{[^}]*\}", "{}"))
            .Distinct().Except(Elsewhere).ToList();
        var paths = Pages.Select(page => page.Data.Item2.Split('?')[0]).ToHashSet();

        var without = routes.Where(route => !paths.Any(path => Regex.IsMatch(path, $"^{Regex.Escape(route).Replace(@"\{}", "[^/]+", StringComparison.Ordinal)}$"))).ToList();
        Assert.True(without.Count == 0, $"No row opens {string.Join(", ", without)}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_IsAccessible_InLightAndDark_WideAndNarrow(string? role, string path)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach (var width in new[] { 1280, 360 })
            {
                await using var window = await browser.Open(role, width, scheme, bypassPolicy: true);
                var page = window.Page;
                await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
                await page.ScreenshotAsync(new() { Path = Path.Combine(Browser.Pictures, Name(role, path, width, scheme)), FullPage = true });
                Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{path} is wider than {width} px");
                Assert.True(await page.EvaluateAsync<int>(Widened) <= width, $"{path} is wider than {width} px once a table that scrolls has many columns");

                await page.EvaluateAsync(Axe);
                var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations.map(v => `${v.id}: ${v.help}: ${v.nodes.map(n => n.html).slice(0, 3).join(' | ')}`))");
                var violations = found.EnumerateArray().Select(violation => violation.GetString()).ToList();
                Assert.True(violations.Count == 0, $"{path}, {scheme}, {width}:\n{string.Join('\n', violations)}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_KeepsItsPolicy_AsksNobodyElse_AndIsLight(string? role, string path)
    {
        await using var window = await browser.Open(role);
        var session = await window.Page.Context.NewCDPSessionAsync(window.Page);
        await session.SendAsync("Network.enable");
        var bytes = 0.0;
        session.Event("Network.loadingFinished").OnEvent += (_, finished) => bytes += finished!.Value.GetProperty("encodedDataLength").GetDouble();

        await window.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await window.Page.WaitForTimeoutAsync(300);

        // A page that says "not here" does so with its status, which the console repeats.
        Assert.Empty(window.Wrong.Where(wrong => !wrong.Contains("404", StringComparison.Ordinal)).ToList());
        var most = await window.Page.Locator("figure.plot").CountAsync() > 0 ? MostBytesWithPlots : MostBytes;
        Assert.InRange(bytes, 1_000, most);
    }

    private static string Name(string? role, string path, int width, ColorScheme scheme) =>
        $"{role ?? "visitor"}{path.Replace('/', '-').Replace('?', '-').Replace('=', '-').Replace('&', '-')}-{width}-{scheme.ToString().ToLowerInvariant()}.png";
}
