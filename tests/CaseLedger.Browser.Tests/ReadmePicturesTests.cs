using Microsoft.Playwright;

namespace CaseLedger.Browser.Tests;

/// <summary>The three pictures of the README, taken from the demonstration. <c>dotnet run tests/run.cs --pictures</c> puts them where the README shows them.</summary>
public sealed class ReadmePicturesTests(Browser browser)
{
    // They travel with every clone.
    private const long MostBytes = 200_000;

    private static string Folder => Environment.GetEnvironmentVariable("CASELEDGER_PICTURES") is { Length: > 0 } chosen
        ? Directory.CreateDirectory(chosen).FullName
        : Browser.Pictures;

    [Theory]
    [InlineData("case", "artist", "/cases/AADEM2400001", ColorScheme.Light, 1_120)]
    [InlineData("duties", "manager", "/duties", ColorScheme.Light, 800)]
    [InlineData("challenge", "agent", "/cases/AADEM2400001/act/challenge?asOf=2024-04-26", ColorScheme.Dark, 800)]
    public async Task Picture_IsTaken_AndSmall(string name, string role, string path, ColorScheme scheme, int height)
    {
        await using var window = await browser.Open(role, scheme: scheme);
        await window.Page.SetViewportSizeAsync(1280, height);
        await window.Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });

        var file = Path.Combine(Folder, $"{name}.png");
        await window.Page.ScreenshotAsync(new() { Path = file });

        Assert.InRange(new FileInfo(file).Length, 5_000, MostBytes);
        window.NothingWentWrong();
    }
}
