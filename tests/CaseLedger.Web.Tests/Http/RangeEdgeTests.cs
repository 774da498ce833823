using System.Buffers.Text;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Web.Http;
using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace CaseLedger.Web.Tests.Http;

/// <summary>The first and last values of every parameter of every read: answered or refused by name, and never a fault of the server.</summary>
public sealed class RangeEdgeTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private static readonly string[] Days = ["1900-01-01", "1900-01-05", "2024-04-02", "2199-12-31"];

    private static readonly string[] Cursors =
    [
        .. new[]
        {
            "0", "-1", "9223372036854775807", "9223372036854775808", " ", "2199-12-31\u001Fspotify", "9999-12-31\u001Fspotify", "0001-01-01\u001F",
            "\u001F\u001F\u001F", "-opened\u001F0\u001F9223372036854775807\u001FAADEM2400001", "opened\u001F9223372036854775807\u001F-1\u001Fx",
            "isrc\u001F1\u001FAADEM2400001\u001FAADEM2400001", "AADEM2400001", new('\u001F', 700), "\uFFFF",
        }.Select(key => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key))),
        "_-_-",
    ];

    private static readonly Dictionary<Type, string[]> Edges = new()
    {
        [typeof(Day)] = Days,
        [typeof(Moment)] = [.. Days, "1900-01-01T00:00:00Z", "2199-12-31T23:59:59.999999Z", "2024-04-18T00:00:00Z"],
        [typeof(PageLimit)] = ["0", "1", "500", "501", "2147483648", "9223372036854775808"],
        [typeof(Cursor)] = Cursors,
        [typeof(Isrc)] = ["AADEM2400001", "AA0000000000", "ZZZZZ9999999"],
        [typeof(Store)] = ["a", "spotify", new('a', 64), new('a', 1_000)],
        [typeof(Slug)] = ["a", Write.Incident, new('a', 64), new('a', 1_000)],
        [typeof(AccountId)] = ["agent:a", $"agent:{new string('a', 64)}", "import:trends"],
        [typeof(string)] = ["%25", "_", "%5C", "%27", "%F0%9F%8E%B5", new('x', 4_000), "AA-DEM-24-00001"],
        [typeof(bool)] = ["true", "false"],
        [typeof(int)] = ["0", "2147483647", "2147483648"],
        [typeof(long)] = ["-9223372036854775808", "9223372036854775807", "9223372036854775808"],
    };

    public async ValueTask InitializeAsync()
    {
        if (await server.Size() > 0)
        {
            return;
        }

        await server.CaseForEveryWrite();
        await server.Recorded("ingest", $"/api/v1/cases/{TestServer.OwnIsrc}/trends-snapshots", new
        {
            id = Guid.NewGuid(), store = "spotify", takenAt = "2024-04-18", readings = new[] { new { day = "2024-04-01", count = 90 }, new { day = "2024-04-02", count = 91 } },
        });
        await server.Statement(TestServer.OwnIsrc, Guid.NewGuid());
        await server.CatchUp();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task EveryParameterOfEveryRead_AtItsEdgesAloneAndInPairs_IsAnsweredOrMalformed()
    {
        var (asked, wrong) = (0, new List<string>());
        foreach (var read in Reads())
        {
            var values = read.Metadata.GetMetadata<QueryShape>()!.Shape.Fields.Select(f => EdgesOf(f).ToArray()).ToArray();
            var pairs = from i in Enumerable.Range(0, values.Length)
                        from j in Enumerable.Range(i + 1, values.Length - i - 1)
                        from one in values[i]
                        from other in values[j]
                        select $"{one}&{other}";
            foreach (var query in values.SelectMany(of => of).Concat(pairs))
            {
                wrong.AddRange(await FaultOf($"{Address(read)}?{query}"));
                asked++;
            }
        }

        Assert.Empty(wrong);
        Assert.True(asked > 1_000, $"Only {asked} addresses were tried.");
    }

    [Fact]
    public async Task EveryValueInAnAddress_AtItsEdges_IsAnsweredOrNotFoundOrMalformed()
    {
        string[] isrcs = ["AA0000000000", "ZZZZZ9999999", "AADEM24%2F00001", new('A', 4_000)];
        string[] incidents = ["a", new('a', 64), new('a', 1_000), "-"];
        string[] days = [.. Days, "0001-01-01", "9999-12-31", "2200-01-01"];
        foreach (var pattern in Reads().Select(e => e.RoutePattern.RawText!))
        {
            var paths = isrcs.Select(isrc => pattern.Replace("{isrc}", isrc, StringComparison.Ordinal))
                .Concat(incidents.Select(incident => pattern.Replace("{incident}", incident, StringComparison.Ordinal)))
                .Concat(days.Select(day => pattern.Replace("{day}", day, StringComparison.Ordinal)));
            foreach (var path in paths.Select(Filled).Distinct())
            {
                Assert.Empty(await FaultOf(path));
            }
        }
    }

    // The live stream has no end; what it takes is tested with it.
    private IEnumerable<RouteEndpoint> Reads() => server.Endpoints.Where(e =>
        e.Metadata.GetMetadata<QueryShape>() is not null && e.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.HttpMethodMetadata>()!.HttpMethods.Contains("GET")
        && !e.RoutePattern.RawText!.EndsWith("/live", StringComparison.Ordinal));

    private async Task<IEnumerable<string>> FaultOf(string address)
    {
        var reply = await Scenario.Run(server, s => s.As("manager").Get(address));
        return reply is { Status: 200 } or { Status: 400, Code: "malformed" } or { Status: 404, Code: "not-found" } ? [] : [$"{address}: {reply}"];
    }

    private static IEnumerable<string> EdgesOf(Field field)
    {
        var edges = field.Type.IsEnum
            ? (IEnumerable<string>)Vocabulary.Find(field.Type)!.Words!
            : Edges.TryGetValue(field.Type, out var known) ? known : throw new InvalidOperationException($"Nobody said what the edges of a {field.Type.Name} are.");
        return edges.Select(value => $"{field.Name}={value}");
    }

    private static string Address(RouteEndpoint endpoint) => Filled(endpoint.RoutePattern.RawText!);

    private static string Filled(string pattern) => pattern
        .Replace("{isrc}", TestServer.OwnIsrc, StringComparison.Ordinal)
        .Replace("{day}", "2024-04-02", StringComparison.Ordinal)
        .Replace("{incident}", Write.Incident, StringComparison.Ordinal)
        .TrimEnd('/');
}
