using CaseLedger.Domain.Cases;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Cases;

/// <summary>Assignment, challenge, resolution, reopening, links, followers.</summary>
public sealed class WorkingCaseTests
{
    private static readonly CaseResolved Resolved = new(Slug.Parse("explained"));
    private static readonly Isrc Second = Isrc.Parse("AADEM2400002");
    private static readonly SendChallenge Challenge = new(NewId, Agent, Store.Spotify, On("2024-04-30"), [Day.Parse("2024-04-03")]);

    [Fact]
    public void AssigningCase_OpenCase_IsRecorded() =>
        Given(Opened).When(Assign(Agent)).Then(new CaseAssigned(Agent));

    [Fact]
    public void AssigningCase_GivenBack_IsRecorded() =>
        Given(Opened, new CaseAssigned(Agent)).When(Assign(null)).Then(new CaseAssigned());

    [Fact]
    public void AssigningCase_ToWhomItIsAssigned_IsRefused() =>
        Given(Opened, new CaseAssigned(Agent)).When(Assign(Agent)).ThenRefused(RefusalKinds.AlreadyAssigned, "assignee");

    [Fact]
    public void AssigningCase_GivenBackTwice_IsRefused() =>
        Given(Opened).When(Assign(null)).ThenRefused(RefusalKinds.AlreadyAssigned, "assignee");

    [Fact]
    public void AssigningCase_WatchedCase_IsRefused() =>
        Given().When(Assign(Agent)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void AssigningCase_ResolvedCase_IsRefused() =>
        Given(Opened, Resolved).When(Assign(Agent)).ThenRefused(RefusalKinds.CaseResolved);

    [Fact]
    public void SendingChallenge_DayWithADashboardReading_IsRecorded() =>
        Given(Opened, Screenshot("2024-04-03", 114)).When(Send(Challenge)).Then(new ChallengeSent(Store.Spotify, On("2024-04-30"), [Day.Parse("2024-04-03")]));

    [Fact]
    public void SendingChallenge_NoDays_IsRefused() =>
        Given(Opened).When(Send(Challenge with { Days = [] })).ThenRefused(RefusalKinds.ChallengeDaysMissing, "days");

    [Fact]
    public void SendingChallenge_401Days_AreRefused() =>
        Given(Opened)
            .When(Send(Challenge with { Days = [.. Enumerable.Range(0, 401).Select(i => Day.Parse("2023-01-01").PlusDays(i))] }))
            .ThenRefused(RefusalKinds.TooManyItems, "days");

    [Fact]
    public void SendingChallenge_SameDayTwice_IsRefused() =>
        Given(Opened, Screenshot("2024-04-03", 114))
            .When(Send(Challenge with { Days = [Day.Parse("2024-04-03"), Day.Parse("2024-04-03")] }))
            .ThenRefused(RefusalKinds.DuplicateDay, "days[1]");

    [Fact]
    public void SendingChallenge_DayWithoutReading_IsRefused() =>
        Given(Opened, Screenshot("2024-04-03", 114))
            .When(Send(Challenge with { Days = [Day.Parse("2024-04-03"), Day.Parse("2024-04-04")] }))
            .ThenRefused(RefusalKinds.ChallengeWithoutReading, "days[1]");

    [Fact]
    public void SendingChallenge_OnlyTrendsSawTheDay_IsRefused() =>
        Given(Opened, new TrendsSnapshotTaken(Store.Spotify, On("2024-04-05"), [Trends("2024-04-03", 104)]))
            .When(Send(Challenge))
            .ThenRefused(RefusalKinds.ChallengeWithoutReading, "days[0]");

    [Fact]
    public void SendingChallenge_ReadingOfAnotherStore_IsRefused() =>
        Given(Opened, Screenshot("2024-04-03", 114)).When(Send(Challenge with { Store = Store.Deezer })).ThenRefused(RefusalKinds.ChallengeWithoutReading, "days[0]");

    [Fact]
    public void SendingChallenge_OnlyListenersWereSeen_IsRefused() =>
        Given(Opened, new ScreenshotReported(Store.Spotify, On("2024-04-10"), [Count("2024-04-03", 80, Measure.Listeners)]))
            .When(Send(Challenge))
            .ThenRefused(RefusalKinds.ChallengeWithoutReading, "days[0]");

    [Fact]
    public void SendingChallenge_ReadingWasWithdrawn_IsRefused() =>
        Given(Opened, Screenshot("2024-04-03", 114), new ReadingWithdrawn(IdOf(2), "Wrong song"))
            .When(Send(Challenge))
            .ThenRefused(RefusalKinds.ChallengeWithoutReading, "days[0]");

    [Fact]
    public void SendingChallenge_LaterThanNow_IsRefused() =>
        Given(Opened, Screenshot("2024-04-03", 114)).When(Send(Challenge with { Sent = On("2024-05-02") })).ThenRefused(RefusalKinds.ObservedInFuture, "sent");

    [Fact]
    public void SendingChallenge_WatchedCase_IsRefused() =>
        Given().When(Send(Challenge)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void SendingChallenge_ResolvedCase_IsRefused() =>
        Given(Opened, Screenshot("2024-04-03", 114), Resolved).When(Send(Challenge)).ThenRefused(RefusalKinds.CaseResolved);

    [Fact]
    public void ResolvingCase_OpenCase_IsRecorded() =>
        Given(Opened).When(Resolve).Then(Resolved);

    [Fact]
    public void ResolvingCase_Twice_IsRefused() =>
        Given(Opened, Resolved).When(Resolve).ThenRefused(RefusalKinds.CaseAlreadyResolved);

    [Fact]
    public void ResolvingCase_WatchedCase_IsRefused() =>
        Given().When(Resolve).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void ReopeningCase_ResolvedCase_IsRecorded() =>
        Given(Opened, Resolved).When(Reopen).Then(new CaseReopened("It goes on"));

    [Fact]
    public void ReopeningCase_OpenCase_IsRefused() =>
        Given(Opened, Resolved, new CaseReopened("It goes on")).When(Reopen).ThenRefused(RefusalKinds.CaseNotResolved);

    [Fact]
    public void ReopeningCase_WatchedCase_IsRefused() =>
        Given().When(Reopen).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void LinkingCases_AnotherRecording_IsRecorded() =>
        Given(Opened).When(Link(Second)).Then(new CasesLinked(Second, "Same days"));

    [Fact]
    public void LinkingCases_ToItself_IsRefused() =>
        Given(Opened).When(Link(Song)).ThenRefused(RefusalKinds.LinkToItself, "isrc");

    [Fact]
    public void LinkingCases_Twice_IsRefused() =>
        Given(Opened, new CasesLinked(Second, "Same days")).When(Link(Second)).ThenRefused(RefusalKinds.AlreadyLinked, "isrc");

    [Fact]
    public void LinkingCases_WatchedCase_IsRefused() =>
        Given().When(Link(Second)).ThenRefused(RefusalKinds.CaseNotOpen);

    [Fact]
    public void AddingFollower_AnyAccount_IsRecorded() =>
        Given(Opened).When(Follow(Other)).Then(new FollowerAdded(Other));

    [Fact]
    public void AddingFollower_Twice_IsRefused() =>
        Given(Opened, new FollowerAdded(Other)).When(Follow(Other)).ThenRefused(RefusalKinds.AlreadyFollowing, "account");

    [Fact]
    public void AddingFollower_WatchedCase_IsRefused() =>
        Given().When(Follow(Other)).ThenRefused(RefusalKinds.CaseNotOpen);

    private static Decision Resolve(CaseState state) => ResolvingCase.Decide(state, new(NewId, Agent, Slug.Parse("explained")), Now);

    private static Decision Reopen(CaseState state) => ReopeningCase.Decide(state, new(NewId, Agent, "It goes on"), Now);

    private static Func<CaseState, Decision> Assign(AccountId? assignee) => state => AssigningCase.Decide(state, new(NewId, Manager, assignee), Now);

    private static Func<CaseState, Decision> Send(SendChallenge command) => state => SendingChallenge.Decide(state, command, Now);

    private static Func<CaseState, Decision> Link(Isrc isrc) => state => LinkingCases.Decide(state, new(NewId, Agent, isrc, "Same days"), Now);

    private static Func<CaseState, Decision> Follow(AccountId account) => state => AddingFollower.Decide(state, new(NewId, Agent, account), Now);
}
