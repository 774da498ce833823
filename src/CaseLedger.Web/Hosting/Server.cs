using System.IO.Compression;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Http;
using CaseLedger.Web.Imports;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.OpenApi;
using CaseLedger.Web.Operations;
using CaseLedger.Web.Pages;
using CaseLedger.Web.ReadSide;
using CaseLedger.Web.Readings;
using CaseLedger.Web.Statements;
using CaseLedger.Web.Timeline;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.ResponseCompression;
using NodaTime;

namespace CaseLedger.Web.Hosting;

/// <summary>The server, put together: what stands in it, in the order in which a request meets it.</summary>
internal static class Server
{
    /// <summary>Builds the server on a database that is ready; starting it is the caller's.</summary>
    /// <param name="database">Not disposed here: it outlives the server.</param>
    /// <param name="settings">How to serve.</param>
    /// <param name="adjust">What a test does otherwise, e.g. listen in memory.</param>
    public static WebApplication Build(Database database, ServerSettings settings, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Pages and files are this assembly's and stand beside it, whichever program runs the server.
            ApplicationName = typeof(Server).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls(settings.Urls);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = JsonBody.MostBytes;
        });
        // Standard output belongs to what a verb prints for scripts.
        builder.Logging.ClearProviders().AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Npgsql", LogLevel.Warning)
            // A start that fails is said in one line by the verb; a hosted service that fails says so itself.
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None)
            // Every request without a token is a "challenge" to the framework: anybody could fill the log.
            .AddFilter(typeof(BearerHandler).FullName, LogLevel.Warning)
            // Says at every form that it forbids caching, which all pages do already.
            .AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);

        builder.Services
            .AddSingleton(settings)
            .AddSingleton(database)
            .AddSingleton(database.Runtime)
            .AddSingleton<IClock>(SystemClock.Instance)
            .AddSingleton(services => new EventLedger(database.Runtime, new LedgerOptions(), services.GetRequiredService<ILoggerFactory>()))
            .AddSingleton(TimeProvider.System)
            .AddAccess()
            .AddAccounts()
            .AddLimits(settings)
            .AddReadSide()
            .AddWriting()
            .AddCases()
            .AddReadings()
            .AddStatements()
            .AddDuties()
            .AddTimeline()
            .AddIncidents()
            .AddImports()
            .AddSingleton<OperationsTable>()
            .AddEvidence()
            .AddSingleton<Replay>()
            .AddSingleton<DemoAccounts>()
            .AddPages()
            .AddDescription()
            // Over https too: what a page holds that is secret, the form token, is encrypted anew in every answer, so
            // that its length and likeness tell nothing (the attack named BREACH).
            .AddResponseCompression(compression =>
            {
                compression.EnableForHttps = true;
                compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "image/svg+xml", "application/problem+json"];
            })
            .Configure<ForwardedHeadersOptions>(forwarded =>
            {
                forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
                foreach (var network in settings.TrustedProxies)
                {
                    forwarded.KnownIPNetworks.Add(network);
                }
            })
            .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal)
            .Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Optimal)
            .ConfigureHttpJsonOptions(json => ValueJson.Apply(json.SerializerOptions));
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseMiddleware<AnswerFaults>();
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseMiddleware<PlainLoopbackCookies>();
        app.UseStatusWords();
        // Within the page that says a fault: it begins with an answer wiped clean, and every answer says these.
        app.UseHsts();
        app.UsePageFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<NoteRefusals>();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseMiddleware<CookieGuard>();

        app.MapHealth();
        app.MapDescription();
        app.MapPages();
        CasesCsvEndpoint.Map(app);
        DutiesCsvEndpoint.Map(app);
        ShowPictureEndpoint.Map(app);
        var api = app.MapGroup("/api/v1").AddEndpointFilter<RefuseMalformed>();
        api.MapHealth();
        api.MapCases();
        api.MapIncidents();
        api.MapImports();
        api.MapEvidence();
        ShowProjectionsEndpoint.Map(api);
        return app;
    }
}
