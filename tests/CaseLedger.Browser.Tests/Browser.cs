using System.Security.Cryptography;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.LocalPostgres;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Imports;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(CaseLedger.Browser.Tests.Browser))]
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace CaseLedger.Browser.Tests;

/// <summary>The demonstration, served as the product serves it, and a headless Chromium before it.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Places =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly byte[] Statement = Encoding.UTF8.GetBytes(
        """
        Sales date,Statement date,Release title,Barcode,Label,ISRC,Track title,Track version,Shop,Transaction type,Country,Quantity,Revenue EUR
        2024-01,2024-03,Nacht,7612345678900,Selbst,CHA012400001,Nacht,,Spotify,Streaming,CH,153,0.41310
        2024-01,2024-03,Nacht,7612345678900,Selbst,not a code,Tag,,Deezer,Streaming,DE,2,0.01
        """);

    private readonly Dictionary<string, string> _signedIn = [];
    private ThrowawayCluster? _cluster;
    private Database? _database;
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("caseledger-files-");
    private WebApplication? _app;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where the demonstration is served.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Where pictures are put: a folder that the repository ignores.</summary>
    public static string Pictures { get; } = Directory.CreateDirectory(Path.Combine(Root(), "artifacts", "screenshots")).FullName;

    /// <summary>A statement that was read in.</summary>
    internal static ImportStarted StatementImport { get; } = new(
        ImportKind.RoyaltyStatement, Sha256.Parse(Convert.ToHexStringLower(SHA256.HashData(Statement))), Statement.Length, "a statement with a long name, of March 2024.csv");

    internal WebApplication App => _app!;

    internal IServiceProvider Services => _app!.Services;

    private static string? Chromium => Environment.GetEnvironmentVariable("CASELEDGER_CHROMIUM") is { Length: > 0 } given ? given : Places.FirstOrDefault(File.Exists);

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null)
        {
            Assert.True(Environment.GetEnvironmentVariable("CI") is null or "", "No Chromium was found, and in CI these tests must run.");
            return;
        }

        _cluster = await ThrowawayCluster.Start();
        _database = await Database.OpenReady(new() { Runtime = await _cluster.CreateDatabase(), AllowUnsafe = true }, _ => { }, CancellationToken.None);
        _app = Server.Build(
            _database, new() { Urls = "http://127.0.0.1:0", IsDemonstration = true, SignInsPerMinute = 1_000, Files = new() { Directory = _files.FullName } }, builder => builder.Logging.ClearProviders());
        await Services.GetRequiredService<Replay>().Run(CancellationToken.None);
        await Services.GetRequiredService<DemoAccounts>().MakeReady();
        await _app.StartAsync();
        Url = _app.Urls.First().TrimEnd('/');
        await ReadStatementIn();
        await Services.GetRequiredService<ProjectionDaemon>().WaitFor((await Services.GetRequiredService<EventLedger>().Head()).Size, TimeSpan.FromSeconds(30));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Headless = true, Args = Flags });
    }

    /// <summary>Opens a browser window of its own; signed in where a role is given.</summary>
    public async Task<Window> Open(
        string? role = null, int width = 1280, ColorScheme scheme = ColorScheme.Light, bool script = true, bool bypassPolicy = false, string host = "127.0.0.1")
    {
        var url = Url.Replace("127.0.0.1", host, StringComparison.Ordinal);
        Assert.SkipWhen(_browser is null, "No Chromium on this machine: install one, or name it in CASELEDGER_CHROMIUM.");
        var state = role is null ? null : await SignedIn(role);
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = url,
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            BypassCSP = bypassPolicy,
            Locale = "en-GB",
            TimezoneId = "Europe/Rome",
            StorageState = state,
        });
        return await Window.Of(context, url);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _files.Delete(recursive: true);
    }

    // A statement that was read in, with a row that was refused: for the pages of imports.
    private async Task ReadStatementIn()
    {
        var agent = new Caller(AccountId.Parse("agent:demo"), Role.Agent, null);
        await Services.GetRequiredService<FileStore>().Save(new MemoryStream(Statement), long.MaxValue, CancellationToken.None);
        await Services.GetRequiredService<ImportIntake>().Start(StatementImport, agent, TimeSpan.FromSeconds(30), CancellationToken.None);
    }

    private async Task<string> SignedIn(string role)
    {
        if (!_signedIn.TryGetValue(role, out var state))
        {
            var account = Services.GetRequiredService<DemoAccounts>().All.Single(account => account.Role.Word() == role);
            await using var window = await Open();
            var page = window.Page;
            await page.GotoAsync("/sign-in");
            await page.GetByLabel("E-mail").FillAsync(account.Email);
            await page.GetByLabel("Password").FillAsync(account.Password);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            // From the first page staff are sent on to their work.
            await page.WaitForURLAsync(address => !address.EndsWith("/sign-in", StringComparison.Ordinal));
            state = await page.Context.StorageStateAsync();
            _signedIn.Add(role, state);
        }

        return state;
    }

    private static string Root([System.Runtime.CompilerServices.CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", ".."));
}

/// <summary>A browser window that remembers whatever went wrong in it, and fails its test for it.</summary>
public sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _wrong = [];

    private Window(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>What went wrong so far: errors of scripts and of the console, requests to elsewhere, answers with a fault.</summary>
    public IReadOnlyList<string> Wrong => _wrong;

    public static async Task<Window> Of(IBrowserContext context, string url)
    {
        var window = new Window(context, await context.NewPageAsync());
        window.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                window._wrong.Add($"console: {message.Text}");
            }
        };
        window.Page.PageError += (_, error) => window._wrong.Add($"script: {error}");
        window.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(url, StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal))
            {
                window._wrong.Add($"elsewhere: {request.Url}");
            }
        };
        window.Page.Response += (_, response) =>
        {
            if (response.Status >= 500)
            {
                window._wrong.Add($"{response.Status}: {response.Url}");
            }
        };
        return window;
    }

    /// <summary>Fails where anything went wrong.</summary>
    public void NothingWentWrong() => Assert.True(_wrong.Count == 0, string.Join('\n', _wrong));

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
