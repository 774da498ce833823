using System.Net;
using System.Text.RegularExpressions;

namespace CaseLedger.Web.Tests.Support;

/// <summary>What stands on a page.</summary>
public static partial class PageText
{
    /// <summary>Opens a page with a token.</summary>
    public static Task<Reply> OpenPage(this TestServer server, string token, string path, int status = 200) =>
        Scenario.Run(server, s => s.As(token).Header("Accept", "text/html").Get(path).StatusIs(status));

    /// <summary>The text as a person reads it in the source, without the encoding of special characters.</summary>
    public static string Words(this Reply page) => WebUtility.HtmlDecode(page.Text);

    /// <summary>The recordings of a table's rows, in order.</summary>
    public static IReadOnlyList<string> Rows(this Reply page) => [.. Row().Matches(page.Text).Select(match => match.Groups[1].Value)];

    /// <summary>Where a link of a relation leads; null where there is none.</summary>
    public static string? Link(this Reply page, string rel) =>
        Regex.Match(page.Text, $"<a rel=\"{rel}\" href=\"([^\"]+)\"") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    /// <summary>All rows of a list of pages, followed to its end.</summary>
    public static async Task<List<string>> AllRows(this TestServer server, string token, string path)
    {
        var rows = new List<string>();
        for (string? next = path; next is not null;)
        {
            var page = await server.OpenPage(token, next);
            rows.AddRange(page.Rows());
            next = page.Link("next");
        }

        return rows;
    }

    /// <summary>A page without its form tokens, which are new in every answer, and the addresses that were asked for.</summary>
    public static string WithoutTokens(this Reply page, string asked) => FormToken().Replace(page.Text.Replace(asked, "", StringComparison.OrdinalIgnoreCase), "");

    [GeneratedRegex("<th scope=\"row\"><a href=\"/cases/([A-Z0-9]+)\"")]
    private static partial Regex Row();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"[^\"]+\"")]
    private static partial Regex FormToken();
}
