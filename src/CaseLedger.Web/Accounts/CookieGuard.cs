using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Antiforgery;
using static System.StringComparison;

namespace CaseLedger.Web.Accounts;

/// <summary>
/// Guards writes that a browser could be made to send: a foreign origin is refused, and a write to the API by cookie
/// needs the antiforgery token. (Pages check theirs themselves.) A bearer token is never sent by a browser on its own.
/// </summary>
internal sealed class CookieGuard(RequestDelegate next, IAntiforgery antiforgery, ILogger<CookieGuard> log)
{
    /// <summary>The header in which scripts send the antiforgery token.</summary>
    public const string TokenHeader = "RequestVerificationToken";

    /// <summary>Judges one request.</summary>
    public async Task Invoke(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method))
        {
            await next(context);
        }
        else if (IsForeign(request))
        {
            log.LogWarning("A write to {Path} from another origin was refused", request.Path);
            await Problems.ForeignOrigin.ExecuteAsync(context);
        }
        else if (request.Path.StartsWithSegments("/api") && request.Headers.Authorization.Count == 0
            && context.User.Identity?.IsAuthenticated is true && !await antiforgery.IsRequestValidAsync(context))
        {
            await Problems.Antiforgery.ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    }

    private static bool IsForeign(HttpRequest request) =>
        request.Headers["Sec-Fetch-Site"] == "cross-site"
        || (request.Headers.Origin is [{ } origin] && !string.Equals(origin, $"{request.Scheme}://{request.Host}", OrdinalIgnoreCase));
}
