using CaseLedger.LocalPostgres;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Verbs;

namespace CaseLedger.Web.Tests.Hosting;

/// <summary>Without a connection string: the product's own PostgreSQL in a data directory.</summary>
public sealed class PrivatePostgresTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"caseledger-web-{Guid.NewGuid():N}");

    [Fact]
    public async Task Verbs_WorkBesideARunningServer_AndOnTheirOwn()
    {
        var settings = new DatabaseSettings
        {
            DataDirectory = _directory,
            Postgres = Environment.GetEnvironmentVariable(ThrowawayCluster.ServerVariable),
        };
        await using (await Database.OpenReady(settings, _ => { }, CancellationToken.None))
        {
            Assert.Equal(Exit.Done, await Run("token", "create", "--role", "agent", "--account", "agent:a", "--data", _directory));
            await Assert.ThrowsAsync<LocalPostgresException>(() => Database.OpenReady(settings, _ => { }, CancellationToken.None));
        }

        // Somebody killed a server: its note stays behind and leads nowhere.
        await RunningServer.Announce(_directory, "Host=127.0.0.1;Port=1;Username=nobody", CancellationToken.None);

        Assert.Equal(Exit.Done, await Run("audit", "--data", _directory));
        Assert.Equal(["lock", "password", "postgres.log"], Directory.GetFiles(_directory).Select(Path.GetFileName).Order());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Task<int> Run(params string[] arguments) => CommandLine.Run(arguments, TextWriter.Null, TextWriter.Null);
}
