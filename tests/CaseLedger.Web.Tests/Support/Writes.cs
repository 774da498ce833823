using System.Text.Json.Nodes;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Tests.Support;

/// <summary>One good request for every write endpoint of the server; <see cref="WritesAreAll"/> sees to it that none is missing.</summary>
/// <param name="Pattern">The route.</param>
/// <param name="Token">A role that may.</param>
/// <param name="Body">The body without its id.</param>
public sealed record Write(string Pattern, string Token, string Body)
{
    /// <summary>The screenshot that the samples withdraw and answer with.</summary>
    public static readonly Guid Screenshot = Guid.Parse("00000000-0000-4000-8000-000000000001");

    /// <summary>The request that the samples answer.</summary>
    public static readonly Guid Request = Guid.Parse("00000000-0000-4000-8000-000000000002");

    /// <summary>The promise that the samples settle.</summary>
    public static readonly Guid Promise = Guid.Parse("00000000-0000-4000-8000-000000000003");

    /// <summary>The incident that the samples change.</summary>
    public const string Incident = "trends-2024-03-31";

    /// <summary>All write endpoints.</summary>
    public static IReadOnlyList<Write> All { get; } =
    [
        new("/api/v1/cases/", "agent", """{"isrc":"AADEM2400077","title":"Song","artist":"artist A","artistAccount":"artist:a","releaseDate":"2024-01-05","channel":"forum","openedAt":"2024-04-10","approximate":true,"note":"asked why"}"""),
        new("/api/v1/cases/{isrc}/screenshots", "agent", """{"store":"spotify","readings":[{"day":"2024-04-03","count":114},{"day":"2024-04-03","count":70,"measure":"listeners"}],"observed":{"on":"2024-04-18"},"approximate":true,"evidence":[],"note":"sent by mail"}"""),
        new("/api/v1/cases/{isrc}/trends-snapshots", "ingest", """{"store":"spotify","takenAt":"2024-04-18T06:00:00Z","readings":[{"day":"2024-04-03","count":104,"streamsTotal":130,"nonMonetised":20,"shortPlays":6},{"day":"2024-04-04","count":null}],"note":"daily"}"""),
        new("/api/v1/cases/{isrc}/store-replies", "agent", """{"store":"spotify","repliedAt":"2024-05-02","readings":[{"day":"2024-04-03","count":114}],"quote":"These are the numbers.","evidence":[],"note":"ticket"}"""),
        new("/api/v1/cases/{isrc}/royalty-lines", "agent", """{"statement":{"period":"2024-06","name":"June"},"lines":[{"store":"spotify","saleMonth":"2024-04","country":"IT","quantity":0,"revenue":"0.00410","currency":"EUR","kind":"stream"}]}"""),
        new("/api/v1/cases/{isrc}/withdrawals", "agent", """{"eventId":"00000000-0000-4000-8000-000000000001","day":"2024-04-02","reason":"misread"}"""),
        new("/api/v1/cases/{isrc}/evidence", "agent", """{"what":"screenshot","sentAt":"2024-04-12","approximate":true,"via":"email","sha256":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855","name":"days.png","note":"again"}"""),
        new("/api/v1/cases/{isrc}/statements", "agent", """{"party":"distributor","speaker":"support 1","saidAt":"2024-04-15","quote":"We know of no filter.","kind":"stated","proposition":"filter-known","stance":"deny","visibility":"case"}"""),
        new("/api/v1/cases/{isrc}/requests", "agent", """{"by":"distributor","of":"artist","what":"Three days of streams","askedAt":"2024-05-20","dueOn":"2024-06-01","rule":"three-days"}"""),
        new("/api/v1/cases/{isrc}/requests/{requestId}/answers", "agent", """{"eventIds":["00000000-0000-4000-8000-000000000001"],"text":"Here they are."}"""),
        new("/api/v1/cases/{isrc}/promises", "agent", """{"by":"distributor","speaker":"support 2","what":"Answer once and for all","madeAt":"2024-04-12","dueOn":"2024-04-22"}"""),
        new("/api/v1/cases/{isrc}/promises/{promiseId}/outcome", "agent", """{"outcome":"kept","note":"answered"}"""),
        new("/api/v1/cases/{isrc}/assignment", "agent", """{"assignee":"agent:support-2"}"""),
        new("/api/v1/cases/{isrc}/challenges", "agent", """{"store":"spotify","days":["2024-04-01"],"sentAt":"2024-05-21","reference":"T-1","note":"three days"}"""),
        new("/api/v1/cases/{isrc}/resolution", "agent", """{"resolution":"explained","note":"done"}"""),
        new("/api/v1/cases/{isrc}/reopening", "agent", """{"reason":"again"}"""),
        new("/api/v1/cases/{isrc}/links", "agent", """{"isrc":"AADEM2400099","reason":"same days"}"""),
        new("/api/v1/cases/{isrc}/followers", "agent", """{"account":"artist:c","note":"wants to hear"}"""),
        new("/api/v1/incidents/", "manager", """{"slug":"trends-2024-05-01","store":"spotify","firstDay":"2024-03-31","lastDay":"2024-04-01","affects":"trends","declaredAt":"2024-04-17","approximate":true,"publicText":"Trends is wrong on these days."}"""),
        new("/api/v1/incidents/{incident}/scope", "manager", """{"firstDay":"2024-03-31","lastDay":"2024-04-03","publicText":"Also the days after."}"""),
        new("/api/v1/incidents/{incident}/fix", "manager", """{"fixedAt":"2024-05-01","publicText":"Put right."}"""),
    ];

    /// <summary>For theories.</summary>
    public static TheoryData<string> Patterns => new(All.Select(w => w.Pattern));

    /// <summary>The sample of a route.</summary>
    public static Write Of(string pattern) => All.Single(w => w.Pattern == pattern);

    /// <summary>The address.</summary>
    public string Path(string isrc = TestServer.OwnIsrc) => Pattern
        .Replace("{isrc}", isrc, StringComparison.Ordinal)
        .Replace("{requestId}", Request.ToString(), StringComparison.Ordinal)
        .Replace("{promiseId}", Promise.ToString(), StringComparison.Ordinal)
        .Replace("{incident}", Incident, StringComparison.Ordinal)
        .TrimEnd('/');

    /// <summary>The body with an id, and with fields changed.</summary>
    public JsonObject WithId(Guid? id = null, Action<JsonObject>? change = null)
    {
        var body = JsonNode.Parse(Body)!.AsObject();
        body["id"] = (id ?? Guid.NewGuid()).ToString();
        change?.Invoke(body);
        return body;
    }

    public override string ToString() => Pattern;
}

/// <summary>The table of samples covers what the server maps.</summary>
public sealed class WritesAreAll(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public void EveryEndpointThatIsNoRead_HasASample()
    {
        var writes = server.Endpoints.Where(e => e.Metadata.GetMetadata<BodyShape>() is not null).Select(e => e.RoutePattern.RawText!);

        Assert.Equal(Write.All.Select(w => w.Pattern).Order(), writes.Order());
    }

    [Fact]
    public void EveryEndpointThatTakesAPost_ReadsItsBodyStrictly()
    {
        var posts = server.Endpoints.Where(e => e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()?.HttpMethods
            is { } methods && methods.Any(m => m is not ("GET" or "HEAD")));

        // A file is read by what it holds; what is said about it stands in the address.
        Assert.All(posts, e => Assert.NotNull(e.Metadata.GetMetadata<BodyShape>() ?? (object?)e.Metadata.GetMetadata<TakesFile>()));
    }
}
