namespace CaseLedger.Web.Tests.Support;

/// <summary>The server without the limits that stop whoever sends very much: for tests that send everything there is.</summary>
public sealed class RoomyServer(Postgres postgres) : IAsyncLifetime
{
    public TestServer Server { get; } = new(postgres)
    {
        Settings = new()
        {
            SignInsPerMinute = int.MaxValue,
            SignInsPerAccountPerMinute = int.MaxValue,
            WritesPerMinute = int.MaxValue,
            TokenWritesPerMinute = int.MaxValue,
            AddressWritesPerMinute = int.MaxValue,
            StrangerWritesPerMinute = int.MaxValue,
        },
    };

    public ValueTask InitializeAsync() => Server.InitializeAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
