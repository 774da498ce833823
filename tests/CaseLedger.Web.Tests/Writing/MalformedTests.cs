using CaseLedger.Web.Http;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Writing;

/// <summary>
/// A body that is not of its endpoint's shape is malformed, whatever the rules would say of it; nothing is ever recorded
/// here, so that no rule can be what refuses it.
/// </summary>
public sealed class MalformedTests(TestServer server) : IClassFixture<TestServer>, IAsyncLifetime
{
    public static TheoryData<string> Patterns => Write.Patterns;

    public async ValueTask InitializeAsync()
    {
        if (await server.Size() > 0)
        {
            return;
        }

        await server.CaseForEveryWrite();
        // Only a resolved case can be opened again.
        await server.OpenCase(TestServer.ForeignIsrc);
        await server.Recorded("agent", $"/api/v1/cases/{TestServer.ForeignIsrc}/resolution", new { id = Guid.NewGuid(), resolution = "explained" });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task DamagedBody_IsMalformed(string pattern)
    {
        var write = Write.Of(pattern);
        await NothingIsRecorded(async () =>
        {
            foreach (var (name, body) in MalformedBodies.Whole(write.WithId().ToJsonString()).Concat(MalformedBodies.NamedTwice(write.WithId())))
            {
                var reply = await Post(write, body);
                Assert.True(reply is { Status: 400, Code: "malformed" } && reply.Errors.Any(), $"{name}: {reply}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task WrongValue_IsMalformedAndNamed(string pattern)
    {
        var write = Write.Of(pattern);
        await NothingIsRecorded(async () =>
        {
            foreach (var (name, field, body) in MalformedBodies.ByField(write.WithId(), ShapeOf(write)))
            {
                var reply = await Post(write, body);
                Assert.True(
                    reply is { Status: 400, Code: "malformed" } && reply.Errors.Any(error => error.StartsWith(field, StringComparison.Ordinal)),
                    $"{name}: {reply}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task RequiredFieldThatIsMissingOrNull_IsMalformedAndNamed(string pattern)
    {
        var write = Write.Of(pattern);
        await NothingIsRecorded(async () =>
        {
            foreach (var field in ShapeOf(write).Fields.Where(f => !f.IsOptional))
            {
                var without = await Post(write, write.WithId(null, body => Assert.True(body.Remove(field.Name))).ToJsonString());
                Assert.True(without is { Status: 400, Code: "malformed" } && without.Errors.Contains(field.Name), $"{field.Name}: {without}");

                var isNull = await Post(write, write.WithId(null, body => body[field.Name] = null).ToJsonString());
                Assert.True(isNull is { Status: 400, Code: "malformed" } && isNull.Errors.Contains(field.Name), $"{field.Name}: {isNull}");
            }
        });
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task TextThatIsEmptyOrTooLong_IsRefusedByTheRule(string pattern)
    {
        var write = Write.Of(pattern);
        await NothingIsRecorded(async () =>
        {
            foreach (var (name, code, body) in MalformedBodies.ByText(write.WithId(), ShapeOf(write)))
            {
                var reply = await Post(write, body);
                Assert.True(reply.Status == 409 && reply.Code == code, $"{name}: {reply}");
            }
        });
    }

    private Shape ShapeOf(Write write) => server.Endpoints
        .Where(e => e.RoutePattern.RawText == write.Pattern)
        .Select(e => e.Metadata.GetMetadata<BodyShape>())
        .Single(shape => shape is not null)!.Shape;

    private Task<Reply> Post(Write write, string body) => Post(write, System.Text.Encoding.UTF8.GetBytes(body));

    private Task<Reply> Post(Write write, byte[] body)
    {
        var isrc = write.Pattern.EndsWith("/reopening", StringComparison.Ordinal) ? TestServer.ForeignIsrc : TestServer.OwnIsrc;
        return Scenario.Run(server, s => s.As(write.Token).Post(write.Path(isrc), body));
    }

    private async Task NothingIsRecorded(Func<Task> during)
    {
        var before = await server.Size();
        await during();
        Assert.Equal(before, await server.Size());
    }
}
