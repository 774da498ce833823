using CaseLedger.Domain.Cases;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Cases;

public sealed class WithdrawingReadingTests
{
    private static readonly ScreenshotReported TwoDays = new(Store.Spotify, On("2024-04-10"), [Count("2024-04-03", 114), Count("2024-04-04", 120)]);
    private static readonly WithdrawReading Command = new(NewId, Agent, IdOf(2), "Wrong song");

    [Fact]
    public void Decide_WholeEvent_IsRecorded() =>
        Given(Opened, TwoDays).When(Withdraw(Command)).Then(new ReadingWithdrawn(IdOf(2), "Wrong song"));

    [Fact]
    public void Decide_OneDayThenTheRest_IsRecorded() =>
        Given(Opened, TwoDays, new ReadingWithdrawn(IdOf(2), "Wrong song", Day.Parse("2024-04-03")))
            .When(Withdraw(Command))
            .Then(new ReadingWithdrawn(IdOf(2), "Wrong song"));

    [Fact]
    public void Decide_SnapshotOfAWatchedCase_CanBeMended() =>
        Given(new TrendsSnapshotTaken(Store.Spotify, On("2024-04-05"), [Trends("2024-04-03", null)]))
            .When(Withdraw(Command with { EventId = IdOf(1) }))
            .Then(new ReadingWithdrawn(IdOf(1), "Wrong song"));

    [Fact]
    public void Decide_EventNotOnThisCase_IsRefused() =>
        Given(Opened).When(Withdraw(Command)).ThenRefused(RefusalKinds.EventNotFound, "eventId");

    [Fact]
    public void Decide_EventWithoutReadings_IsRefused() =>
        Given(Opened).When(Withdraw(Command with { EventId = IdOf(1) })).ThenRefused(RefusalKinds.NothingToWithdraw, "eventId");

    [Fact]
    public void Decide_DayThatTheEventDoesNotReport_IsRefused() =>
        Given(Opened, TwoDays).When(Withdraw(Command with { Day = Day.Parse("2024-04-05") })).ThenRefused(RefusalKinds.NothingToWithdraw, "day");

    [Fact]
    public void Decide_WholeEventTwice_IsRefused() =>
        Given(Opened, TwoDays, new ReadingWithdrawn(IdOf(2), "Wrong song")).When(Withdraw(Command)).ThenRefused(RefusalKinds.AlreadyWithdrawn, "eventId");

    [Fact]
    public void Decide_DayOfAWithdrawnEvent_IsRefused() =>
        Given(Opened, TwoDays, new ReadingWithdrawn(IdOf(2), "Wrong song"))
            .When(Withdraw(Command with { Day = Day.Parse("2024-04-03") }))
            .ThenRefused(RefusalKinds.AlreadyWithdrawn, "eventId");

    [Fact]
    public void Decide_ByAnotherArtist_IsRefused() =>
        Given(Opened, TwoDays).RecordedBy(Artist).When(Withdraw(Command with { Actor = Other })).ThenRefused(RefusalKinds.NotYours);

    [Fact]
    public void Decide_ByWhoReportedIt_IsRecorded() =>
        Given(Opened, TwoDays).RecordedBy(Artist).When(Withdraw(Command with { Actor = Artist })).Then(new ReadingWithdrawn(IdOf(2), "Wrong song"));

    [Theory]
    [InlineData("agent:support-2")]
    [InlineData("manager:m")]
    public void Decide_ByStaff_IsRecorded(string actor) =>
        Given(Opened, TwoDays).RecordedBy(Artist)
            .When(Withdraw(Command with { Actor = AccountId.Parse(actor) }))
            .Then(new ReadingWithdrawn(IdOf(2), "Wrong song"));

    [Fact]
    public void Decide_NoReason_IsRefused() =>
        Given(Opened, TwoDays).When(Withdraw(Command with { Reason = "" })).ThenRefused(RefusalKinds.TextEmpty, "reason");

    private static Func<CaseState, Decision> Withdraw(WithdrawReading command) => state => WithdrawingReading.Decide(state, command, Now);
}
