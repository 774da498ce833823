using System.Text.Json;
using CaseLedger.Web.Demonstration;
using Microsoft.Playwright;

namespace CaseLedger.Browser.Tests;

/// <summary>Script in whatever people can write is shown and never runs: neither by the pages, nor by what their scripts make of them.</summary>
/// <remarks>On a server of its own, so that nobody else's lists and pictures show what is recorded here.</remarks>
public sealed class ScriptAsTextTests : IAsyncLifetime
{
    private const string Isrc = "AADEM2490001";

    /// <summary>Closes whatever it may stand in, then runs at once, or as soon as a picture fails to load.</summary>
    private const string Script = "\"'></textarea></title><script>window.hostile=1</script><img src=x onerror=\"window.hostile=1;alert(1)\"><svg onload=\"window.hostile=1\">";

    private static readonly string[] Texts = [$"/cases/{Isrc}", $"/cases/{Isrc}/days/2024-04-03"];

    private static readonly (string Role, string[] Pages)[] Pages =
    [
        ("artist", [.. Texts, "/", "/search?q=hostile", $"/cases/{Isrc}/act/state"]),
        ("agent", [.. Texts, "/inbox?tab=unassigned", "/cases?q=hostile", "/search?q=hostile", $"/cases/{Isrc}/act/state", $"/claim?isrc={Isrc}", $"/claim?isrc={Uri.EscapeDataString(Script)}"]),
        ("manager", [.. Texts, "/cases", "/accounts", $"/cases?q={Uri.EscapeDataString(Script)}&store={Uri.EscapeDataString(Script)}"]),
    ];

    private readonly Browser _browser = new();

    public ValueTask InitializeAsync() => _browser.InitializeAsync();

    public ValueTask DisposeAsync() => _browser.DisposeAsync();

    [Fact]
    public async Task Script_InTitlesQuotesNotesAndPastes_IsShownAndNeverRuns()
    {
        await Record();
        // Also where the policy does not stand in the way: it is the second lock, and must not be the only one.
        foreach (var bypassPolicy in new[] { false, true })
        {
            await ShowEverything(bypassPolicy);
        }
    }

    private async Task ShowEverything(bool bypassPolicy)
    {
        foreach (var (role, pages) in Pages)
        {
            await using var window = await _browser.Open(role, bypassPolicy: bypassPolicy);
            foreach (var path in pages)
            {
                await window.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
                await HoverOverThePlot(window.Page);
                await NothingRan(window, path);
            }

            if (role == "agent")
            {
                await Paste(window);
            }

            if (bypassPolicy)
            {
                await TheScriptIsAlive(window.Page);
            }
            else
            {
                // What a page refuses, it refuses with its status, which the console repeats.
                Assert.DoesNotContain(window.Wrong, wrong => !wrong.Contains("400", StringComparison.Ordinal) && !wrong.Contains("422", StringComparison.Ordinal));
            }
        }
    }

    private async Task Record()
    {
        await using var agent = await _browser.Open("agent");
        await agent.Page.GotoAsync("/inbox");
        var at = $"/api/v1/cases/{Isrc}";
        await Post(agent.Page, "/api/v1/cases", new { isrc = Isrc, title = $"hostile {Script}", artist = Script, artistAccount = Conversation.ArtistAccount.ToString(), channel = "email", note = Script });
        await Post(agent.Page, $"{at}/screenshots", new { store = "onerror-alert", observed = new { on = "2024-04-18" }, readings = new[] { new { day = "2024-04-02", count = 11 } }, note = Script });
        await Post(agent.Page, $"{at}/screenshots", new
        {
            store = "spotify", observed = new { on = "2024-04-18" }, readings = new[] { new { day = "2024-04-02", count = 110 }, new { day = "2024-04-03", count = 114 } }, note = Script,
        });
        await Post(agent.Page, $"{at}/trends-snapshots", new
        {
            store = "spotify", takenAt = "2024-04-19", readings = new[] { new { day = "2024-04-02", count = 90 }, new { day = "2024-04-03", count = 0 } }, note = Script,
        });
        foreach (var stance in new[] { "affirm", "deny" })
        {
            await Post(agent.Page, $"{at}/statements", new { party = "distributor", speaker = Script, saidAt = "2024-04-18", quote = Script, kind = "stated", proposition = "alert-1", stance, visibility = "case" });
        }

        await Post(agent.Page, $"{at}/requests", new { of = "artist", what = Script });
        await Post(agent.Page, $"{at}/promises", new { by = "distributor", speaker = Script, what = Script, dueOn = "2024-04-20" });
        await Post(agent.Page, $"{at}/evidence", new { what = "screenshot", sentAt = "2024-04-12", via = "email", name = Script, note = Script });
    }

    private static async Task Post(IPage page, string path, object body)
    {
        var text = JsonSerializer.Serialize(body, JsonSerializerOptions.Web);
        var status = await page.EvaluateAsync<int>(
            """
            async ([path, text]) => (await fetch(path, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID(), RequestVerificationToken: document.querySelector('[name=__RequestVerificationToken]').value },
              body: text,
            })).status
            """,
            new[] { path, text });
        Assert.True(status == 201, $"{path}: {status}");
    }

    private static async Task Paste(Window window)
    {
        var page = window.Page;
        await page.GotoAsync($"/claim?isrc={Isrc}");
        if (await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).CountAsync() > 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).ClickAsync();
        }

        await page.GetByLabel("Seen on").FillAsync("2024-04-20");
        await page.Locator("textarea[name=grid]").FillAsync($"{Script}\t{Script}\n2024-04-05\t{Script}\n2024-04-06\t5");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show what is understood" }).ClickAsync();
        await page.WaitForLoadStateAsync();
        Assert.Contains("window.hostile", await page.ContentAsync(), StringComparison.Ordinal);
        await NothingRan(window, "the preview of a paste");
    }

    // Its tooltip is made by script.
    private static async Task HoverOverThePlot(IPage page)
    {
        if (await page.Locator("figure.plot svg").CountAsync() > 0)
        {
            await page.Locator("figure.plot svg").First.HoverAsync();
        }
    }

    private static async Task NothingRan(Window window, string where)
    {
        await window.Page.WaitForTimeoutAsync(100);
        Assert.False(await window.Page.EvaluateAsync<bool>("'hostile' in window"), $"{where}: the script ran");
        Assert.Equal(0, await window.Page.Locator("img[src=x]").CountAsync());
    }

    // Else that it never ran would prove nothing.
    private static async Task TheScriptIsAlive(IPage page)
    {
        page.Dialog += async (_, dialog) => await dialog.DismissAsync();
        await page.EvaluateAsync("text => document.body.insertAdjacentHTML('beforeend', text)", Script);
        await page.WaitForFunctionAsync("'hostile' in window");
    }
}
