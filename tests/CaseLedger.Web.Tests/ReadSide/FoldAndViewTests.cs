using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Incidents;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger.Auditing;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Readings;
using CaseLedger.Web.ReadSide;
using CaseLedger.Web.Statements;
using CaseLedger.Web.Tests.Support;
using CaseLedger.Web.Writing;
using FsCheck;
using FsCheck.Fluent;

namespace CaseLedger.Web.Tests.ReadSide;

/// <summary>What the views hold is what the domain folds, and what a rebuild makes, whatever happened.</summary>
public sealed class FoldAndViewTests(Postgres postgres)
{
    private const string Cut = "a batch cut";

    private static readonly Caller Manager = new(AccountId.Parse("manager:lead"), Role.Manager, null);

    // What a row remembers only to go on from; its effect, whom the case waits for and since when, is compared.
    private static readonly string[] Memory = ["turn_since"];

    // Tables that batches of many kinds write to, so that a batch is cut with some of its rows written.
    private static readonly string[] CutAt = ["case_summary", "evidence", "duty_settlement", "statement_withdrawal", "reading_withdrawal", "incident"];

    [Fact]
    public void AnyHistory_ViewsEqualTheFoldAndTheRebuild()
    {
        var coverage = new Coverage();

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(6),
            Prop.ForAll(Move.Histories(160).ToArbitrary(), moves => Run(moves, coverage).GetAwaiter().GetResult()));

        coverage.AssertReached(
            "a case that is watched", "a case that is open", "a case that is resolved", "waiting for a party", "waiting for a store",
            "two stores challenged at once", "a challenge answered");
    }

    [Fact]
    public void AnyHistory_DaemonCutInMidBatchAndStoppedWhileEventsArrive_ViewsEqualTheFold()
    {
        var coverage = new Coverage();

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(4),
            Prop.ForAll(
                Move.Histories(160).ToArbitrary(),
                Gen.Elements(CutAt).ListOf(10).Select(tables => tables.ToList()).ToArbitrary(),
                (moves, tables) => RunDisturbed(moves, tables, coverage).GetAwaiter().GetResult()));

        Assert.InRange(coverage.Times(Cut), 10, 4 * 10);
    }

    private async Task Run(List<Move> moves, Coverage coverage)
    {
        await using var side = await ReadSideOfItsOwn.Create(postgres);
        var earlier = new List<(Guid Id, Move Move)>();
        foreach (var some in moves.Chunk(40))
        {
            await MakeAll(some, side, earlier);
            await side.CatchUp();
            await AssertViewsEqualFolds(side, coverage);
        }

        await Note(side, coverage);
        var before = await side.Rows();
        foreach (var projection in Projections.All)
        {
            await new ProjectionRebuild(side.Ledger, side.Database, new() { BatchEvents = 7 }).Run(projection);
        }

        var after = await side.Rows();
        Assert.All(before, table => Assert.Equal(RowText.Of(table.Value), RowText.Of(after[table.Key])));
        await AssertAuditIsClean(side);
    }

    private async Task RunDisturbed(List<Move> moves, List<string> tables, Coverage coverage)
    {
        await using var side = await ReadSideOfItsOwn.Create(postgres);
        var earlier = new List<(Guid Id, Move Move)>();
        foreach (var (some, table) in moves.Chunk((moves.Count / tables.Count) + 1).Zip(tables))
        {
            using var stop = new CancellationTokenSource();
            var running = side.Daemon(batch: 3).Run(stop.Token);
            if (await side.CutInMidBatch(table, () => MakeAll(some, side, earlier)))
            {
                coverage.Note(Cut);
            }

            await stop.CancelAsync();
            await running;
        }

        await side.CatchUp();
        await AssertViewsEqualFolds(side, coverage);
        await AssertAuditIsClean(side);
    }

    private static async Task MakeAll(IEnumerable<Move> moves, ReadSideOfItsOwn side, List<(Guid Id, Move Move)> earlier)
    {
        foreach (var move in moves)
        {
            await move.Make(side.Cases, side.Incidents, earlier);
        }
    }

    private static async Task AssertAuditIsClean(ReadSideOfItsOwn side)
    {
        var report = await new LedgerAudit(side.Ledger, side.Database, Projections.All).Run();
        Assert.True(report.IsClean, string.Join('\n', report.Findings));
    }

    private static async Task Note(ReadSideOfItsOwn side, Coverage coverage)
    {
        foreach (var isrc in Move.Isrcs)
        {
            coverage.Note(await EventsOf(side, isrc));
        }

        foreach (var slug in Move.Incidents)
        {
            (await EventsOf(side, slug)).ForEach(coverage.Note);
        }
    }

    private static async Task AssertViewsEqualFolds(ReadSideOfItsOwn side, Coverage coverage)
    {
        var cases = new List<(Isrc Isrc, List<Recorded<CaseEvent>> Events)>();
        foreach (var isrc in Move.Isrcs)
        {
            cases.Add((isrc, await EventsOf(side, isrc)));
        }

        var incidents = new List<(Slug Slug, List<Recorded<IncidentEvent>> Events)>();
        foreach (var slug in Move.Incidents)
        {
            incidents.Add((slug, await EventsOf(side, slug)));
        }

        var expected = ExpectedRows.Of(cases, incidents);
        var held = await side.Rows();
        // The leaves are the ledger's own; the audit holds them against the events.
        Assert.Equal(held.Keys.Except(new LeafProjection().Tables).Order(), expected.Keys.Order());
        Assert.All(expected, table => Assert.Equal(RowText.Of(table.Value), RowText.Of(held[table.Key], Memory)));

        foreach (var (isrc, events) in cases.Where(@case => @case.Events.Count > 0))
        {
            var state = CaseState.Fold(isrc, events);
            coverage.Note(state);
            await AssertReads(side, state, events);
        }
    }

    // What is joined only when it is read.
    private static async Task AssertReads(ReadSideOfItsOwn side, CaseState state, List<Recorded<CaseEvent>> events)
    {
        var (isrc, now) = (state.Isrc, TestContext.Current.CancellationToken);
        Assert.Equal(ReadingsOf(events), await new ReadingTable(side.Database).Of(isrc, new(), now));

        var said = await new StatementTable(side.Database).Of(isrc, Manager, now);
        Assert.Equal(Statement.Of(events), said.Select(row => row.Statement));
        Assert.All(said, row => Assert.Equal(
            events.SingleOrDefault(e => e.Event is StatementMade made && made.Supersedes == row.Statement.Id)?.Id,
            row.SupersededBy));
        Assert.All(said, row => Assert.Equal(
            events.SingleOrDefault(e => e.Event is StatementWithdrawn withdrawn && withdrawn.StatementId == row.Statement.Id) is { } e
                ? (((StatementWithdrawn)e.Event).Reason, e.RecordedAt, e.Position)
                : null,
            row.Withdrawn));

        var owed = await new DutyTable(side.Database).List(new(isrc, new(2024, 4, 1), null), Manager, -1, int.MaxValue, now);
        Assert.Equal(
            state.OpenRequests.Concat(state.OpenPromises).OrderBy(e => e.Position).Select(e => e.Id),
            owed.Where(duty => duty.Settled is null).Select(duty => duty.Id));
    }

    private static async Task<List<Recorded<CaseEvent>>> EventsOf(ReadSideOfItsOwn side, Isrc isrc) =>
        [.. (await side.Ledger.Load(CaseEvent.StreamOf(isrc))).As<CaseEvent>()];

    private static async Task<List<Recorded<IncidentEvent>>> EventsOf(ReadSideOfItsOwn side, Slug slug) =>
        [.. (await side.Ledger.Load(IncidentEvent.StreamOf(slug))).As<IncidentEvent>()];

    // As the domain says it: an event's readings, each withdrawn by the first withdrawal that names its day or none.
    private static List<Reading> ReadingsOf(List<Recorded<CaseEvent>> events) =>
    [
        .. from recorded in events
           from reading in ReportedReadings.Of(recorded)
           let withdrawal = events.FirstOrDefault(e =>
               e.Event is ReadingWithdrawn w && w.EventId == recorded.Id && (w.Day is null || w.Day == reading.Day))
           select reading with
           {
               Withdrawn = withdrawal is { Event: ReadingWithdrawn how }
                   ? new(withdrawal.Position, withdrawal.RecordedAt, how.Reason)
                   : null,
           },
    ];
}
