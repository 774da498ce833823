using System.Text.Json.Nodes;

namespace CaseLedger.Web.Tests.Support;

/// <summary>Reads lists of the API.</summary>
public static class Listing
{
    /// <summary>The items of one page.</summary>
    public static IReadOnlyList<JsonNode> Items(this Reply reply) => [.. reply.Json["items"]!.AsArray().Select(item => item!)];

    /// <summary>All items, page by page.</summary>
    /// <param name="server">The server.</param>
    /// <param name="token">Who reads.</param>
    /// <param name="path">The list, with its parameters.</param>
    /// <param name="limit">How many a page.</param>
    /// <param name="between">What happens between two pages.</param>
    public static async Task<IReadOnlyList<JsonNode>> All(
        this TestServer server, string token, string path, int limit = 500, Func<Task>? between = null)
    {
        var all = new List<JsonNode>();
        string? next = null;
        do
        {
            var address = $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}{(next is null ? "" : $"&cursor={next}")}";
            var page = await Scenario.Run(server, s => s.As(token).Get(address).StatusIs(200));
            Assert.True(page.Items().Count <= limit);
            all.AddRange(page.Items());
            next = (string?)page.Json["next"];
            if (next is not null && between is not null)
            {
                await between();
            }
        }
        while (next is not null);
        return all;
    }

    /// <summary>A field of each item.</summary>
    public static IReadOnlyList<T> Each<T>(this IEnumerable<JsonNode> items, string field) => [.. items.Select(item => item[field]!.GetValue<T>())];
}
