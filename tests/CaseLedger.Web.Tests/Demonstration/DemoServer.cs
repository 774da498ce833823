using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CaseLedger.Web.Tests.Demonstration;

/// <summary>The server with the conversation in it, as the verb <c>demo</c> serves it. Its tests only read.</summary>
public sealed class DemoServer(Postgres postgres) : IAsyncLifetime
{
    public TestServer Server { get; } = new(postgres) { Settings = new() { IsDemonstration = true } };

    internal ReplayResult First { get; private set; } = new(0, 0);

    public async ValueTask InitializeAsync()
    {
        await Server.InitializeAsync();
        await Server.AddToken("artist-b", CaseLedger.Web.Access.Role.Artist, "artist:b");
        First = await Replay();
        await Server.CatchUp();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    internal Task<ReplayResult> Replay() => Server.Services.GetRequiredService<Replay>().Run(CancellationToken.None);

    /// <summary>What a read answers.</summary>
    public Task<Reply> Read(string path, string token = "agent") => Scenario.Run(Server, s => s.As(token).Get($"/api/v1/{path}").StatusIs(200));
}
