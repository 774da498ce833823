using CaseLedger.Ledger.Auditing;
using CaseLedger.Ledger.Projections;
using CaseLedger.Ledger.Tests.Projections;
using Xunit;

namespace CaseLedger.Ledger.Tests.Auditing;

/// <summary>Whoever is mighty enough to switch the triggers off is found out, at the right position.</summary>
public sealed class TamperingTests : LedgerTest
{
    private const long Where = 5;

    public TamperingTests(PostgresFixture postgres)
        : base(postgres) => AuditAfterwards = false;

    internal override IReadOnlyList<Projection> Projections { get; } = [new LeafProjection()];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();

        // Ten events in one batch: same moment, so that time tells nothing; six streams, so that versions tell little.
        await foreach (var _ in Ledger.BulkAppend(
            Enumerable.Range(0, 10).Select(i => Request($"s{i % 6}", ExpectedVersion.Any, Event($"{{\"n\":{i}}}"))).ToAsyncEnumerable(), Cancellation))
        {
        }

        var daemon = new ProjectionDaemon(Ledger, Runtime, Projections);
        await daemon.Prepare(Cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = daemon.Run(stop.Token);
        Assert.True(await daemon.WaitFor(10, TimeSpan.FromSeconds(30), Cancellation));
        await stop.CancelAsync();
        await running;
        Assert.True((await Audit()).IsClean);
    }

    [Fact]
    public async Task Audit_OneByteOfAPayloadChanged_IsFound()
    {
        await Tamper($"update ledger.event set payload = set_byte(payload, 2, get_byte(payload, 2) # 1) where position = {Where}");
        AssertFirst(FindingKind.CommitmentBroken, Where);
    }

    [Fact]
    public async Task Audit_OneByteOfASaltChanged_IsFound()
    {
        await Tamper($"update ledger.event set salt = set_byte(salt, 0, get_byte(salt, 0) # 1) where position = {Where}");
        AssertFirst(FindingKind.CommitmentBroken, Where);
    }

    [Fact]
    public async Task Audit_PayloadAndCommitmentForgedTogether_IsFoundByTheLeaf()
    {
        await Tamper($"create extension if not exists pgcrypto; update ledger.event set payload = 'forged', commitment = hmac('forged'::bytea, salt, 'sha256') where position = {Where}");
        AssertFirst(FindingKind.ProjectionDiffers, Where);
    }

    [Theory]
    [InlineData("actor = 'agent:other'")]
    [InlineData("type = 'noted.v2'")]
    [InlineData("event_id = gen_random_uuid()")]
    public async Task Audit_EnvelopeChanged_IsFoundByTheLeaf(string change)
    {
        await Tamper($"update ledger.event set {change} where position = {Where}");
        AssertFirst(FindingKind.ProjectionDiffers, Where);
    }

    [Fact]
    public async Task Audit_EventMovedToAnotherStream_IsFound()
    {
        await Tamper($"update ledger.event set stream = 'elsewhere' where position = {Where}");
        AssertFirst(FindingKind.ProjectionDiffers, Where);
    }

    [Fact]
    public async Task Audit_RowDeleted_IsFound()
    {
        await Tamper($"delete from ledger.event where position = {Where}");
        AssertFirst(FindingKind.Missing, Where);
    }

    [Fact]
    public async Task Audit_FirstRowDeleted_IsFound()
    {
        await Tamper("delete from ledger.event where position = 0");
        AssertFirst(FindingKind.Missing, 0);
    }

    [Fact]
    public async Task Audit_NewestRowsDeleted_IsFound()
    {
        await Tamper("delete from ledger.event where position >= 8");
        AssertFirst(FindingKind.Missing, 8);
    }

    [Fact]
    public async Task Audit_NewestRowsDeletedAndTheHeadSetBack_IsFoundByTheProjection()
    {
        await Tamper("delete from ledger.event where position >= 8; update ledger.head set size = 8");
        AssertFirst(FindingKind.ProjectionDiffers, 8);
    }

    [Fact]
    public async Task Audit_TwoRowsOfDifferentStreamsSwapped_IsFoundAtTheFirst()
    {
        await Tamper($"""
            update ledger.event set position = 1000 where position = {Where};
            update ledger.event set position = {Where} where position = {Where + 3};
            update ledger.event set position = {Where + 3} where position = 1000
            """);
        AssertFirst(FindingKind.ProjectionDiffers, Where);
    }

    [Fact]
    public async Task Audit_TwoRowsOfOneStreamSwapped_IsFoundAtTheFirst()
    {
        // Positions 3 and 9 are versions 1 and 2 of one stream.
        await Tamper("""
            update ledger.event set position = 1000 where position = 3;
            update ledger.event set position = 3 where position = 9;
            update ledger.event set position = 9 where position = 1000
            """);
        AssertFirst(FindingKind.VersionBroken, 3);
    }

    [Fact]
    public async Task Audit_PayloadsOfTwoEventsSwapped_IsFoundAtTheFirst()
    {
        await Tamper($"""
            update ledger.event e set salt = o.salt, payload = o.payload, commitment = o.commitment
              from ledger.event o
             where (e.position, o.position) in (({Where}, {Where + 1}), ({Where + 1}, {Where}))
            """);
        AssertFirst(FindingKind.ProjectionDiffers, Where);
    }

    [Fact]
    public async Task Audit_TimeSetBack_IsFound()
    {
        await Tamper($"update ledger.event set recorded_at = recorded_at - interval '1 second' where position = {Where}");
        AssertFirst(FindingKind.TimeRunsBack, Where);
    }

    [Fact]
    public async Task Audit_RowSmuggledInBeyondTheHead_IsFound()
    {
        await Tamper("""
            insert into ledger.event select 10, stream, 3, gen_random_uuid(), type, recorded_at, actor, salt, payload, commitment
              from ledger.event where position = 9
            """);
        AssertFirst(FindingKind.BeyondHead, 10);
    }

    [Fact]
    public async Task Audit_ProjectionRowChanged_IsFound()
    {
        await Execute(Runtime, $"update read.leaf set hash = '\\x00' where position = {Where}");
        report = await Audit();
        AssertFirst(FindingKind.ProjectionDiffers, Where);
    }

    [Fact]
    public async Task Audit_AnEventThatAProjectionCanNotRead_IsFoundAtItsPosition()
    {
        var strict = new TallyProjection
        {
            Before = batch => batch.Any(e => e.Position == Where) ? throw new FormatException("unreadable") : Task.CompletedTask,
        };
        await new ProjectionDaemon(Ledger, Runtime, [new TallyProjection()]).Prepare(Cancellation);
        await new ProjectionRebuild(Ledger, Runtime).Run(new TallyProjection(), cancellationToken: Cancellation);
        report = await new LedgerAudit(Ledger, Runtime, [strict]).Run(cancellationToken: Cancellation);
        AssertFirst(FindingKind.ProjectionFails, Where);
    }

    [Fact]
    public async Task Rebuild_OfTheWitnessAfterAnEventWasForged_IsRefusedAndTheEvidenceKept()
    {
        await Tamper($"update ledger.event set actor = 'agent:other' where position = {Where}");
        var refused = await Assert.ThrowsAsync<ProjectionFailedException>(
            () => new ProjectionRebuild(Ledger, Runtime).Run(new LeafProjection(), cancellationToken: Cancellation));
        Assert.Equal(Where, refused.Position);
        report = await Audit();
        AssertFirst(FindingKind.ProjectionDiffers, Where);
    }

    [Theory]
    [InlineData("delete from read.projection where name = 'leaves'")]
    [InlineData("drop table read.leaf")]
    public async Task Audit_WitnessTakenAway_IsFound(string sql)
    {
        await Execute(Runtime, sql);
        report = await Audit();
        AssertFirst(FindingKind.ProjectionDiffers, 0);
    }

    private AuditReport? report;

    private async Task Tamper(string sql)
    {
        await Execute(Owner, $"""
            alter table ledger.event disable trigger all;
            {sql};
            alter table ledger.event enable trigger all
            """);
        report = await Audit();
    }

    private void AssertFirst(FindingKind kind, long position)
    {
        var first = report!.Findings.Where(f => f.Position == report.Findings.Min(g => g.Position)).ToList();
        Assert.Contains(first, f => f.Kind == kind && f.Position == position);
    }
}
