using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.Schema;

/// <summary>Nothing is rewritten: not by the running product, and not by the tables' owner either.</summary>
public sealed class ImmutabilityTests(PostgresFixture postgres) : LedgerTest(postgres)
{
    public static TheoryData<string, string> Attempts { get; } = new MatrixTheoryData<string, string>(
        ["caseledger_app", "caseledger_owner", ""],
        [
            "update ledger.event set payload = '\\x00'",
            "update ledger.event set actor = 'agent:other' where position = 0",
            "update ledger.event set position = position where false",
            "delete from ledger.event",
            "delete from ledger.event where false",
            "truncate ledger.event",
            "delete from ledger.head",
            "truncate ledger.head",
            "insert into ledger.event select * from ledger.event on conflict (position) do update set payload = '\\x00'",
            "merge into ledger.event e using (select 0::bigint as p) s on e.position = s.p when matched then delete",
        ]).Aggregate(new TheoryData<string, string>(), (data, row) =>
        {
            data.Add(row.Data.Item1, row.Data.Item2);
            return data;
        });

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Change_AsAnyRole_IsRefused(string role, string attempt)
    {
        await Record("a", "1", "2");
        await using var connection = await Owner.OpenConnectionAsync(Cancellation);
        if (role.Length > 0)
        {
            await using var become = new NpgsqlCommand($"set role {role}", connection);
            await become.ExecuteNonQueryAsync(Cancellation);
        }

        await using var change = new NpgsqlCommand(attempt, connection);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => change.ExecuteNonQueryAsync(Cancellation));

        // The runtime role lacks the right; the owner, who could give itself any right, meets the trigger.
        Assert.Equal(
            role == "caseledger_app" ? PostgresErrorCodes.InsufficientPrivilege : PostgresErrorCodes.IntegrityConstraintViolation,
            refused.SqlState);
        Assert.Equal(["1", "2"], (await All()).Select(e => System.Text.Encoding.UTF8.GetString(e.Payload!)));
    }

    [Theory]
    [InlineData("alter table ledger.event disable trigger all")]
    [InlineData("drop table ledger.event")]
    [InlineData("create or replace function ledger.refuse_change() returns trigger language plpgsql as 'begin return new; end'")]
    [InlineData("alter table ledger.event owner to caseledger_app")]
    [InlineData("set session_replication_role = replica")]
    public async Task Guard_AsTheRuntimeRole_CanNotBeTakenAway(string attempt)
    {
        var refused = await Assert.ThrowsAsync<PostgresException>(() => Execute(Runtime, attempt));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Change_WhileReplicationRoleIsReplica_IsRefusedAllTheSame()
    {
        await Record("a", "1");
        var refused = await Assert.ThrowsAsync<PostgresException>(
            () => Execute(Owner, "set session_replication_role = replica; delete from ledger.event"));
        Assert.Equal(PostgresErrorCodes.IntegrityConstraintViolation, refused.SqlState);
        NpgsqlConnection.ClearPool(await Owner.OpenConnectionAsync(Cancellation));
    }

    [Theory]
    [InlineData("update ledger.head set size = size + 3")]
    [InlineData("""
        insert into ledger.event (position, stream, version, event_id, type, recorded_at, actor, salt, payload, commitment)
        select size, 'smuggled', 7, gen_random_uuid(), 'noted.v1', '1999-01-01', 'agent:x', '\x00112233445566778899aabbccddeeff', '{}', sha256('') from ledger.head
        """)]
    public async Task Runtime_PutsSomethingInBesideTheFunction_IsFoundByTheAudit(string smuggling)
    {
        // A server that was broken into can add what it likes, for adding is its right. It can't do so unseen.
        AuditAfterwards = false;
        await Record("a", "1", "2");
        await Execute(Runtime, smuggling);
        Assert.Equal(2, (await Audit()).Findings[0].Position);
    }

    [Fact]
    public async Task Runtime_ConnectionGoesBackToThePool_IsStillTheRuntimeRole()
    {
        for (var i = 0; i < 3; i++)
        {
            await using var connection = await Runtime.OpenConnectionAsync(Cancellation);
            await using var who = new NpgsqlCommand("select current_user::text", connection);
            Assert.Equal("caseledger_app", await who.ExecuteScalarAsync(Cancellation));
            await using var other = new NpgsqlCommand("set role none", connection);
            await other.ExecuteNonQueryAsync(Cancellation);
        }
    }

    [Fact]
    public async Task Runtime_ResetsItsSession_IsStillTheRuntimeRole()
    {
        await using var connection = await Runtime.OpenConnectionAsync(Cancellation);
        await using var command = new NpgsqlCommand("reset role", connection);
        await command.ExecuteNonQueryAsync(Cancellation);
        await using var who = new NpgsqlCommand("select current_user::text", connection);
        Assert.Equal("caseledger_app", await who.ExecuteScalarAsync(Cancellation));
    }
}
