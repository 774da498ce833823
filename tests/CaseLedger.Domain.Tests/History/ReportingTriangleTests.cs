using CaseLedger.Domain.History;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.History;

public sealed class ReportingTriangleTests
{
    [Fact]
    public void Of_Vintages_StandAtTheirLagWithWhatTheyAdd() =>
        Assert.Equal(
            [new TriangleCell(5, new(0), null), new TriangleCell(13, new(79), 79), new TriangleCell(15, new(104), 25)],
            Cells([Seen(79, "2024-04-16"), Seen(0, "2024-04-08"), Seen(104, "2024-04-18")]));

    [Fact]
    public void Of_ANumberThatFell_KeepsTheNegativeIncrement() =>
        Assert.Equal([null, 50L, -30L], Cells([Seen(100, "2024-04-08"), Seen(150, "2024-04-09"), Seen(120, "2024-04-10")]).Select(cell => cell.Increment));

    [Fact]
    public void Of_NothingReceived_IsNoZero_AndIncrementsSumToTheLatestLessTheFirst()
    {
        var cells = Cells([Seen(null, "2024-04-04"), Seen(40, "2024-04-05"), Seen(null, "2024-04-06"), Seen(100, "2024-04-07")]);

        Assert.Equal([null, 40L, null, 100L], cells.Select(cell => cell.Count?.Value));
        Assert.Equal([null, null, null, 60L], cells.Select(cell => cell.Increment));
    }

    [Fact]
    public void Of_SeveralReadingsOfOneDate_AreOneCell_TheLastOfThem() =>
        Assert.Equal(
            [new TriangleCell(5, new(90), null), new TriangleCell(6, new(104), 14)],
            Cells([Seen(80, "2024-04-08", position: 0), Seen(90, "2024-04-08", position: 1), Seen(104, "2024-04-09", position: 2)]));

    [Fact]
    public void Of_WhatWasSeenAtAnUnknownTime_IsLeftOutAndCounted()
    {
        var day = Assert.Single(Of([Seen(79, "2024-04-08"), Seen(80, "2024-04-09") with { Observed = new Observed.Unknown() }]).Days);

        Assert.Equal((1, 1), (day.Cells.Count, day.UnknownWhen));
        Assert.Empty(Assert.Single(Of([Seen(80, "2024-04-09") with { Observed = new Observed.Unknown() }]).Days).Cells);
    }

    [Fact]
    public void Of_WhatIsWithdrawnOrOfOthers_IsPassedOver() =>
        Assert.Empty(Of(
            [
                Seen(79, "2024-04-08") with { Withdrawn = new(2, Now, "Wrong song") },
                Seen(79, "2024-04-08") with { Store = Store.Deezer },
                Seen(79, "2024-04-08") with { Source = Source.ArtistDashboard },
                Seen(79, "2024-04-08") with { Measure = Measure.Streams },
            ]).Days);

    [Fact]
    public void Of_AMoment_HasTheLagOfItsUtcDay() =>
        Assert.Equal(
            [1, 2],
            Cells([
                Seen(1, "2024-04-04") with { Observed = At(2024, 4, 4, 23, 59) },
                Seen(2, "2024-04-05") with { Observed = At(2024, 4, 5, 0) },
            ]).Select(cell => cell.Lag));

    [Fact]
    public void Of_SeveralDays_AreInOrder() =>
        Assert.Equal(
            ["2024-03-30", "2024-04-03"],
            Of([Seen(1, "2024-04-08"), Seen(2, "2024-04-08") with { Day = Day.Parse("2024-03-30") }]).Days.Select(day => $"{day.Day}"));

    [Theory]
    [InlineData(4, null)]
    [InlineData(5, 0L)]
    [InlineData(14, 0L)]
    [InlineData(15, 104L)]
    [InlineData(900, 104L)]
    public void AsOf_ALag_IsWhatWasShownLastUpToIt(int lag, long? shown) =>
        Assert.Equal(shown, Of([Seen(0, "2024-04-08"), Seen(104, "2024-04-18")]).Days[0].AsOf(lag)?.Count?.Value);

    [Theory]
    [InlineData(false, 79L)]
    [InlineData(false, 79L, 79L)]
    [InlineData(false, null, 79L)]
    [InlineData(true, 79L, 78L)]
    [InlineData(true, 0L, null, 104L)]
    public void HasChanged_IsWhetherOneNumberFollowedAnother(bool expected, params long?[] counts) =>
        Assert.Equal(expected, Of(counts.Select((count, i) => Seen(count, $"2024-04-{i + 8:00}"))).Days[0].HasChanged);

    private static ReportingTriangle Of(IEnumerable<Reading> readings) =>
        ReportingTriangle.Of(Store.Spotify, Source.Trends, Measure.MonetisedStreams, readings);

    private static ValueList<TriangleCell> Cells(IEnumerable<Reading> readings) => Assert.Single(Of(readings).Days).Cells;

    private static Reading Seen(long? count, string on, long position = 0) => new(
        Store.Spotify, Day.Parse("2024-04-03"), Source.Trends, Measure.MonetisedStreams, count is { } number ? new StreamCount(number) : null,
        On(on), Now, position, 0, IdOf(1));
}
