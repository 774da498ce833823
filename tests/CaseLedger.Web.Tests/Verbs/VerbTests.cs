using System.Globalization;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Verbs;
using Npgsql;

namespace CaseLedger.Web.Tests.Verbs;

/// <summary>The verbs as a script calls them: arguments in, exit code and output out.</summary>
public sealed class VerbTests(Postgres postgres)
{
    [Fact]
    public async Task Migrate_EmptyDatabase_ThenAgain_ChangesNothing()
    {
        var database = await postgres.CreateEmpty();

        var first = await Run(database, "migrate");
        var second = await Run(database, "migrate");

        Assert.Equal((Exit.Done, Exit.Done), (first.Code, second.Code));
        Assert.Contains("migrated: access/0001_access.sql", first.Error, StringComparison.Ordinal);
        Assert.Equal("The schema was up to date.", second.Output.Trim());
    }

    [Fact]
    public async Task Migrate_SeveralAtOnce_AllSucceed()
    {
        var database = await postgres.CreateEmpty();

        var runs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Run(database, "migrate")));

        Assert.All(runs, run => Assert.Equal(Exit.Done, run.Code));
        Assert.Equal(5, runs.Count(run => run.Output.Contains("was up to date", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Token_CreateListRevoke()
    {
        var database = await postgres.CreateMigrated();

        var created = await Run(database, "token", "create", "--role", "artist", "--account", "artist:a", "--isrc", "AA-DEM-24-00001", "--label", "the first");
        Assert.Equal(Exit.Done, created.Code);
        Assert.Matches("^clt_[A-Za-z0-9_-]{43}$", created.Output.Trim());
        Assert.DoesNotContain(created.Output.Trim(), created.Error, StringComparison.Ordinal);
        Assert.Matches(@"token-made\[1301\]: operator:\S+ made the token [0-9a-f-]{36} for artist:a", created.Error);

        var listed = await Run(database, "token", "list");
        var row = listed.Output.Trim().Split('\t');
        Assert.Equal(["artist", "artist:a", "artist:a", "valid", "the first"], row[1..]);
        Assert.DoesNotContain(created.Output.Trim(), listed.Output, StringComparison.Ordinal);

        var revoked = await Run(database, "token", "revoke", row[0]);
        Assert.Equal(Exit.Done, revoked.Code);
        Assert.Contains($" revoked the token {row[0]}", revoked.Error, StringComparison.Ordinal);
        Assert.Equal(Exit.Misused, (await Run(database, "token", "revoke", row[0])).Code);
        Assert.Contains("\trevoked ", (await Run(database, "token", "list")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("begins with 'agent:'", "--role", "agent", "--account", "artist:a")]
    [InlineData("is no role", "--role", "king", "--account", "agent:a")]
    [InlineData("expected an account", "--role", "agent", "--account", "Mrs. Smith")]
    [InlineData("for artists only", "--role", "agent", "--account", "agent:a", "--isrc", "AADEM2400001")]
    [InlineData("is no artist's account", "--role", "artist", "--account", "artist:a", "--artist-account", "agent:b")]
    [InlineData("expected an ISRC", "--role", "artist", "--account", "artist:a", "--isrc", "0602445790128")]
    [InlineData("'--account' is required", "--role", "agent")]
    [InlineData("one day or more", "--role", "agent", "--account", "agent:a", "--days", "0")]
    public async Task Token_ThatMakesNoSense_IsRefusedWithTheReason(string reason, params string[] arguments)
    {
        var run = await Run("Host=127.0.0.1;Port=1", ["token", "create", .. arguments]);

        Assert.Equal(Exit.Misused, run.Code);
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rebuild_KnownAndUnknown()
    {
        var database = await postgres.CreateMigrated();

        Assert.Equal("leaves: rebuilt from 0 events.", (await Run(database, "rebuild", "leaves")).Output.Trim());
        var unknown = await Run(database, "rebuild", "leafs");
        Assert.Equal(Exit.Misused, unknown.Code);
        Assert.Contains("leaves", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_CleanThenTamperedWith_SaysWhere()
    {
        var server = new TestServer(postgres);
        await server.InitializeAsync();
        await server.CaseForEveryWrite();
        await server.DisposeAsync();

        var clean = await Run(server.ConnectionString, "audit");
        Assert.Equal(Exit.Done, clean.Code);
        Assert.Contains("The ledger is clean.", clean.Output, StringComparison.Ordinal);

        await using var superuser = NpgsqlDataSource.Create(server.ConnectionString);
        await using var tamper = superuser.CreateCommand("""
            alter table ledger.event disable trigger all;
            update ledger.event set payload = convert_to(replace(convert_from(payload, 'UTF8'), 'Three', 'Seven'), 'UTF8') where position = 2;
            """);
        await tamper.ExecuteNonQueryAsync();

        var found = await Run(server.ConnectionString, "audit");
        Assert.Equal(Exit.LedgerNotClean, found.Code);
        Assert.Contains("WRONG       position 2: CommitmentBroken", found.Output, StringComparison.Ordinal);
        Assert.Contains("the first bad position is 2.", found.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_DatabaseThatDoesNotAnswer_FailsInOneLine()
    {
        var run = await Run("Host=127.0.0.1;Port=1;Username=nobody;Timeout=2", "serve");

        Assert.Equal(Exit.Failed, run.Code);
        Assert.StartsWith("The database does not answer:", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Serve_AddressInUse_FailsInOneLine()
    {
        var database = await postgres.CreateMigrated();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);

        var run = await Run(database, "serve", "--urls", $"http://127.0.0.1:{port}", "--allow-unsafe-database-settings");

        Assert.Equal(Exit.Failed, run.Code);
        Assert.Contains("address already in use", run.Error, StringComparison.Ordinal);
        Assert.Contains("--urls", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls", "nowhere", "'nowhere' is no address")]
    [InlineData("--trusted-proxies", "172.16.0.0/12, proxy.example", "'proxy.example' is no network")]
    public async Task Serve_OptionThatIsNone_FailsInOneLine(string option, string value, string says)
    {
        var database = await postgres.CreateMigrated();

        var run = await Run(database, "serve", option, value, "--allow-unsafe-database-settings");

        Assert.Equal(Exit.Misused, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output, string Error)> Run(string database, params string[] arguments) =>
        RunOn([.. arguments, "--database", database]);

    private static async Task<(int Code, string Output, string Error)> RunOn(string[] arguments)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await CommandLine.Run(arguments, TextWriter.Synchronized(output), TextWriter.Synchronized(error));
        return (code, output.ToString(), error.ToString());
    }
}
