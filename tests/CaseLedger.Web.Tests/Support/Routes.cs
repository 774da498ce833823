using System.Text.RegularExpressions;
using CaseLedger.Web.Tests.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Support;

/// <summary>Everything that the server answers at: an endpoint by method and route, a page by each of its handlers.</summary>
public static partial class Routes
{
    /// <summary>All of them, as <c>POST /accounts?handler=Invite</c>.</summary>
    public static async Task<IReadOnlyList<string>> All(TestServer server)
    {
        var all = new List<string>();
        foreach (var endpoint in server.Endpoints)
        {
            var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods;
            all.AddRange(endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page
                ? (await HandlersOf(server, page)).Select(handler => $"{handler.Method} {Path(endpoint)}{(handler.Name is null ? "" : $"?handler={handler.Name}")}")
                : (methods is { Count: > 0 } ? methods : ["*"]).Select(method => $"{method} {Path(endpoint)}"));
        }

        return [.. all.Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The addresses of the pages.</summary>
    public static IReadOnlyList<string> Pages(TestServer server) =>
        [.. server.Endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not null).Select(Path).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The route of the page that answers at an address, with the handler; of several, the one with most words of its own.</summary>
    public static string Of(TestServer server, string address)
    {
        var asked = AccessRow.RouteOf(address);
        var (path, handler) = asked.Split('?') is [var before, var after] ? (before, $"?{after}") : (asked, "");
        var parts = path.Split('/');
        var page = Pages(server).Select(page => (Page: page, Words: page.Split('/')))
            .Where(page => page.Words.Length == parts.Length && page.Words.Zip(parts).All(pair => IsFilled(pair.First) || pair.First == pair.Second))
            .MinBy(page => page.Words.Count(IsFilled)).Page ?? path;
        return page + handler;

        static bool IsFilled(string word) => word.StartsWith('{');
    }

    private static async Task<IEnumerable<(string Method, string? Name)>> HandlersOf(TestServer server, PageActionDescriptor page)
    {
        // A page's handlers are known once it is loaded, which happens at its first request.
        var loaded = await server.Services.GetRequiredService<PageLoader>().LoadAsync(page, EndpointMetadataCollection.Empty);
        return loaded.HandlerMethods.Select(handler => (handler.HttpMethod.ToUpperInvariant(), handler.Name));
    }

    private static string Path(RouteEndpoint endpoint) => "/" + Constraint().Replace(endpoint.RoutePattern.RawText!, "{$1}").Trim('/');

    [GeneratedRegex("{([^}:?]+)[:?][^}]*}")]
    private static partial Regex Constraint();
}
