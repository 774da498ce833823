namespace CaseLedger.Web.Pages;

/// <summary>Puts the pages into the server. They are plain HTML and complete without script.</summary>
internal static class PageSetup
{
    // Nothing but our own style sheet: no script, no frame, no other server.
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Registers the pages, which stand beside the endpoints of their slices.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorPages(options => options.RootDirectory = "/");
        return services;
    }

    /// <summary>Serves the style sheet, before anybody is asked who they are.</summary>
    public static void UsePageFiles(this WebApplication app) => app.UseStaticFiles();

    /// <summary>Maps the pages. Each asks <see cref="LedgerPage"/> for whom it is shown, so none is closed by the policy of the API.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes) =>
        routes.MapRazorPages().AllowAnonymous().WithMetadata(new HttpMethodMetadata(["GET", "HEAD"]));

    /// <summary>Headers of every page.</summary>
    public static void Protect(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-store";
    }
}
