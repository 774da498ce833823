using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Antiforgery;
using static System.StringComparison;

namespace CaseLedger.Web.Accounts;

/// <summary>
/// Guards writes that a browser could be made to send: a foreign origin is refused, and a write to the API by cookie
/// needs the antiforgery token. (Pages check theirs themselves.) A bearer token is never sent by a browser on its own.
/// </summary>
internal sealed class CookieGuard(RequestDelegate next, IAntiforgery antiforgery, SecurityEvents events)
{
    /// <summary>The header in which scripts send the antiforgery token.</summary>
    public const string TokenHeader = "RequestVerificationToken";

    /// <summary>Judges one request.</summary>
    public async Task Invoke(HttpContext context)
    {
        var request = context.Request;
        if (IsRead(request))
        {
            await next(context);
        }
        else if (IsForeignWrite(request))
        {
            events.ForeignOriginRefused(context);
            await Problems.ForeignOrigin.ExecuteAsync(context);
        }
        else if (request.Path.StartsWithSegments("/api") && request.Headers.Authorization.Count == 0
            && context.User.Identity?.IsAuthenticated is true && !await antiforgery.IsRequestValidAsync(context))
        {
            events.AntiforgeryRefused(context);
            await Problems.Antiforgery.ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    }

    /// <summary>Whether this is a write that another site made a browser send, as the browser says.</summary>
    public static bool IsForeignWrite(HttpRequest request) =>
        !IsRead(request)
        && (request.Headers["Sec-Fetch-Site"] == "cross-site"
            || (request.Headers.Origin is [{ } origin] && !string.Equals(origin, OriginOf(request), OrdinalIgnoreCase)));

    /// <summary>The origin of the pages that a request is meant for.</summary>
    public static string OriginOf(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private static bool IsRead(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);
}
