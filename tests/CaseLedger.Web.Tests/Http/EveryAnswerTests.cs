using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Http;

public sealed class EveryAnswerTests(TestServer server) : IClassFixture<TestServer>
{
    [Theory]
    [InlineData("/api/v1/cases", "application/json")]
    [InlineData("/api/v1/cases", "text/csv")]
    [InlineData("/api/v1/nowhere", "application/json")]
    [InlineData("/", "text/html")]
    [InlineData("/site.css", "text/css")]
    public async Task Answer_IsNothingElseThanItSays(string path, string accept)
    {
        var reply = await Scenario.Run(server, s => s.As("agent").Header("Accept", accept).Get(path));

        Assert.Equal("nosniff", reply.Headers["X-Content-Type-Options"]);
    }
}
