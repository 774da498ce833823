using CaseLedger.Domain.Discrepancies;
using Xunit;

namespace CaseLedger.Domain.Tests.Discrepancies;

public sealed class IncidentRadarTests
{
    private static readonly Day First = Day.Parse("2024-03-20");
    private const int BadDay = 11;

    [Fact]
    public void Of_TrendsHalvedOnOneDayForAll_FlagsThatDayAndNoOther()
    {
        var days = IncidentRadar.Of(Catalogue(series: 8, days: 20));
        Assert.Equal([First.PlusDays(BadDay)], days.Where(day => day.IsFlagged).Select(day => day.Day));
        Assert.All(days, day => Assert.Equal(8, day.SeriesCount));
        Assert.True(days[BadDay].Median < 0 && days[BadDay].Z < -IncidentRadar.Threshold);
    }

    [Fact]
    public void Of_SharesThatDifferBetweenRecordings_AreEachComparedWithThemselves() =>
        Assert.DoesNotContain(IncidentRadar.Of(Catalogue(series: 8, days: 20, bad: 1.0)), day => day.IsFlagged);

    [Fact]
    public void Of_OneRecordingOutOfEight_IsNoIncident() =>
        Assert.DoesNotContain(
            IncidentRadar.Of(Catalogue(series: 8, days: 20, bad: 1.0).Select((p, i) => i == BadDay ? p with { Trends = new(0) } : p)),
            day => day.IsFlagged);

    [Fact]
    public void Of_FourRecordings_AreShownButNotJudged()
    {
        var days = IncidentRadar.Of(Catalogue(series: 4, days: 20));
        Assert.All(days, day => Assert.Equal((4, null, false), (day.SeriesCount, day.Z, day.IsFlagged)));
        Assert.Equal(20, days.Count);
    }

    [Fact]
    public void Of_FiveRecordings_AreEnough() =>
        Assert.True(IncidentRadar.Of(Catalogue(series: 5, days: 20))[BadDay].IsFlagged);

    [Fact]
    public void Of_RecordingWithTwoDays_IsLeftOut() =>
        Assert.Equal(5, IncidentRadar.Of([.. Catalogue(series: 5, days: 20), .. Catalogue(series: 6, days: 2, bad: 1.0).TakeLast(2)])[0].SeriesCount);

    [Fact]
    public void Of_AnotherStore_IsJudgedByItself()
    {
        var deezer = Catalogue(series: 8, days: 20, bad: 1.0).Select(p => p with { Store = Store.Deezer });
        var flagged = IncidentRadar.Of([.. deezer, .. Catalogue(series: 8, days: 20)]).Where(day => day.IsFlagged);
        Assert.Equal([(Store.Spotify, First.PlusDays(BadDay))], flagged.Select(day => (day.Store, day.Day)));
    }

    [Fact]
    public void Of_ZeroTrends_StillHasALogarithm() =>
        Assert.True(IncidentRadar.Of(Catalogue(series: 8, days: 20, bad: 0))[BadDay].IsFlagged);

    [Fact]
    public void Of_TwoPointsOfARecordingOnADay_IsAFault() =>
        Assert.Throws<ArgumentException>(() => IncidentRadar.Of([.. Catalogue(2, 3), .. Catalogue(1, 1)]));

    [Fact]
    public void Of_Nothing_IsNothing() =>
        Assert.Empty(IncidentRadar.Of([]));

    /// <summary>Recordings of very different size and monetised share, each wavering by a per cent or so from day to day; on the bad day Trends loses a part for all.</summary>
    private static IEnumerable<RadarPoint> Catalogue(int series, int days, double bad = 0.5)
    {
        var chance = new Random(20240331);
        return
        [
            .. from s in Enumerable.Range(0, series)
               from d in Enumerable.Range(0, days)
               let dashboard = 1_000 * (s + 1) + chance.Next(300)
               let share = 0.5 + (0.05 * s) + (0.02 * (chance.NextDouble() - 0.5))
               select new RadarPoint(
                   Isrc.Parse($"AADEM24{s:D5}"), Store.Spotify, First.PlusDays(d), new((long)(dashboard * share * (d == BadDay ? bad : 1))), new(dashboard)),
        ];
    }
}
