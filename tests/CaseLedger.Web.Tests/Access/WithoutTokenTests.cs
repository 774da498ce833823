using CaseLedger.Web.Tests.Support;
using Microsoft.AspNetCore.Authorization;

namespace CaseLedger.Web.Tests.Access;

public sealed class WithoutTokenTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public void OpenToAnybody_IsWhatNeedsNoSignIn_AndNothingElse() => Assert.Equal(
        [
            "api/v1/health/live", "api/v1/health/ready", "health/live", "health/ready", "invitation/{secret}", "language", "reset/{secret}", "sign-in",
            "sign-in/second-factor", "sign-out", "status/{status:int}",
        ],
        server.Endpoints.Where(e => e.Metadata.GetMetadata<IAllowAnonymous>() is not null).Select(e => e.RoutePattern.RawText!.Trim('/')).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/api/v1/nothing-here")]
    [InlineData("GET", "/nothing-here")]
    [InlineData("DELETE", "/api/v1/cases/AADEM2400001/screenshots")]
    [InlineData("PUT", "/api/v1/cases")]
    [InlineData("POST", "/health/live")]
    [InlineData("GET", "/openapi/v1.json")]
    public Task AddressThatNothingAnswers_WithoutToken_Is401Too(string method, string path) => Refused(new(method), path);

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer clt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer something-else")]
    [InlineData("Basic YTpi")]
    public async Task InvalidToken_Is401(string header) =>
        await Scenario.Run(server, s => s.Header("Authorization", header).Get("/api/v1/cases").IsProblem(401, "not-signed-in"));

    [Fact]
    public async Task VeryLongToken_Is401() =>
        await Scenario.Run(server, s => s.Header("Authorization", $"Bearer clt_{new string('a', 20_000)}").Get("/api/v1/cases").IsProblem(401, "not-signed-in"));

    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    [InlineData("/api/v1/health/live", "live")]
    [InlineData("/api/v1/health/ready", "ready")]
    public async Task Health_WithoutToken_Answers(string path, string status)
    {
        var reply = await Scenario.Run(server, s => s.Get(path).StatusIs(200));

        Assert.Equal(status, (string?)reply.Json["status"]);
        await Scenario.Run(server, s => s.Send(HttpMethod.Head, path, null).StatusIs(200));
    }

    [Fact]
    public async Task UnknownAddress_WithToken_IsAProblemWithCode()
    {
        await Scenario.Run(server, s => s.As("agent").Get("/api/v1/nothing-here").IsProblem(404, "not-found"));
        await Scenario.Run(server, s => s.As("agent").Send(HttpMethod.Delete, "/api/v1/cases/AADEM2400001/screenshots", null).IsProblem(405, "method-not-allowed"));
    }

    private async Task Refused(HttpMethod method, string path)
    {
        using var body = method == HttpMethod.Get ? null : new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        var reply = await Scenario.Run(server, s => s.Send(method, path, body).StatusIs(401));
        Assert.Equal("Bearer", reply.Headers["WWW-Authenticate"]);
        if (method != HttpMethod.Head)
        {
            reply.IsProblem(401, "not-signed-in");
        }
    }
}
