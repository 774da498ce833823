using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Incidents;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger.Auditing;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Incidents;
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
    private static readonly Caller Manager = new(AccountId.Parse("manager:lead"), Role.Manager, null);

    [Fact]
    public void AnyHistory_ViewsEqualTheFoldAndTheRebuild() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(6),
            Prop.ForAll(Move.Histories(100).ToArbitrary(), moves => Run(moves).GetAwaiter().GetResult()));

    [Fact]
    public void AnyHistory_DaemonStoppedAndItsConnectionsCutAtAnyMoment_ViewsEqualTheFold() =>
        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(4),
            Prop.ForAll(
                Move.Histories(120).ToArbitrary(),
                Gen.Choose(0, 40).ListOf(12).Select(pauses => pauses.ToList()).ToArbitrary(),
                (moves, pauses) => RunDisturbed(moves, pauses).GetAwaiter().GetResult()));

    private async Task Run(List<Move> moves)
    {
        await using var side = await ReadSideOfItsOwn.Create(postgres);
        await MakeAll(moves, side);
        await side.CatchUp();
        await AssertViewsEqualFolds(side);

        var before = await side.Dump();
        foreach (var projection in Projections.All)
        {
            await new ProjectionRebuild(side.Ledger, side.Database, new() { BatchEvents = 7 }).Run(projection);
        }

        var after = await side.Dump();
        Assert.All(before, table => Assert.Equal(table.Value, after[table.Key]));
        var report = await new LedgerAudit(side.Ledger, side.Database, Projections.All).Run();
        Assert.True(report.IsClean, string.Join('\n', report.Findings));
    }

    private async Task RunDisturbed(List<Move> moves, List<int> pauses)
    {
        await using var side = await ReadSideOfItsOwn.Create(postgres);
        await MakeAll(moves, side);
        foreach (var pause in pauses)
        {
            using var stop = new CancellationTokenSource();
            var running = side.Daemon(batch: 3).Run(stop.Token);
            await Task.Delay(pause);
            if (pause % 2 == 0)
            {
                await side.CutConnections();
                await Task.Delay(pause);
            }

            await stop.CancelAsync();
            await running;
        }

        await side.CatchUp();
        await AssertViewsEqualFolds(side);
        var report = await new LedgerAudit(side.Ledger, side.Database, Projections.All).Run();
        Assert.True(report.IsClean, string.Join('\n', report.Findings));
    }

    private static async Task MakeAll(List<Move> moves, ReadSideOfItsOwn side)
    {
        var earlier = new List<Guid>();
        foreach (var move in moves)
        {
            await move.Make(side.Cases, side.Incidents, earlier);
        }
    }

    private static async Task AssertViewsEqualFolds(ReadSideOfItsOwn side)
    {
        foreach (var isrc in Move.Isrcs)
        {
            var events = (await side.Ledger.Load(CaseEvent.StreamOf(isrc))).As<CaseEvent>().ToList();
            await AssertCase(side, CaseState.Fold(isrc, events), events);
            Assert.Equal(ReadingsOf(events), await new ReadingTable(side.Database).Of(isrc, new(), CancellationToken.None));
            var said = await new StatementTable(side.Database).Of(isrc, Manager, CancellationToken.None);
            Assert.Equal(Statement.Of(events), said.Select(row => row.Statement));
        }

        foreach (var slug in Move.Incidents)
        {
            var state = IncidentState.Fold((await side.Ledger.Load(IncidentEvent.StreamOf(slug))).As<IncidentEvent>());
            var row = await new IncidentTable(side.Database).Find(slug, CancellationToken.None);
            Assert.Equal(
                (state.Version, state.FirstDay, state.LastDay, state.PublicText, state.FixedAt, state.Declaration?.Store),
                (row?.Version ?? 0, row?.FirstDay, row?.LastDay, row?.PublicText, row?.FixedAt, row?.Store));
        }
    }

    private static async Task AssertCase(ReadSideOfItsOwn side, CaseState state, List<Recorded<CaseEvent>> events)
    {
        var cases = new CaseTable(side.Database);
        var row = await cases.Find(state.Isrc, Manager, CancellationToken.None);
        if (events.Count == 0)
        {
            Assert.Null(row);
            return;
        }

        Assert.Equal(
            (state.Version, state.Status, state.Assignee, state.WaitingOn, state.ArtistAccount, state.ReleaseDate),
            (row!.Version, row.Status, row.Assignee, row.WaitingOn, row.ArtistAccount, row.ReleaseDate));
        Assert.Equal((state.Opening?.Title, state.Opening?.OpenedAt), (row.Title, row.Began));
        Assert.Equal((events[0].RecordedAt, events[^1].RecordedAt), (row.FirstRecordedAt, row.LastRecordedAt));
        Assert.Subset((await cases.Links(state.Isrc, CancellationToken.None)).Select(link => link.Isrc).ToHashSet(), state.Links.ToHashSet());
        Assert.Equal(
            state.Followers.Order(Comparer<AccountId>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))),
            (await cases.Followers(state.Isrc, CancellationToken.None)).Select(f => f.Account).OrderBy(a => a.ToString(), StringComparer.Ordinal));
        Assert.Equal(events.Count(e => e.Event is EvidenceAttached), (await cases.Evidence(state.Isrc, CancellationToken.None)).Count);

        var owed = await new DutyTable(side.Database).List(new(state.Isrc, new(2024, 4, 1), null), Manager, -1, int.MaxValue, CancellationToken.None);
        Assert.Equal(
            state.OpenRequests.Concat(state.OpenPromises).Select(e => e.Id).Order(),
            owed.Where(duty => duty.Settled is null).Select(duty => duty.Id).Order());
    }

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
