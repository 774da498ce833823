using System.Net;
using System.Text.RegularExpressions;

namespace CaseLedger.Benchmarks;

/// <summary>Somebody with a browser before the server: signs in, keeps the cookies, opens pages.</summary>
internal sealed partial class Visitor : IDisposable
{
    // Redirects are answers too: a page that sends people on would otherwise be measured as the one it sends them to.
    private readonly HttpClient _client;
    private readonly Dictionary<string, string> _cookies = [];

    internal Visitor(string url) => _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, AutomaticDecompression = DecompressionMethods.None })
    {
        BaseAddress = new Uri(url),
    };

    internal async Task SignIn(string email, string password)
    {
        var page = await Text("/sign-in");
        await Send(HttpMethod.Post, "/sign-in", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["__RequestVerificationToken"] = FormToken().Match(page).Groups[1].Value, ["email"] = email, ["password"] = password,
        }), HttpStatusCode.Redirect);
    }

    /// <summary>Opens a page and reads it to its end.</summary>
    internal async Task<string> Text(string path) => System.Text.Encoding.UTF8.GetString(await Send(HttpMethod.Get, path, null, HttpStatusCode.OK));

    /// <summary>Opens a page that has to answer with a status, and reads it to its end.</summary>
    internal async Task<byte[]> Send(HttpMethod method, string path, HttpContent? content, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("Accept", "text/html");
        if (_cookies.Count > 0)
        {
            request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }

        using var response = await _client.SendAsync(request);
        foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        var body = await response.Content.ReadAsByteArrayAsync();
        return response.StatusCode == expected ? body : throw new InvalidOperationException($"{method} {path} answered {(int)response.StatusCode}.");
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
