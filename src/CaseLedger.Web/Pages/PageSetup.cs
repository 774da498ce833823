using CaseLedger.Web.Accounts;

namespace CaseLedger.Web.Pages;

/// <summary>Puts the pages into the server. They are plain HTML and complete without script.</summary>
internal static class PageSetup
{
    // Our own files and nothing else: nothing inline, no frame, no other server.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Registers the pages, which stand beside the endpoints of their slices.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorPages(options => options.RootDirectory = "/");
        return services;
    }

    /// <summary>Serves the style sheet and the scripts, before anybody is asked who they are.</summary>
    public static void UsePageFiles(this WebApplication app)
    {
        app.Use((context, next) =>
        {
            Protect(context.Response.Headers);
            return next(context);
        });
        app.UseStaticFiles(new StaticFileOptions
        {
            OnPrepareResponse = file => file.Context.Response.Headers.CacheControl =
                file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
        });
    }

    /// <summary>Says a bare status in words, to a person with a browser.</summary>
    public static void UseStatusWords(this WebApplication app) =>
        app.UseWhen(context => context.WantsPage(), pages => pages
            .UseExceptionHandler("/status/500")
            .UseStatusCodePagesWithReExecute("/status/{0}"));

    /// <summary>Maps the pages. Who may open one says its attribute.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes) => routes.MapRazorPages();

    // Whatever is answered, to whomever: a page that shows somebody's text must never run it.
    private static void Protect(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }
}
