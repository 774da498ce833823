using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Reads;

public sealed class LiveTests(TestServer server) : IClassFixture<TestServer>
{
    private static int _isrcs = 2440000;

    private readonly string _isrc = $"AADEM{Interlocked.Increment(ref _isrcs)}";

    [Fact]
    public async Task Follower_GetsWhatIsAppended_OnceAndInOrder()
    {
        await server.OpenCase(_isrc);
        await using var live = await Follow("agent", null);

        for (var i = 0; i < 5; i++)
        {
            await server.Screenshot(_isrc, Guid.NewGuid(), "2024-04-03", i);
        }

        Assert.Equal(["2", "3", "4", "5", "6"], (await live.Next(5)).Select(e => e.EventId));
    }

    [Fact]
    public async Task Follower_WhoWasCutOff_GoesOnWhereItWas()
    {
        await server.OpenCase(_isrc);
        await server.Screenshot(_isrc, Guid.NewGuid(), "2024-04-03", 1);
        await server.Screenshot(_isrc, Guid.NewGuid(), "2024-04-03", 2);

        await using var live = await Follow("agent", lastEventId: "1");
        var caughtUp = await live.Next(2);
        await server.Screenshot(_isrc, Guid.NewGuid(), "2024-04-03", 3);

        Assert.Equal(["2", "3"], caughtUp.Select(e => e.EventId));
        Assert.Equal("4", (await live.Next(1))[0].EventId);
        var data = JsonNode.Parse(caughtUp[0].Data)!;
        Assert.Equal("screenshot-reported.v1", (string)data["type"]!);
        Assert.Equal(1, (int)data["fields"]!["readings"]![0]!["count"]!);
    }

    [Fact]
    public async Task Artist_SeesThatSomethingPrivateCame_AndNotWhat()
    {
        await server.OpenCase(_isrc);
        await using var live = await Follow("artist", null);
        var secret = Guid.NewGuid();

        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/statements", new
        {
            id = secret, party = "distributor", saidAt = "2024-04-18", quote = "Between ourselves.", kind = "stated", visibility = "private",
        });

        var data = JsonNode.Parse((await live.Next(1))[0].Data)!;
        Assert.True((bool)data["withheld"]!);
        Assert.Null(data["fields"]);

        await server.Recorded("agent", $"/api/v1/cases/{_isrc}/statements", new
        {
            id = Guid.NewGuid(), party = "distributor", saidAt = "2024-04-18", quote = "For everybody.", kind = "stated", visibility = "case", supersedes = secret,
        });
        var open = JsonNode.Parse((await live.Next(1))[0].Data)!;
        Assert.Equal("For everybody.", (string)open["fields"]!["quote"]!);
        Assert.Null(open["fields"]!["supersedes"]);
    }

    [Theory]
    [InlineData("newest")]
    [InlineData("2147483647")]
    [InlineData("2147483648")]
    public async Task LastEventId_ThatIsNone_IsRefused(string id)
    {
        await server.OpenCase(_isrc);

        await Scenario.Run(server, s => s.As("agent").Header("Last-Event-ID", id).Get($"/api/v1/cases/{_isrc}/live").IsProblem(400, "malformed"));
    }

    private async Task<Following> Follow(string token, string? lastEventId)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/cases/{_isrc}/live");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Token(token));
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return new(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>An open stream of events.</summary>
    private sealed class Following(HttpResponseMessage response, Stream stream) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

        private readonly CancellationTokenSource _patience = new(Patience);
        private IAsyncEnumerator<SseItem<string>>? _events;

        public async Task<List<SseItem<string>>> Next(int count)
        {
            _events ??= SseParser.Create(stream).EnumerateAsync(_patience.Token).GetAsyncEnumerator();
            var next = new List<SseItem<string>>();
            while (next.Count < count && await _events.MoveNextAsync())
            {
                next.Add(_events.Current);
            }

            return next;
        }

        public async ValueTask DisposeAsync()
        {
            await stream.DisposeAsync();
            response.Dispose();
            _patience.Dispose();
        }
    }
}
