using CaseLedger.Domain.History;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.History;

public sealed class ReadinessTests
{
    private static readonly Day AsOf = Day.Parse("2024-05-01");
    private static readonly IncidentSpan Incident = new(Slug.Parse("trends-2024-03-31"), Store.Spotify, Day.Parse("2024-03-31"), Day.Parse("2024-04-01"));

    [Fact]
    public void Of_ThreeSeparateDays_IsReady()
    {
        var readiness = Of([Seen("2024-04-03"), Seen("2024-03-30"), Seen("2024-04-05")]);
        Assert.Equal((true, 0), (readiness.IsReady, readiness.Missing));
        Assert.Equal(["2024-03-30", "2024-04-03", "2024-04-05"], readiness.Qualifying.Select(day => $"{day}"));
    }

    [Fact]
    public void Of_OneDaySeenThreeTimes_IsOneDay()
    {
        var readiness = Of([Seen("2024-04-03"), Seen("2024-04-03"), Seen("2024-04-03")]);
        Assert.Equal((false, 2), (readiness.IsReady, readiness.Missing));
    }

    [Theory]
    [InlineData("2024-03-30", ReadinessVerdict.Qualifies)]
    [InlineData("2024-03-31", ReadinessVerdict.Incident)]
    [InlineData("2024-04-01", ReadinessVerdict.Incident)]
    [InlineData("2024-04-02", ReadinessVerdict.Qualifies)]
    [InlineData("2024-02-01", ReadinessVerdict.Qualifies)]
    [InlineData("2024-01-31", ReadinessVerdict.TooOld)]
    [InlineData("2024-04-30", ReadinessVerdict.Qualifies)]
    [InlineData("2024-05-01", ReadinessVerdict.NotOver)]
    public void Of_ADay_IsJudgedWithItsReason(string day, ReadinessVerdict verdict) =>
        Assert.Equal(
            new ReadinessDay(Day.Parse(day), verdict, verdict == ReadinessVerdict.Incident ? Incident.Slug : null),
            Assert.Single(Of([Seen(day)]).Days));

    [Fact]
    public void Of_AsOfTheFirstDayThereIs_DoesNotOverflow() =>
        Assert.Empty(Readiness.Of(Store.Spotify, [Seen("2024-04-03")], [], Day.Parse("1900-01-01")).Qualifying);

    [Fact]
    public void Of_IncidentOfAnotherStore_DoesNotMatter() =>
        Assert.Single(Readiness.Of(Store.Deezer, [Seen("2024-03-31") with { Store = Store.Deezer }], [Incident], AsOf).Qualifying);

    [Fact]
    public void Of_WhatIsNoStandingStreamCountOfTheDashboard_IsPassedOver() =>
        Assert.Empty(Of(
            [
                Seen("2024-04-03") with { Source = Source.Trends, Measure = Measure.MonetisedStreams },
                Seen("2024-04-03") with { Measure = Measure.Listeners },
                Seen("2024-04-03") with { Store = Store.Deezer },
                Seen("2024-04-03") with { Withdrawn = new(2, Now, "Wrong song") },
            ]).Days);

    private static Readiness Of(IEnumerable<Reading> readings) => Readiness.Of(Store.Spotify, readings, [Incident], AsOf);

    private static Reading Seen(string day) =>
        new(Store.Spotify, Day.Parse(day), Source.ArtistDashboard, Measure.Streams, new StreamCount(100), new Observed.Unknown(), Now, 0, 0, IdOf(1));
}
