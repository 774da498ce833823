using System.Net;
using CaseLedger.Domain;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Auditing;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.ReadSide;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CaseLedger.Web.Tests.Support;

/// <summary>The whole server in memory, on a database of its own. At the end the ledger is audited.</summary>
public sealed class TestServer(Postgres postgres) : IAsyncLifetime
{
    public const string OwnIsrc = "AADEM2400001";
    public const string ForeignIsrc = "AADEM2400002";
    public const string AbsentIsrc = "AADEM2499999";

    private readonly Dictionary<string, string> _tokens = [];
    private readonly Dictionary<string, string> _accounts = [];
    private readonly DirectoryInfo _files = Directory.CreateTempSubdirectory("caseledger-files-");
    private WebApplication? _app;
    private Database? _database;
    private HttpClient? _client;

    public string ConnectionString { get; private set; } = "";

    internal HttpClient Client => _client!;

    internal IServiceProvider Services => _app!.Services;

    internal EventLedger Ledger => Services.GetRequiredService<EventLedger>();

    // All tests of a class come from one address.
    internal ServerSettings Settings { get; init; } = new() { SignInsPerMinute = 1_000 };

    /// <summary>Who reads the log; nobody unless a test says so.</summary>
    internal ILoggerProvider? Log { get; init; }

    /// <summary>What a test puts in place of the product's own services.</summary>
    internal Action<IServiceCollection>? Exchange { get; init; }

    internal IReadOnlyList<RouteEndpoint> Endpoints =>
        [.. _app!.Services.GetServices<EndpointDataSource>().SelectMany(s => s.Endpoints).OfType<RouteEndpoint>()];

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await postgres.CreateMigrated();
        _database = await Database.OpenReady(new() { Runtime = ConnectionString, AllowUnsafe = true }, _ => { }, CancellationToken.None);
        var settings = Settings.Files.Directory is null ? Settings with { Files = Settings.Files with { Directory = _files.FullName } } : Settings;
        _app = Server.Build(_database, settings, builder =>
        {
            builder.WebHost.UseTestServer();
            builder.Logging.ClearProviders();
            Exchange?.Invoke(builder.Services);
            if (Log is not null)
            {
                // What is ours down to the last detail, the framework's as the product has it.
                builder.Logging.AddProvider(Log).AddFilter("CaseLedger", LogLevel.Trace).SetMinimumLevel(LogLevel.Trace);
            }
        });
        await _app.StartAsync();
        _client = _app.GetTestClient();
        _client.BaseAddress = new Uri("https://caseledger.example");

        await AddToken("agent", Role.Agent, "agent:support-1");
        await AddToken("manager", Role.Manager, "manager:lead");
        await AddToken("artist", Role.Artist, "artist:a", OwnIsrc, AbsentIsrc);
        await AddToken("ingest", Role.Ingest, "import:trends");
    }

    /// <summary>Makes a token by which scenarios sign in under a name.</summary>
    internal async Task<Guid> AddToken(string name, Role role, string account, params string[] isrcs)
    {
        var id = AccountId.Parse(account);
        await using var owner = _database!.OpenAsOwner();
        _tokens[name] = TokenSecret.Make();
        _accounts[name] = account;
        return await new TokenTable(owner).Add(
            new(role, id, role == Role.Artist ? id : null, name, null, [.. isrcs.Select(Isrc.Parse)]),
            _tokens[name],
            CancellationToken.None);
    }

    /// <summary>A token by its name.</summary>
    public string Token(string name) => _tokens[name];

    /// <summary>The account in whose name a token acts.</summary>
    public string AccountOf(string name) => _accounts[name];

    /// <summary>Waits until the views have everything.</summary>
    public async Task CatchUp() =>
        Assert.True(
            await Services.GetRequiredService<ProjectionDaemon>().WaitFor(await Size(), TimeSpan.FromSeconds(30)),
            "The projections do not catch up.");

    /// <summary>Asks over plain http, as somebody at an address.</summary>
    internal Task<HttpContext> AskFrom(IPAddress address, string path, params (string Name, string Value)[] headers) => _app!.GetTestServer().SendAsync(context =>
    {
        context.Connection.RemoteIpAddress = address;
        (context.Request.Scheme, context.Request.Host, context.Request.Path) = ("http", new("caseledger.example"), path);
        context.Request.Headers.Accept = "text/html";
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }
    });

    /// <summary>How many events the ledger holds.</summary>
    public async Task<long> Size() => (await Ledger.Head()).Size;

    public async ValueTask DisposeAsync()
    {
        // Whatever the tests did: dense, ordered, commitments hold, projections equal to a fresh fold.
        await CatchUp();
        var report = await new LedgerAudit(Ledger, _database!.Runtime, Projections.All).Run();
        Assert.True(report.IsClean, string.Join('\n', report.Findings));

        _client!.Dispose();
        await _app!.DisposeAsync();
        await _database!.DisposeAsync();
        _files.Delete(recursive: true);
    }
}
