using CaseLedger.Domain.History;
using NodaTime;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.History;

/// <summary>3 April of the conversation: Trends showed 0, two days later 104, while the artist saw 114; told weeks afterwards.</summary>
public sealed class DayHistoryTests
{
    private static readonly Day Day = Day.Parse("2024-04-03");
    private static readonly Instant Recorded = Instant.FromUtc(2024, 5, 1, 12, 0);

    private static readonly Reading Zero = Reading(Source.Trends, 0, "2024-04-08", position: 0);
    private static readonly Reading Seen = Reading(Source.ArtistDashboard, 114, "2024-04-10", position: 1);
    private static readonly Reading Later = Reading(Source.Trends, 104, "2024-04-10", position: 2);

    [Fact]
    public void Of_ZeroThenANumber_IsABackfillBesideTheDashboard()
    {
        var history = DayHistory.Of([Later, Seen, Zero]);

        Assert.Equal([(0L, 1, null), (114L, 1, null), (104L, 2, Change.Backfill)], Lines(history));
        Assert.Equal((114L, 104L), (Latest(history, Source.ArtistDashboard), Latest(history, Source.Trends)));
        Assert.Equal((104.0 / 114, 10L), (history.Share!.Value, history.Gap));
    }

    [Fact]
    public void Of_AsObservedBetweenTheTwo_ShowsTheZero()
    {
        var history = DayHistory.Of([Zero, Seen, Later], observedBy: Day.Parse("2024-04-09").LastMoment);

        Assert.Equal([(0L, 1, null)], Lines(history));
        Assert.Equal((null, null), (history.Share, history.Gap));
    }

    [Fact]
    public void Of_ObservedByTheEndOfItsDay_IncludesWhatWasSeenSomeTimeThatDay()
    {
        Assert.Single(DayHistory.Of([Zero], observedBy: Day.Parse("2024-04-08").LastMoment).Entries);
        Assert.Empty(DayHistory.Of([Zero], observedBy: Day.Parse("2024-04-08").LastMoment - Duration.Epsilon).Entries);
        Assert.Empty(DayHistory.Of([Zero with { Observed = new Observed.At(Day.Parse("2024-04-08").EndsAt) }], observedBy: Day.Parse("2024-04-08").LastMoment).Entries);
    }

    [Fact]
    public void Of_AsRecordedBefore_HidesIt() =>
        Assert.Equal([(0L, 1, null)], Lines(DayHistory.Of([Zero, Later with { RecordedAt = Recorded + Duration.FromDays(1) }], recordedBy: Recorded)));

    [Fact]
    public void Of_Withdrawn_IsShownAndTakesNoPart()
    {
        var wrong = Reading(Source.Trends, 900, "2024-04-09", position: 3) with { Withdrawn = new(4, Recorded + Duration.FromHours(1), "Wrong song") };
        var history = DayHistory.Of([Zero, wrong, Later]);

        Assert.Equal([(0L, 1, null), (900L, null, null), (104L, 2, Change.Backfill)], Lines(history));
        Assert.Equal("Wrong song", history.Entries[1].Reading.Withdrawn?.Reason);
    }

    [Fact]
    public void Of_WithdrawnLaterThanTheCut_StandsAgain()
    {
        var wrong = Reading(Source.Trends, 900, "2024-04-09", position: 3) with { Withdrawn = new(4, Recorded + Duration.FromHours(1), "Wrong song") };

        Assert.Equal(
            [(0L, 1, null), (900L, 2, Change.Backfill), (104L, 3, Change.Restatement)],
            Lines(DayHistory.Of([Zero, wrong, Later], recordedBy: Recorded)));
        Assert.Equal([(0L, 1, null), (900L, null, null), (104L, 2, Change.Backfill)], Lines(DayHistory.Of([Zero, wrong, Later], recordedBy: Recorded + Duration.FromHours(1))));
    }

    [Fact]
    public void Of_OnlyAWithdrawnReading_HasNoSeries()
    {
        var history = DayHistory.Of([Zero with { Withdrawn = new(4, Recorded, "Wrong song") }]);
        Assert.Empty(history.Series);
        Assert.Null(history.Latest(Source.Trends, Measure.MonetisedStreams));
    }

    [Fact]
    public void Of_SeenAtTheSameMoment_IsOrderedByPositionThenOrdinal()
    {
        var first = Later with { Position = 5, Ordinal = 0, Count = new(1) };
        var second = Later with { Position = 5, Ordinal = 1, Count = new(2) };
        var third = Later with { Position = 6, Ordinal = 0, Count = new(3) };
        Assert.Equal([1L, 2L, 3L], Lines(DayHistory.Of([third, second, first])).Select(line => line.Count));
    }

    [Fact]
    public void Of_MomentUnknown_IsOrderedByWhenItWasRecorded() =>
        Assert.Equal([104L, 7L], Lines(DayHistory.Of([Zero with { Observed = new Observed.Unknown(), Count = new(7) }, Later])).Select(line => line.Count));

    [Fact]
    public void Of_NotReceivedThenZero_AreDifferent() =>
        Assert.Equal([(null, 1, null), (0L, 2, Change.Arrival)], Lines(DayHistory.Of([Zero with { Count = null, Observed = On("2024-04-05") }, Zero])));

    [Fact]
    public void Share_DashboardShowsZero_IsNotANumber()
    {
        var history = DayHistory.Of([Seen with { Count = new(0) }, Later]);
        Assert.Equal((null, -104L), (history.Share, history.Gap));
    }

    [Fact]
    public void Share_TrendsNotReceived_IsNotANumber()
    {
        var history = DayHistory.Of([Seen, Later with { Count = null }]);
        Assert.Equal((null, null), (history.Share, history.Gap));
    }

    [Fact]
    public void Series_OtherMeasuresOfTheSameSource_AreApart()
    {
        var history = DayHistory.Of([Later, Later with { Measure = Measure.Streams, Ordinal = 1, Count = new(114) }]);
        Assert.Equal([Measure.Streams, Measure.MonetisedStreams], history.Series.Select(series => series.Measure));
        Assert.Null(history.Gap);
    }

    [Fact]
    public void Of_ReadingsOfSeveralDays_IsAFault() =>
        Assert.Throws<ArgumentException>(() => DayHistory.Of([Zero, Zero with { Day = Day.PlusDays(1) }]));

    [Fact]
    public void Of_NoReadings_IsAFault() =>
        Assert.Throws<ArgumentException>(() => DayHistory.Of([]));

    [Fact]
    public void OfMany_ComesByDayThenStoreAndLeavesOutWhatWasNotKnown()
    {
        var histories = DayHistory.OfMany(
            [Later with { Day = Day.PlusDays(1) }, Seen, Zero with { Store = Store.Deezer }, Zero with { Day = Day.PlusDays(-1), Observed = On("2024-04-20") }],
            observedBy: Day.Parse("2024-04-15").LastMoment);
        Assert.Equal([(Store.Deezer, Day), (Store.Spotify, Day), (Store.Spotify, Day.PlusDays(1))], histories.Select(h => (h.Store, h.Day)));
    }

    private static Reading Reading(Source source, long count, string on, long position) => new(
        Store.Spotify,
        Day,
        source,
        source == Source.Trends ? Measure.MonetisedStreams : Measure.Streams,
        new StreamCount(count),
        On(on),
        Recorded,
        position,
        0,
        IdOf((int)position + 1));

    private static IEnumerable<(long? Count, int? Vintage, Change? Change)> Lines(DayHistory history) =>
        history.Entries.Select(entry => (entry.Reading.Count?.Value, entry.Vintage, entry.Change));

    private static long? Latest(DayHistory history, Source source) =>
        history.Latest(source, source == Source.Trends ? Measure.MonetisedStreams : Measure.Streams)?.Count?.Value;
}
