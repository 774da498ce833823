using CaseLedger.Domain.Cases;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Cases;

/// <summary>What arrives whether or not anybody opened the case: snapshots, replies, royalty lines, evidence.</summary>
public sealed class ArrivingReportsTests
{
    private static readonly TakeTrendsSnapshot Snapshot = new(NewId, Agent, Store.Spotify, On("2024-04-05"), [Trends("2024-04-03", 0)]);
    private static readonly ReceiveStoreReply Reply = new(NewId, Agent, Store.Spotify, On("2024-04-20"), Quote: "We looked into it.");
    private static readonly RoyaltyLine Line = new(Store.Spotify, Month.Parse("2024-03"), 0, Amount.Parse("0.0410"), Currency.Parse("EUR"), Country.Parse("IT"));
    private static readonly ReportRoyaltyLines Royalties = new(NewId, Artist, new(Month.Parse("2024-06"), "june.csv"), [Line]);

    [Fact]
    public void TakingTrendsSnapshot_NeverOpenedCase_IsRecordedAndTheCaseIsWatched()
    {
        var taken = new TrendsSnapshotTaken(Store.Spotify, On("2024-04-05"), [Trends("2024-04-03", 0)]);
        Given().When(Take(Snapshot)).Then(taken);
        Assert.Equal(CaseStatus.Watched, Given(taken).State.Status);
    }

    [Fact]
    public void TakingTrendsSnapshot_NotReceived_IsNotAZero() =>
        Given(new TrendsSnapshotTaken(Store.Spotify, On("2024-04-05"), [Trends("2024-04-03", null)]))
            .When(Take(Snapshot with { Id = IdOf(1) }))
            .ThenIdReused(IdOf(1));

    [Fact]
    public void TakingTrendsSnapshot_SameDayTwice_IsRefused() =>
        Given()
            .When(Take(Snapshot with { Readings = [Trends("2024-04-03", 0), Trends("2024-04-03", null)] }))
            .ThenRefused(RefusalKinds.DuplicateDay, "readings[1]");

    [Fact]
    public void TakingTrendsSnapshot_NoReadings_IsRefused() =>
        Given().When(Take(Snapshot with { Readings = [] })).ThenRefused(RefusalKinds.ReadingsMissing, "readings");

    [Fact]
    public void TakingTrendsSnapshot_401Days_AreRefused() =>
        Given()
            .When(Take(Snapshot with { Readings = [.. Enumerable.Range(0, 401).Select(i => new TrendsCount(Day.Parse("2023-01-01").PlusDays(i), null))] }))
            .ThenRefused(RefusalKinds.TooManyReadings, "readings");

    [Fact]
    public void TakingTrendsSnapshot_DayNotOver_IsRefused() =>
        Given().When(Take(Snapshot with { Observed = At(2024, 4, 3, 12) })).ThenRefused(RefusalKinds.DayNotOver, "readings[0].day");

    [Fact]
    public void TakingTrendsSnapshot_BeforeTheDay_IsRefused() =>
        Given().When(Take(Snapshot with { Observed = At(2024, 4, 2, 12) })).ThenRefused(RefusalKinds.ObservedBeforeDay, "readings[0].day");

    [Fact]
    public void TakingTrendsSnapshot_LaterThanNow_IsRefused() =>
        Given().When(Take(Snapshot with { Observed = At(2024, 5, 2, 0) })).ThenRefused(RefusalKinds.ObservedInFuture, "observed");

    [Fact]
    public void TakingTrendsSnapshot_BeforeTheRelease_Warns() =>
        Given(Opened with { ReleaseDate = Day.Parse("2024-04-04") }).When(Take(Snapshot)).ThenWarns("before-release", "readings[0].day");

    [Fact]
    public void ReceivingStoreReply_NeverOpenedCase_IsRecorded() =>
        Given().When(Receive(Reply)).Then(new StoreReplyReceived(Store.Spotify, On("2024-04-20"), Quote: "We looked into it."));

    [Fact]
    public void ReceivingStoreReply_NothingInIt_IsRefused() =>
        Given().When(Receive(Reply with { Quote = null, Readings = [] })).ThenRefused(RefusalKinds.ReplyEmpty);

    [Fact]
    public void ReceivingStoreReply_EmptyQuote_IsRefused() =>
        Given().When(Receive(Reply with { Quote = "" })).ThenRefused(RefusalKinds.TextEmpty, "quote");

    [Fact]
    public void ReceivingStoreReply_QuoteOf10001Characters_IsRefused() =>
        Given().When(Receive(Reply with { Quote = new('x', 10_001) })).ThenRefused(RefusalKinds.TextTooLong, "quote");

    [Fact]
    public void ReceivingStoreReply_LaterThanNow_IsRefused() =>
        Given().When(Receive(Reply with { Observed = On("2024-05-02") })).ThenRefused(RefusalKinds.ObservedInFuture, "observed");

    [Fact]
    public void ReceivingStoreReply_NumberOfADayNotOver_IsRefused() =>
        Given().When(Receive(Reply with { Readings = [Count("2024-04-21", 5)] })).ThenRefused(RefusalKinds.ObservedBeforeDay, "readings[0].day");

    [Fact]
    public void ReceivingStoreReply_UnknownEvidence_IsRefused() =>
        Given().When(Receive(Reply with { Evidence = [Digest('c')] })).ThenRefused(RefusalKinds.EvidenceUnknown, "evidence[0]");

    [Fact]
    public void ReportingRoyaltyLines_RepeatedKey_KeepsBothLines() =>
        Given()
            .When(Report(Royalties with { Lines = [Line, Line] }))
            .Then(new RoyaltyLinesReported(Royalties.Statement, [Line, Line]));

    [Fact]
    public void ReportingRoyaltyLines_NoLines_IsRefused() =>
        Given().When(Report(Royalties with { Lines = [] })).ThenRefused(RefusalKinds.LinesMissing, "lines");

    [Fact]
    public void ReportingRoyaltyLines_1001Lines_AreRefused() =>
        Given().When(Report(Royalties with { Lines = [.. Enumerable.Repeat(Line, 1001)] })).ThenRefused(RefusalKinds.TooManyLines, "lines");

    [Fact]
    public void ReportingRoyaltyLines_StatementWithoutName_IsRefused() =>
        Given().When(Report(Royalties with { Statement = new(Month.Parse("2024-06"), " ") })).ThenRefused(RefusalKinds.TextEmpty, "statement.name");

    [Fact]
    public void ReportingRoyaltyLines_EmptyKind_IsRefused() =>
        Given().When(Report(Royalties with { Lines = [Line with { Kind = "" }] })).ThenRefused(RefusalKinds.TextEmpty, "lines[0].kind");

    [Fact]
    public void ReportingRoyaltyLines_SaleBeforeTheRelease_IsRecordedWithAWarning() =>
        Given(Opened with { ReleaseDate = Day.Parse("2024-07-05") }).When(Report(Royalties)).ThenWarns("before-release", "lines[0].saleMonth");

    [Fact]
    public void ReportingRoyaltyLines_SaleInTheMonthOfTheRelease_WarnsOfNothing() =>
        Given(Opened with { ReleaseDate = Day.Parse("2024-03-31") }).When(Report(Royalties)).Then(new RoyaltyLinesReported(Royalties.Statement, [Line]));

    [Fact]
    public void AttachingEvidence_NeverOpenedCase_IsRecorded() =>
        Given().When(Attach(new(NewId, Agent, EvidenceKind.Spreadsheet, On("2024-03-20"), Channel.Email)))
            .Then(new EvidenceAttached(EvidenceKind.Spreadsheet, On("2024-03-20"), Channel.Email));

    [Fact]
    public void AttachingEvidence_SameBytesAgain_IsAnotherFact() =>
        Given(new EvidenceAttached(EvidenceKind.Screenshot, On("2024-03-20"), Channel.Email, Digest('a')))
            .When(Attach(new(NewId, Agent, EvidenceKind.Screenshot, On("2024-03-20"), Channel.Email, Digest('a'))))
            .Then(new EvidenceAttached(EvidenceKind.Screenshot, On("2024-03-20"), Channel.Email, Digest('a')));

    [Fact]
    public void AttachingEvidence_LaterThanNow_IsRefused() =>
        Given().When(Attach(new(NewId, Agent, EvidenceKind.Chat, On("2024-05-02"), Channel.Chat))).ThenRefused(RefusalKinds.ObservedInFuture, "sent");

    [Fact]
    public void AttachingEvidence_EmptyName_IsRefused() =>
        Given().When(Attach(new(NewId, Agent, EvidenceKind.Chat, On("2024-04-02"), Channel.Chat, Name: ""))).ThenRefused(RefusalKinds.TextEmpty, "name");

    private static Func<CaseState, Decision> Take(TakeTrendsSnapshot command) => state => TakingTrendsSnapshot.Decide(state, command, Now);

    private static Func<CaseState, Decision> Receive(ReceiveStoreReply command) => state => ReceivingStoreReply.Decide(state, command, Now);

    private static Func<CaseState, Decision> Report(ReportRoyaltyLines command) => state => ReportingRoyaltyLines.Decide(state, command, Now);

    private static Func<CaseState, Decision> Attach(AttachEvidence command) => state => AttachingEvidence.Decide(state, command, Now);
}
