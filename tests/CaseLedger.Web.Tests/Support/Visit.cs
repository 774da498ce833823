using System.Net;
using System.Text.RegularExpressions;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Support;

/// <summary>Somebody with a browser: keeps cookies, fills in forms, follows no redirect by itself.</summary>
public sealed partial class Visit(TestServer server)
{
    public const string Password = "four unlikely words together";

    private readonly Dictionary<string, string> _cookies = [];

    /// <summary>The cookies as the server last set them, with their attributes.</summary>
    public Dictionary<string, string> SetCookies { get; } = [];

    /// <summary>Makes an account and signs it in.</summary>
    public static async Task<Visit> SignedIn(TestServer server, string role, string account, string? email = null)
    {
        var visit = new Visit(server);
        email ??= $"{Guid.NewGuid():N}@example.com";
        await Make(server, role, account, email);
        var reply = await visit.SignIn(email);
        Assert.Equal(302, reply.Status);
        return visit;
    }

    /// <summary>Makes an account that can sign in.</summary>
    internal static async Task Make(TestServer server, string role, string account, string email)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var (word, actsAs) = (Roles.ByWord[role], AccountId.Parse(account));
        var (_, result) = await scope.ServiceProvider.GetRequiredService<AccountMaking>()
            .Make(email, Password, word, actsAs, word == Role.Artist ? actsAs : null);
        Assert.True(result.Succeeded, string.Join(", ", result.Errors.Select(error => error.Code)));
    }

    public Task<Reply> SignIn(string email, string password = Password, string page = "/sign-in") =>
        Fill(page, "/sign-in", ("email", email), ("password", password));

    public Task<Reply> Get(string path, string accept = "text/html") => Send(HttpMethod.Get, path, null, ("Accept", accept));

    /// <summary>Opens a page and sends one of its forms: the one whose action begins so.</summary>
    public async Task<Reply> Fill(string page, string action, params (string Name, string Value)[] fields)
    {
        var shown = await Get(page);
        var form = FormOf(shown.Text, page, action) ?? throw new InvalidOperationException($"{page} has no form to {action}: {shown}");
        var values = form.Hidden.ToDictionary();
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        return await Post(form.Action, values);
    }

    public Task<Reply> Post(string path, IEnumerable<KeyValuePair<string, string>> fields, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Post, path, new FormUrlEncodedContent(fields), [("Accept", "text/html"), .. headers]);

    public async Task<Reply> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(pair => $"{pair.Key}={pair.Value}")));
        }

        using var response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var (name, rest) = (cookie[..cookie.IndexOf('=')], cookie[(cookie.IndexOf('=') + 1)..]);
            SetCookies[name] = cookie;
            _cookies[name] = rest.Split(';')[0];
            if (_cookies[name].Length == 0)
            {
                _cookies.Remove(name);
            }
        }

        return await Reply.Of(response);
    }

    /// <summary>The forms of a page: where each goes and what it carries unseen.</summary>
    public static IEnumerable<(string Action, Dictionary<string, string> Hidden, List<string> Fields)> Forms(string html, string page) =>
        from Match form in Form().Matches(html)
        let attributes = form.Groups[1].Value
        where attributes.Contains("method=\"post\"", StringComparison.Ordinal)
        select (
            Attribute(attributes, "action") is { Length: > 0 } action ? action : page,
            (from Match input in Input().Matches(form.Groups[2].Value)
             let tag = input.Value
             where Attribute(tag, "type") == "hidden"
             select (Attribute(tag, "name"), Attribute(tag, "value"))).ToDictionary(pair => pair.Item1!, pair => pair.Item2 ?? ""),
            (from Match input in Input().Matches(form.Groups[2].Value)
             let tag = input.Value
             where Attribute(tag, "type") is not ("hidden" or "checkbox")
             select Attribute(tag, "name")).ToList());

    private static (string Action, Dictionary<string, string> Hidden)? FormOf(string html, string page, string action) =>
        Forms(html, page).Where(form => form.Action.StartsWith(action, StringComparison.Ordinal)).Select(form => ((string, Dictionary<string, string>)?)(form.Action, form.Hidden)).FirstOrDefault();

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"") is { Success: true } match ? WebUtility.HtmlDecode(match.Groups[1].Value) : null;

    [GeneratedRegex("<form([^>]*)>(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<(input|textarea|select)[^>]*>")]
    private static partial Regex Input();
}
