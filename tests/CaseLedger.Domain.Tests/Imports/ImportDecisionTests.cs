using CaseLedger.Domain.Imports;
using NodaTime;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Imports;

public sealed class ImportDecisionTests
{
    private static readonly ImportStarted Started = new(ImportKind.TrendsSnapshot, Digest('a'), 420, "trends.csv");
    private static readonly ImportFinished Finished = new(10, 10, 0, 0);
    private static readonly ImportFailed Failed = new("gzip-truncated", "It ends early.", 4, 0, 0);

    [Fact]
    public void StartingImport_TheFirstTime_IsRecorded() =>
        GivenImport().When(Starting(Started)).Then(Started);

    [Fact]
    public void StartingImport_WhileItRuns_IsTheOneThatRuns() =>
        GivenImport(Started).When(Starting(Started)).ThenNothing(alreadyRecorded: IdOf(1));

    [Fact]
    public void StartingImport_AfterItEndedWell_IsTheOneThatEnded() =>
        GivenImport(Started, Finished).When(Starting(Started)).ThenNothing(alreadyRecorded: IdOf(1));

    [Fact]
    public void StartingImport_AfterRowsWereRefused_BeginsAgain()
    {
        GivenImport(Started, Finished with { Accepted = 8, Refused = 2 }).When(Starting(Started)).Then(Started);
        GivenImport(Started, Finished with { Accepted = 8, Refused = 2 }, Started).When(Starting(Started)).ThenNothing(alreadyRecorded: IdOf(3));
        GivenImport(Started, Finished with { Accepted = 8, Refused = 2 }, Started, Finished with { Accepted = 2, Repeated = 8 }).When(Starting(Started)).ThenNothing(alreadyRecorded: IdOf(3));
    }

    [Fact]
    public void StartingImport_AfterItFailed_BeginsAgain() =>
        GivenImport(Started, Failed).When(Starting(Started)).Then(Started);

    [Fact]
    public void StartingImport_SeenLaterThanNow_IsRefused() =>
        GivenImport().When(Starting(Started with { Observed = new Observed.At(Now + Duration.FromDays(1)) })).ThenRefused(RefusalKinds.ObservedInFuture, "observed");

    [Fact]
    public void StartingImport_WithoutAName_IsRefused() =>
        GivenImport().When(Starting(Started with { Name = " " })).ThenRefused(RefusalKinds.TextEmpty, "name");

    [Fact]
    public void StartingImport_WithAnEmptyChoice_IsRefused() =>
        GivenImport().When(Starting(Started with { Choices = [new("day-order", "")] })).ThenRefused(RefusalKinds.TextEmpty, "choices[0]");

    [Fact]
    public void StartingImport_WithTooManyChoices_IsRefused() =>
        GivenImport()
            .When(Starting(Started with { Choices = [.. Enumerable.Range(0, StartingImport.MostChoices + 1).Select(i => new ImportChoice($"day-{i}", "x"))] }))
            .ThenRefused(RefusalKinds.TooManyItems, "choices");

    [Fact]
    public void EndingImport_WhileItRuns_IsRecorded() =>
        GivenImport(Started).When(Ending(Finished)).Then(Finished);

    [Fact]
    public void EndingImport_Repeat_IsAlreadyRecorded() =>
        GivenImport(Started, Finished).When(import => EndingImport.Decide(import, new(IdOf(2), Agent, Finished), Now)).ThenNothing(alreadyRecorded: IdOf(2));

    [Fact]
    public void EndingImport_OfWhatDoesNotRun_IsRefused()
    {
        GivenImport().When(Ending(Finished)).ThenRefused(RefusalKinds.ImportNotRunning);
        GivenImport(Started, Finished).When(Ending(Failed)).ThenRefused(RefusalKinds.ImportNotRunning);
    }

    [Fact]
    public void Fold_StartedAgainAfterAFailure_Runs()
    {
        var state = GivenImport(Started, Failed, Started).State;

        Assert.True(state.IsRunning);
        Assert.Null(state.End);
        Assert.Equal(IdOf(3), state.Start!.Id);
        Assert.Equal(3, state.Version);
    }

    [Fact]
    public void FirstTaking_OfARunThatLeftNothing_IsNone_AndStaysTheFirstThatDid()
    {
        Assert.Null(GivenImport(Started, Failed with { Accepted = 0, Refused = 3 }, Started).State.FirstTaking);
        Assert.Null(GivenImport(Started, new ImportFinished(3, 0, 0, 3)).State.FirstTaking);
        Assert.Equal(IdOf(1), GivenImport(Started, Failed, Started, Finished).State.FirstTaking!.Id);
        Assert.Equal(IdOf(3), GivenImport(Started, Failed with { Accepted = 0 }, Started, new ImportFinished(3, 0, 2, 1)).State.FirstTaking!.Id);
    }

    private static Func<ImportState, Decision> Starting(ImportStarted start) => import => StartingImport.Decide(import, new(NewId, Agent, start), Now);

    private static Func<ImportState, Decision> Ending(ImportEvent end) => import => EndingImport.Decide(import, new(NewId, Agent, end), Now);
}
