using CaseLedger.Domain.Cases;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Cases;

public sealed class ReportingScreenshotTests
{
    private static readonly ReportScreenshot Command = new(NewId, Artist, Store.Spotify, On("2024-04-10"), [Count("2024-04-03", 114)]);

    [Fact]
    public void Decide_OpenCase_IsRecorded() =>
        Given(Opened).When(Report(Command)).Then(Screenshot("2024-04-03", 114));

    [Fact]
    public void Decide_CountBelowAnEarlierOne_IsRecordedAllTheSame() =>
        Given(Opened, Screenshot("2024-04-03", 114))
            .When(Report(Command with { Readings = [Count("2024-04-03", 104)] }))
            .Then(Screenshot("2024-04-03", 104));

    [Fact]
    public void Decide_TheSameNumbersUnderAnotherId_AreTwoFacts() =>
        Given(Opened, Screenshot("2024-04-03", 114)).When(Report(Command)).Then(Screenshot("2024-04-03", 114));

    [Fact]
    public void Decide_RepeatOnACaseResolvedSince_IsAlreadyRecorded() =>
        Given(Opened, Screenshot("2024-04-03", 114), new CaseResolved(Slug.Parse("explained")))
            .When(Report(Command with { Id = IdOf(2) }))
            .ThenNothing(alreadyRecorded: IdOf(2));

    [Fact]
    public void Decide_NoEvidenceAndEmptyEvidence_AreTheSameFact() =>
        Given(Opened, Screenshot("2024-04-03", 114)).When(Report(Command with { Id = IdOf(2), Evidence = [] })).ThenNothing(alreadyRecorded: IdOf(2));

    [Fact]
    public void Decide_IdOfAnotherKindOfEvent_IsAReuse() =>
        Given(Opened).When(Report(Command with { Id = IdOf(1) })).ThenIdReused(IdOf(1));

    [Fact]
    public void Decide_WatchedCase_IsRefused() =>
        Given().When(Report(Command)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void Decide_ResolvedCase_IsRecorded() =>
        Given(Opened, new CaseResolved(Slug.Parse("explained"))).When(Report(Command)).Then(Screenshot("2024-04-03", 114));

    [Fact]
    public void Decide_NoReadings_IsRefused() =>
        Given(Opened).When(Report(Command with { Readings = [] })).ThenRefused(RefusalKinds.ReadingsMissing, "readings");

    [Fact]
    public void Decide_400Readings_AreRecorded()
    {
        ValueList<DayCount> readings = [.. Enumerable.Range(0, 400).Select(i => new DayCount(Day.Parse("2023-01-01").PlusDays(i), new(i)))];
        Given(Opened).When(Report(Command with { Readings = readings })).Then(new ScreenshotReported(Store.Spotify, On("2024-04-10"), readings));
    }

    [Fact]
    public void Decide_401Readings_AreRefused() =>
        Given(Opened)
            .When(Report(Command with { Readings = [.. Enumerable.Range(0, 401).Select(i => new DayCount(Day.Parse("2023-01-01").PlusDays(i), new(i)))] }))
            .ThenRefused(RefusalKinds.TooManyReadings, "readings");

    [Fact]
    public void Decide_SameDayTwice_IsRefused() =>
        Given(Opened)
            .When(Report(Command with { Readings = [Count("2024-04-03", 114), Count("2024-04-03", 114)] }))
            .ThenRefused(RefusalKinds.DuplicateDay, "readings[1]");

    [Fact]
    public void Decide_SameDayByTwoMeasures_IsRecorded()
    {
        ValueList<DayCount> readings = [Count("2024-04-03", 114), Count("2024-04-03", 90, Measure.Listeners)];
        Given(Opened).When(Report(Command with { Readings = readings })).Then(new ScreenshotReported(Store.Spotify, On("2024-04-10"), readings));
    }

    [Theory]
    [InlineData(3, 23, 59)]
    [InlineData(3, 0, 0)]
    public void Decide_SeenWhileTheDayWasRunning_IsRefused(int day, int hour, int minute) =>
        Given(Opened)
            .When(Report(Command with { Observed = At(2024, 4, day, hour, minute) }))
            .ThenRefused(RefusalKinds.DayNotOver, "readings[0].day");

    [Fact]
    public void Decide_SeenAtTheInstantTheDayEnded_IsRecorded() =>
        Given(Opened)
            .When(Report(Command with { Observed = At(2024, 4, 4, 0) }))
            .Then(Screenshot("2024-04-03", 114) with { Observed = At(2024, 4, 4, 0) });

    [Fact]
    public void Decide_SeenSomeTimeOnTheDayItself_IsRefusedBecauseNoMomentOfADayIsAfterIt() =>
        Given(Opened)
            .When(Report(Command with { Observed = On("2024-04-03") }))
            .ThenRefused(RefusalKinds.DayNotOver, "readings[0].day");

    [Fact]
    public void Decide_SeenSomeTimeOnTheNextDay_IsRecorded() =>
        Given(Opened)
            .When(Report(Command with { Observed = On("2024-04-04") }))
            .Then(Screenshot("2024-04-03", 114) with { Observed = On("2024-04-04") });

    [Fact]
    public void Decide_SeenTheInstantBeforeTheDayBegan_IsAnotherRefusal() =>
        Given(Opened)
            .When(Report(Command with { Observed = At(2024, 4, 2, 23, 59) }))
            .ThenRefused(RefusalKinds.ObservedBeforeDay, "readings[0].day");

    [Fact]
    public void Decide_OneOfItsDaysIsNewerThanTheScreenshot_NamesThatDay() =>
        Given(Opened)
            .When(Report(Command with { Readings = [Count("2024-04-03", 114), Count("2024-04-12", 1)] }))
            .ThenRefused(RefusalKinds.ObservedBeforeDay, "readings[1].day");

    [Theory]
    [InlineData("2024-05-01")]
    [InlineData("2024-05-02")]
    public void Decide_MomentUnknownAndDayNotOverNow_IsRefused(string day) =>
        Given(Opened)
            .When(Report(Command with { Observed = new Observed.Unknown(), Readings = [Count(day, 1)] }))
            .ThenRefused(RefusalKinds.DayNotOver, "readings[0].day");

    [Fact]
    public void Decide_SeenToday_CountsTodayAsNotOver() =>
        Given(Opened)
            .When(Report(Command with { Observed = On("2024-05-01"), Readings = [Count("2024-05-01", 1)] }))
            .ThenRefused(RefusalKinds.DayNotOver, "readings[0].day");

    [Fact]
    public void Decide_SeenLaterThanNow_IsRefused() =>
        Given(Opened).When(Report(Command with { Observed = On("2024-05-02") })).ThenRefused(RefusalKinds.ObservedInFuture, "observed");

    [Fact]
    public void Decide_EvidenceNotAttached_IsRefused() =>
        Given(Opened, new EvidenceAttached(EvidenceKind.Screenshot, On("2024-04-10"), Channel.Email, Digest('a')))
            .When(Report(Command with { Evidence = [Digest('a'), Digest('b')] }))
            .ThenRefused(RefusalKinds.EvidenceUnknown, "evidence[1]");

    [Fact]
    public void Decide_EvidenceAttached_IsRecorded() =>
        Given(Opened, new EvidenceAttached(EvidenceKind.Screenshot, On("2024-04-10"), Channel.Email, Digest('a')))
            .When(Report(Command with { Evidence = [Digest('a')] }))
            .Then(Screenshot("2024-04-03", 114) with { Evidence = [Digest('a')] });

    [Fact]
    public void Decide_401Digests_AreRefused() =>
        Given(Opened)
            .When(Report(Command with { Evidence = [.. Enumerable.Repeat(Digest('a'), 401)] }))
            .ThenRefused(RefusalKinds.TooManyItems, "evidence");

    [Fact]
    public void Decide_DayBeforeTheRelease_IsRecordedWithAWarning() =>
        Given(Opened with { ReleaseDate = Day.Parse("2024-04-04") }).When(Report(Command)).ThenWarns(Warning.BeforeReleaseCode, "readings[0].day");

    [Fact]
    public void Decide_DayOfTheRelease_WarnsOfNothing() =>
        Given(Opened with { ReleaseDate = Day.Parse("2024-04-03") }).When(Report(Command)).Then(Screenshot("2024-04-03", 114));

    private static Func<CaseState, Decision> Report(ReportScreenshot command) => state => ReportingScreenshot.Decide(state, command, Now);
}
