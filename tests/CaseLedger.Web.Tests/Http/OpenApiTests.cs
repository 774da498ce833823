using System.Text.Json.Nodes;
using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace CaseLedger.Web.Tests.Http;

public sealed class OpenApiTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task Document_DescribesEveryEndpointOfTheApi()
    {
        var document = await Document();
        var described = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key.TrimEnd('/')}"));
        var mapped = server.Endpoints
            .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .SelectMany(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(m => $"{m} {e.RoutePattern.RawText!.TrimEnd('/')}"));

        Assert.Equal([], mapped.Except(described));
    }

    [Fact]
    public async Task Document_DescribesABodyAsItIsRead()
    {
        var screenshot = (await Document())["paths"]!["/api/v1/cases/{isrc}/screenshots"]!["post"]!;
        var body = screenshot["requestBody"]!["content"]!["application/json"]!["schema"]!;

        Assert.Equal(["store", "readings", "observed"], body["required"]!.AsArray().Select(n => (string?)n));
        Assert.False((bool)body["additionalProperties"]!);
        Assert.Equal("integer", (string?)body["properties"]!["readings"]!["items"]!["properties"]!["count"]!["type"]);
        Assert.Contains("listeners", body["properties"]!["readings"]!["items"]!["properties"]!["measure"]!["enum"]!.AsArray().Select(n => (string?)n));
        Assert.Equal(["isrc", "Idempotency-Key", "If-Match"], screenshot["parameters"]!.AsArray().Select(p => (string?)p!["name"]));
        Assert.Subset(
            screenshot["responses"]!.AsObject().Select(r => r.Key).ToHashSet(),
            new HashSet<string> { "200", "201", "400", "401", "403", "404", "409", "412", "413", "415", "503" });
    }

    [Fact]
    public async Task Document_SaysHowManyElementsAreTaken()
    {
        var paths = (await Document())["paths"]!;

        Assert.Equal(400, Most("screenshots", "readings"));
        Assert.Equal(400, Most("screenshots", "evidence"));
        Assert.Equal(1_000, Most("royalty-lines", "lines"));

        int Most(string what, string list) => (int)paths[$"/api/v1/cases/{{isrc}}/{what}"]!["post"]!
            ["requestBody"]!["content"]!["application/json"]!["schema"]!["properties"]![list]!["maxItems"]!;
    }

    [Fact]
    public async Task Document_DescribesWhatStandsBesideTheBody()
    {
        var paths = (await Document())["paths"]!;
        var list = paths["/api/v1/cases"]!["get"]!["responses"]!["200"]!;
        var write = paths["/api/v1/cases/{isrc}/screenshots"]!["post"]!["responses"]!["201"]!;

        Assert.Equal(["application/json", "text/csv"], list["content"]!.AsObject().Select(form => form.Key));
        Assert.NotNull(list["headers"]!["Link"]);
        Assert.NotNull(paths["/api/v1/cases/{isrc}"]!["get"]!["responses"]!["200"]!["headers"]!["ETag"]);
        Assert.Equal(["ETag", "Location", "CaseLedger-Warning"], write["headers"]!.AsObject().Select(header => header.Key));
    }

    private async Task<JsonObject> Document() =>
        (await Scenario.Run(server, s => s.As("agent").Get("/openapi/v1.json").StatusIs(200))).Json;
}
