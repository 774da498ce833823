using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CaseLedger.Web.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CaseLedger.Web.Tests.Writing;

/// <summary>Whatever is thrown at a write endpoint is answered with a code, and what is refused leaves no trace.</summary>
public sealed class FuzzTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    private const int RandomBodiesPerEndpoint = 60;

    public static TheoryData<string> Patterns => Write.Patterns;

    public async ValueTask InitializeAsync()
    {
        if (await server.Size() == 0)
        {
            await server.CaseForEveryWrite();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Patterns))]
    public void RandomDamage_NeverFails_AndIsRecordedOnlyWithAReceipt(string pattern)
    {
        var write = Write.Of(pattern);
        var damage = Gen.Choose(0, 255).Select(b => (byte)b).ListOf().SelectMany(
            bytes => Gen.Choose(0, 1_000), (bytes, at) => (Bytes: bytes.Take(4).ToArray(), At: at)).SelectMany(
            spot => Gen.Choose(0, 6), (spot, cut) => (spot.Bytes, spot.At, Cut: cut));

        Prop.ForAll(damage.ToArbitrary(), d =>
        {
            var good = Encoding.UTF8.GetBytes(write.WithId().ToJsonString());
            var at = d.At % good.Length;
            byte[] body = [.. good[..at], .. d.Bytes, .. good[Math.Min(at + d.Cut, good.Length)..]];
            return Task.Run(() => IsAnswered(write, body)).GetAwaiter().GetResult();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(RandomBodiesPerEndpoint));
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task TooLargeBody_OrAnotherMediaType_IsRefused(string pattern)
    {
        var write = Write.Of(pattern);
        var before = await server.Size();
        var large = Encoding.UTF8.GetBytes($"{write.WithId().ToJsonString()}{new string(' ', 1024 * 1024)}");

        await Scenario.Run(server, s => s.As(write.Token).Post(write.Path(), large).IsProblem(413, "body-too-large"));
        await Scenario.Run(server, s => s.As(write.Token).Post(write.Path(), "<xml/>"u8.ToArray(), "application/xml").IsProblem(415, "unsupported-media-type"));
        await Scenario.Run(server, s => s.As(write.Token).Send(HttpMethod.Post, write.Path(), null).IsProblem(415, "unsupported-media-type"));

        Assert.Equal(before, await server.Size());
    }

    [Fact]
    public async Task BodyOfUnknownLength_ThatIsTooLarge_IsRefused()
    {
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");
        using var endless = new StreamContent(new MemoryStream(new byte[8 * 1024 * 1024], writable: false));
        endless.Headers.ContentType = new("application/json");
        endless.Headers.ContentLength = null;

        await Scenario.Run(server, s => s.As("agent").Header("Transfer-Encoding", "chunked").Send(HttpMethod.Post, write.Path(), endless)
            .IsProblem(413, "body-too-large"));
    }

    [Theory]
    [InlineData("/api/v1/cases/0602445790128/screenshots", "agent")]
    [InlineData("/api/v1/cases/%0A/screenshots", "agent")]
    [InlineData("/api/v1/cases/%F0%9F%8E%B5/screenshots", "agent")]
    [InlineData("/api/v1/cases/AADEM2400001/requests/seven/answers", "agent")]
    [InlineData("/api/v1/cases/AADEM2400001/promises/00000000-0000-0000-0000-000000000000/outcome", "agent")]
    [InlineData("/api/v1/incidents/Not%20A%20Slug/fix", "manager")]
    public async Task MalformedAddress_IsRefused(string path, string token)
    {
        var write = Write.All.Single(w => w.Token == token && w.Pattern.EndsWith(path.Split('/')[^1], StringComparison.Ordinal));

        await Scenario.Run(server, s => s.As(token).Post(path, write.WithId()).IsProblem(400, "malformed"));
    }

    private async Task<bool> IsAnswered(Write write, byte[] body)
    {
        var before = await server.Size();
        var reply = await Scenario.Run(server, s => s.As(write.Token).Post(write.Path(), body));
        var grown = await server.Size() - before;
        if (!IsJson(body))
        {
            return grown == 0 && reply is { Status: 400, Code: "malformed" };
        }

        return reply.Status is 200 or 201
            ? grown == (reply.Status == 201 ? 1 : 0)
            : grown == 0 && reply.Status is >= 400 and < 500 && reply.Code is not null;
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return Utf8.IsValid(body);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
