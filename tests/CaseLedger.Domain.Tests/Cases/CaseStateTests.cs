using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using NodaTime;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Cases;

public sealed class CaseStateTests
{
    private static readonly InformationRequested Request = new(Party.Distributor, Party.Artist, "Three days", On("2024-04-20"));
    private static readonly ChallengeSent Challenge = new(Store.Spotify, On("2024-04-25"), [Day.Parse("2024-04-03")]);

    [Fact]
    public void Fold_NoEvents_IsWatchedAndWaitsForNobody()
    {
        var state = Given().State;
        Assert.Equal((CaseStatus.Watched, 0L, null), (state.Status, state.Version, state.WaitingOn));
    }

    [Fact]
    public void Fold_Reopened_IsOpenAgain() =>
        Assert.True(Given(Opened, new CaseResolved(Slug.Parse("explained")), new CaseReopened("It goes on")).State.IsOpen);

    [Fact]
    public void WaitingOn_Opened_IsTheDistributorSinceTheMatterBegan() =>
        Assert.Equal(
            new WaitingOn(Party.Distributor, Day.Parse("2024-03-01").LastMoment),
            Given(Opened with { OpenedAt = new Observed.On(Day.Parse("2024-03-01")) { Approximate = true } }).State.WaitingOn);

    [Fact]
    public void WaitingOn_OpenRequest_IsWhoWasAsked() =>
        Assert.Equal(new WaitingOn(Party.Artist, Day.Parse("2024-04-20").LastMoment), Given(Opened, Request).State.WaitingOn);

    [Fact]
    public void WaitingOn_SeveralOpenRequests_IsWhoWasAskedLast() =>
        Assert.Equal(Party.Store, Given(Opened, Request, Request with { Of = Party.Store }).State.WaitingOn?.Party);

    [Fact]
    public void WaitingOn_RequestAnswered_IsTheDistributorSinceTheAnswer() =>
        Assert.Equal(
            new WaitingOn(Party.Distributor, Now - Duration.FromDays(1)),
            Given(Opened, Request, new InformationProvided(IdOf(2), Text: "Here")).State.WaitingOn);

    [Fact]
    public void WaitingOn_ChallengeSent_IsTheStore() =>
        Assert.Equal(new WaitingOn(Party.Store, Day.Parse("2024-04-25").LastMoment, Store.Spotify), Given(Opened, Challenge).State.WaitingOn);

    [Fact]
    public void WaitingOn_TwoStoresChallenged_IsTheOneThatHasNotReplied()
    {
        var (first, second, answer) = (Challenge, Challenge with { Store = Store.Deezer }, new StoreReplyReceived(Store.Deezer, On("2024-04-26"), Quote: "Hm"));

        Assert.Equal(Store.Deezer, Given(Opened, first, second).State.WaitingOn?.Store);
        Assert.Equal(Store.Spotify, Given(Opened, first, second, answer).State.WaitingOn?.Store);
        Assert.Equal(Party.Distributor, Given(Opened, first, second, answer, answer with { Store = Store.Spotify }).State.WaitingOn?.Party);
    }

    [Fact]
    public void WaitingOn_AnotherStoreReplies_IsStillTheChallengedOne() =>
        Assert.Equal(Store.Spotify, Given(Opened, Challenge, new StoreReplyReceived(Store.Deezer, On("2024-04-26"), Quote: "Hm")).State.WaitingOn?.Store);

    [Fact]
    public void WaitingOn_ChallengedStoreReplied_IsTheDistributorSinceTheReply() =>
        Assert.Equal(
            new WaitingOn(Party.Distributor, Day.Parse("2024-04-26").LastMoment),
            Given(Opened, Challenge, new StoreReplyReceived(Store.Spotify, On("2024-04-26"), Quote: "Hm")).State.WaitingOn);

    [Fact]
    public void WaitingOn_Resolved_IsNobody() =>
        Assert.Null(Given(Opened, Request, new CaseResolved(Slug.Parse("explained"))).State.WaitingOn);

    [Fact]
    public void ReportedReadings_OfASnapshot_ExpandEveryFigureInAFixedOrder()
    {
        var snapshot = new TrendsSnapshotTaken(
            Store.Spotify,
            On("2024-04-05"),
            [Trends("2024-04-02", null), new(Day.Parse("2024-04-03"), new(79), new(153), new(74), new(12))]);

        var readings = ReportedReadings.Of(Record<CaseEvent>(snapshot, 4, Now));

        Assert.Equal(
            [
                (0, Measure.MonetisedStreams, null),
                (1, Measure.MonetisedStreams, 79L),
                (2, Measure.Streams, 153L),
                (3, Measure.NonMonetisedStreams, 74L),
                (4, Measure.ShortPlays, 12L),
            ],
            readings.Select(r => (r.Ordinal, r.Measure, r.Count?.Value)));
        Assert.All(readings, r => Assert.Equal((Source.Trends, IdOf(5), 4L, Now), (r.Source, r.EventId, r.Position, r.RecordedAt)));
    }

    [Fact]
    public void ReportedReadings_OfEventsWithoutNumbers_AreNone()
    {
        Assert.Empty(ReportedReadings.Of(Record<CaseEvent>(Opened, 0, Now)));
        Assert.Empty(ReportedReadings.Of(Record<CaseEvent>(new StoreReplyReceived(Store.Spotify, On("2024-04-26"), Quote: "Hm"), 0, Now)));
    }
}
