using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace CaseLedger.Web.Tests.Http;

/// <summary>What holds of every read of the API.</summary>
public sealed class QueryTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task UnknownParameter_OfAnyRead_IsRefusedByName()
    {
        foreach (var path in Reads())
        {
            var reply = await Scenario.Run(server, s => s.As("manager").Get($"{path}?surprise=1"));
            Assert.True(reply is { Status: 400, Code: "malformed" } && reply.Errors.Contains("surprise"), $"{path}: {reply}");
        }
    }

    [Theory]
    [InlineData("store", "Not%20A%20Slug")]
    [InlineData("day", "2024-02-30")]
    [InlineData("from", "yesterday")]
    [InlineData("to", "9999-12-31")]
    [InlineData("asOf", "%00")]
    [InlineData("observedBy", "2024-04-18T12:00:00")]
    [InlineData("recordedBy", "-1")]
    [InlineData("limit", "501")]
    [InlineData("cursor", "%F0%9F%8E%B5")]
    [InlineData("overdue", "maybe")]
    [InlineData("status", "closed")]
    [InlineData("waitingOn", "godot")]
    [InlineData("assignee", "Mrs.%20Smith")]
    [InlineData("sort", "'; drop table ledger.event; --")]
    public async Task WrongValue_WhereverTheParameterIsTaken_IsRefusedByName(string name, string value)
    {
        var taken = server.Endpoints.Where(e => e.Metadata.GetMetadata<Web.Http.QueryShape>()?.Shape.Fields.Any(f => f.Name == name) is true);
        foreach (var path in taken.Select(Address))
        {
            var reply = await Scenario.Run(server, s => s.As("manager").Get($"{path}?{name}={value}"));
            Assert.True(reply is { Status: 400, Code: "malformed" } && reply.Errors.Contains(name), $"{path}: {reply}");
        }
    }

    private IEnumerable<string> Reads() => server.Endpoints
        .Where(e => e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
            && !e.RoutePattern.RawText.Contains("/health/", StringComparison.Ordinal)
            && e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
        .Select(Address);

    private static string Address(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!
        .Replace("{isrc}", TestServer.OwnIsrc, StringComparison.Ordinal)
        .Replace("{day}", "2024-04-03", StringComparison.Ordinal)
        .Replace("{id}", $"{Guid.Parse("00000000-0000-4000-8000-000000000009")}", StringComparison.Ordinal)
        .Replace("{sha256}", new string('a', 64), StringComparison.Ordinal)
        .Replace("{incident}", Write.Incident, StringComparison.Ordinal)
        .TrimEnd('/');
}
