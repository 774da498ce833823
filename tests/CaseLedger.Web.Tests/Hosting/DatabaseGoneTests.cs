using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Hosting;

/// <summary>PostgreSQL dies under the server and comes back.</summary>
public sealed class DatabaseGoneTests
{
    [Fact]
    public async Task DatabaseDies_WritesAre503UntilItIsBack_AndNothingIsLost()
    {
        await using var postgres = new Postgres();
        await postgres.InitializeAsync();
        await using var server = new TestServer(postgres);
        await server.InitializeAsync();
        await server.OpenCase(TestServer.OwnIsrc);
        var write = Write.Of("/api/v1/cases/{isrc}/screenshots");
        var body = write.WithId();

        await postgres.Kill();

        var refused = await Scenario.Run(server, s => s.As("agent").Post(write.Path(), body).IsProblem(503, "database-unavailable"));
        Assert.Equal("5", refused.Headers["Retry-After"]);
        await Scenario.Run(server, s => s.Get("/health/live").StatusIs(200));
        await Scenario.Run(server, s => s.Get("/health/ready").IsProblem(503, "not-ready"));

        await postgres.Restart();

        await Until(async () => (await Scenario.Run(server, s => s.Get("/health/ready"))).Status == 200);
        // As a client does: the same again, with the same id, as long as the answer says so.
        await Until(async () => (await Scenario.Run(server, s => s.As("agent").Post(write.Path(), body))).Status == 201);
        await Scenario.Run(server, s => s.As("agent").Post(write.Path(), body).StatusIs(200));
        Assert.Equal(2, await server.Size());
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        for (var attempt = 0; !await holds(); attempt++)
        {
            Assert.True(attempt < 100, "The server does not find its database again.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
