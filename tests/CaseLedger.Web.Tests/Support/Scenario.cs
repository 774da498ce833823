using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CaseLedger.Web.Tests.Support;

/// <summary>One request and what is expected of its answer, to be read from top to bottom (the manner is Alba's).</summary>
public sealed class Scenario : IDisposable
{
    private readonly HttpRequestMessage _request = new();
    private readonly List<Action<Reply>> _expectations = [];
    private readonly TestServer _server;

    private Scenario(TestServer server) => _server = server;

    /// <summary>Runs a scenario.</summary>
    public static async Task<Reply> Run(TestServer server, Action<Scenario> describe)
    {
        using var scenario = new Scenario(server);
        describe(scenario);
        using var response = await server.Client.SendAsync(scenario._request, TestContext.Current.CancellationToken);
        var reply = await Reply.Of(response);
        foreach (var expectation in scenario._expectations)
        {
            expectation(reply);
        }

        return reply;
    }

    public void Dispose() => _request.Dispose();

    public Scenario As(string token)
    {
        _request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _server.Token(token));
        return this;
    }

    public Scenario Header(string name, string value)
    {
        Assert.True(_request.Headers.TryAddWithoutValidation(name, value));
        return this;
    }

    /// <summary>Sends a file as the whole body.</summary>
    public Scenario PostFile(string path, byte[] file, string name = "file.csv")
    {
        var content = new ByteArrayContent(file);
        content.Headers.ContentType = new("application/octet-stream");
        return Header(CaseLedger.Web.Http.IncomingFile.NameHeader, Uri.EscapeDataString(name)).Send(HttpMethod.Post, path, content);
    }

    public Scenario Get(string path) => Send(HttpMethod.Get, path, null);

    public Scenario Send(HttpMethod method, string path, HttpContent? content)
    {
        (_request.Method, _request.RequestUri, _request.Content) = (method, new Uri(path, UriKind.Relative), content);
        return this;
    }

    public Scenario Post(string path, object body) =>
        Post(path, body is JsonNode node ? node.ToJsonString() : JsonSerializer.Serialize(body, JsonSerializerOptions.Web));

    public Scenario Post(string path, string json) => Post(path, Encoding.UTF8.GetBytes(json));

    public Scenario Post(string path, byte[] json, string mediaType = "application/json")
    {
        var content = new ByteArrayContent(json);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return Send(HttpMethod.Post, path, content);
    }

    public Scenario StatusIs(int status) => Expect(reply => Assert.True(reply.Status == status, $"expected {status}, got {reply}"));

    public Scenario IsProblem(int status, string code) => Expect(reply => reply.IsProblem(status, code));

    private Scenario Expect(Action<Reply> expectation)
    {
        _expectations.Add(expectation);
        return this;
    }
}

/// <summary>An answer, read whole.</summary>
public sealed record Reply(int Status, string? MediaType, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonObject Json => JsonNode.Parse(Text)!.AsObject();

    public string? Code => MediaType == "application/problem+json" ? (string?)Json["code"] : null;

    public IEnumerable<string> Errors => Json["errors"]!.AsObject().Select(e => e.Key);

    public static async Task<Reply> Of(HttpResponseMessage response) => new(
        (int)response.StatusCode,
        response.Content.Headers.ContentType?.MediaType,
        // A stream of events has no end.
        response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync(),
        response.Headers.Concat(response.Content.Headers).ToDictionary(h => h.Key, h => string.Join(",", h.Value)));

    public void IsProblem(int status, string code)
    {
        Assert.True(Status == status && Code == code, $"expected {status} {code}, got {this}");
        Assert.Equal(status, (int?)Json["status"]);
    }

    public override string ToString() => $"{Status} {MediaType} {Text}";
}
