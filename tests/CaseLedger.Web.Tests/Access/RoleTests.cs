using CaseLedger.Web.Access;
using CaseLedger.Web.Tests.Support;

namespace CaseLedger.Web.Tests.Access;

public sealed class RoleTests(TestServer server) : IClassFixture<TestServer>
{
    /// <summary>Who may write what, as the contract (API.md) has it; written out here so that a slip in the code shows.</summary>
    private static readonly Dictionary<string, string> Contract = new()
    {
        ["/api/v1/cases/"] = "agent artist manager",
        ["/api/v1/cases/{isrc}/screenshots"] = "agent artist",
        ["/api/v1/cases/{isrc}/trends-snapshots"] = "agent ingest",
        ["/api/v1/cases/{isrc}/store-replies"] = "agent",
        ["/api/v1/cases/{isrc}/royalty-lines"] = "agent artist ingest",
        ["/api/v1/cases/{isrc}/withdrawals"] = "agent artist ingest manager",
        ["/api/v1/cases/{isrc}/evidence"] = "agent artist",
        ["/api/v1/cases/{isrc}/statements"] = "agent artist",
        ["/api/v1/cases/{isrc}/requests"] = "agent artist",
        ["/api/v1/cases/{isrc}/requests/{requestId}/answers"] = "agent artist",
        ["/api/v1/cases/{isrc}/promises"] = "agent",
        ["/api/v1/cases/{isrc}/promises/{promiseId}/outcome"] = "agent",
        ["/api/v1/cases/{isrc}/assignment"] = "agent manager",
        ["/api/v1/cases/{isrc}/challenges"] = "agent manager",
        ["/api/v1/cases/{isrc}/resolution"] = "agent manager",
        ["/api/v1/cases/{isrc}/reopening"] = "agent manager",
        ["/api/v1/cases/{isrc}/links"] = "agent manager",
        ["/api/v1/cases/{isrc}/followers"] = "agent manager",
        ["/api/v1/incidents/"] = "manager",
        ["/api/v1/incidents/{incident}/scope"] = "manager",
        ["/api/v1/incidents/{incident}/fix"] = "manager",
    };

    public static TheoryData<string> Patterns => Write.Patterns;

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task Write_ByARoleThatMayNot_Is403AndAppendsNothing(string pattern)
    {
        var allowed = Contract[pattern].Split(' ');
        foreach (var role in Roles.ByWord.Keys)
        {
            var before = await server.Size();
            // An empty body: who may is judged before what was sent, so it is 400 for whoever may.
            var reply = await Scenario.Run(server, s => s.As(role).Post(Write.Of(pattern).Path(), "{}"));

            reply.IsProblem(allowed.Contains(role) ? 400 : 403, allowed.Contains(role) ? "malformed" : "not-allowed");
            Assert.Equal(before, await server.Size());
        }
    }

    [Fact]
    public async Task RevokedToken_NoLongerHolds()
    {
        var id = await server.AddToken("leaver", Role.Agent, "agent:leaver");
        await Scenario.Run(server, s => s.As("leaver").Post("/api/v1/cases", "{}").IsProblem(400, "malformed"));

        await using var owner = Npgsql.NpgsqlDataSource.Create(server.ConnectionString);
        Assert.True(await new TokenTable(owner).Revoke(id, CancellationToken.None));

        await Scenario.Run(server, s => s.As("leaver").Post("/api/v1/cases", "{}").IsProblem(401, "not-signed-in"));
        Assert.False(await new TokenTable(owner).Revoke(id, CancellationToken.None));
    }

    [Fact]
    public async Task ExpiredToken_NoLongerHolds()
    {
        var id = await server.AddToken("guest", Role.Agent, "agent:guest");
        await using var owner = Npgsql.NpgsqlDataSource.Create(server.ConnectionString);
        await using var expire = owner.CreateCommand("update access.token set expires_at = now() where id = $1");
        expire.Parameters.Add(new() { Value = id });
        await expire.ExecuteNonQueryAsync();

        await Scenario.Run(server, s => s.As("guest").Post("/api/v1/cases", "{}").IsProblem(401, "not-signed-in"));
    }

    [Fact]
    public async Task RuntimeRole_CannotMakeItselfAToken()
    {
        await using var runtime = Npgsql.NpgsqlDataSource.Create(Ledger.RuntimeConnection.For(server.ConnectionString));
        var tokens = new TokenTable(runtime);
        var account = Domain.AccountId.Parse("manager:intruder");

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() =>
            tokens.Add(new(Role.Manager, account, null, "", null, []), TokenSecret.Make(), CancellationToken.None));

        Assert.Equal(Npgsql.PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Secrets_AreStoredHashedOnly()
    {
        await using var owner = Npgsql.NpgsqlDataSource.Create(server.ConnectionString);
        await using var dump = owner.CreateCommand("select string_agg(t::text, ' ') || encode(string_agg(hash, ''), 'escape') from access.token t");
        var rows = (string)(await dump.ExecuteScalarAsync())!;

        Assert.DoesNotContain(server.Token("agent")[TokenSecret.Prefix.Length..], rows, StringComparison.Ordinal);
    }
}
