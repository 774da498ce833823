using System.Net;
using System.Text.RegularExpressions;
using CaseLedger.Web.Access;
using CaseLedger.Web.Accounts;
using CaseLedger.Domain;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Support;

/// <summary>Somebody with a browser: keeps cookies, fills in forms, follows no redirect by itself.</summary>
/// <param name="server">The server.</param>
/// <param name="token">The name of the token that every request shows; null for a session, or nobody.</param>
public sealed partial class Visit(TestServer server, string? token = null)
{
    public const string Password = "four unlikely words together";

    private readonly Dictionary<string, string> _cookies = [];

    private string? _formToken;

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

    /// <summary>The same person in another window: what one does there, e.g. signing out, leaves this one alone.</summary>
    public Visit Copy()
    {
        var copy = new Visit(server, token) { _formToken = _formToken };
        foreach (var (name, value) in _cookies)
        {
            copy._cookies.Add(name, value);
        }

        return copy;
    }

    /// <summary>The antiforgery token for whoever this is; every page has one.</summary>
    public async Task<string> FormToken() =>
        _formToken ??= WebUtility.HtmlDecode(TokenField().Match((await Get("/status/404")).Text).Groups[1].Value);

    /// <summary>Makes an account that can sign in.</summary>
    internal static async Task<Guid> Make(TestServer server, string role, string account, string email)
    {
        await using var scope = server.Services.CreateAsyncScope();
        var (word, actsAs) = (Roles.ByWord[role], AccountId.Parse(account));
        var (made, result) = await scope.ServiceProvider.GetRequiredService<AccountMaking>()
            .Make(email, Password, word, actsAs, word == Role.Artist ? actsAs : null);
        Assert.True(result.Succeeded, string.Join(", ", result.Errors.Select(error => error.Code)));
        return made.Id;
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

        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", server.Token(token));
        }

        using var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
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

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();

    [GeneratedRegex("<form([^>]*)>(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<(input|textarea|select)[^>]*>")]
    private static partial Regex Input();
}
