using System.Net;
using Microsoft.Extensions.Primitives;

namespace CaseLedger.Web.Accounts;

/// <summary>
/// Lets people sign in at http://127.0.0.1 too: browsers take cookies with the prefix <c>__Host-</c> over https only,
/// so on plain http from this machine itself they travel without prefix. Everywhere else they keep it, and a browser on
/// plain http refuses them: nobody's session crosses a network in the clear.
/// </summary>
internal sealed class PlainLoopbackCookies(RequestDelegate next)
{
    private const string Prefix = "__Host-";

    /// <summary>Renames the cookies of one request and its answer.</summary>
    public Task Invoke(HttpContext context)
    {
        if (context.Request.IsHttps || !IsLoopback(context.Connection.RemoteIpAddress))
        {
            return next(context);
        }

        var sent = context.Request.Headers.Cookie;
        if (sent.Count > 0)
        {
            context.Request.Headers.Cookie = string.Join("; ", sent.SelectMany(line => (line ?? "").Split("; ")).Select(pair => Prefix + pair));
        }

        context.Response.OnStarting(() =>
        {
            var set = context.Response.Headers.SetCookie;
            if (set.Count > 0)
            {
                context.Response.Headers.SetCookie = new StringValues([.. set.Select(WithoutPrefix)]);
            }

            return Task.CompletedTask;
        });
        return next(context);
    }

    private static string? WithoutPrefix(string? cookie) =>
        cookie?.StartsWith(Prefix, StringComparison.Ordinal) is true ? cookie[Prefix.Length..] : cookie;

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);
}
