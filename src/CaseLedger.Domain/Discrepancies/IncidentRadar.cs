namespace CaseLedger.Domain.Discrepancies;

/// <summary>
/// Finds days on which Trends is wrong across many recordings at once, so that an incident is seen before it is declared.
/// </summary>
/// <remarks>
/// Each recording has its own usual ratio of Trends to dashboard, so each is first compared with itself:
/// ln((trends + 0.5) / (dashboard + 0.5)) less the recording's median. A day's value is the median of these over the recordings;
/// its z-score is taken among the store's days (<see cref="Robust.ZScores"/>). Declared incidents are not left out: a few
/// wrong days do not move medians.
/// </remarks>
public static class IncidentRadar
{
    /// <summary>A day is flagged when its score is beyond this, in either direction (Iglewicz and Hoaglin's recommendation).</summary>
    public const double Threshold = 3.5;

    /// <summary>A day needs this many recordings: below, one odd recording is half of the evidence.</summary>
    public const int LeastSeries = 5;

    /// <summary>A recording needs this many days to have a usual ratio: with fewer it is, by construction, never unusual.</summary>
    public const int LeastDays = 3;

    /// <summary>Scores every day.</summary>
    /// <param name="points">At most one per recording, store and day, as of the same moment.</param>
    /// <returns>A verdict per store and day, by store and then by day. Recordings with too few days are left out.</returns>
    /// <exception cref="ArgumentException">A recording has two points on one day of a store.</exception>
    public static IReadOnlyList<RadarDay> Of(IEnumerable<RadarPoint> points)
    {
        var all = points.ToArray();
        if (all.DistinctBy(point => (point.Isrc, point.Store, point.Day)).Count() != all.Length)
        {
            throw new ArgumentException("A recording has two points on one day of a store.", nameof(points));
        }

        return [.. all.GroupBy(point => point.Store).OrderBy(store => store.Key.ToString(), StringComparer.Ordinal).SelectMany(store => OfStore(store.Key, store))];
    }

    private static IEnumerable<RadarDay> OfStore(Store store, IEnumerable<RadarPoint> points)
    {
        var days = points.GroupBy(point => point.Isrc)
            .Where(series => series.Count() >= LeastDays)
            .SelectMany(Residuals)
            .GroupBy(residual => residual.Day, residual => residual.Value)
            .OrderBy(day => day.Key)
            .Select(day => (Day: day.Key, Median: Robust.Median(day), Series: day.Count()))
            .ToArray();

        // Days with few recordings are shown, but neither scored nor part of what is usual.
        var judged = days.Where(day => day.Series >= LeastSeries).ToArray();
        var scores = judged.Length == 0 ? [] : Robust.ZScores([.. judged.Select(day => day.Median)]);
        var scoreOf = judged.Zip(scores).ToDictionary(pair => pair.First.Day, pair => pair.Second);
        return days.Select(day => new RadarDay(store, day.Day, day.Median, day.Series, scoreOf.TryGetValue(day.Day, out var z) ? z : null));
    }

    private static IEnumerable<(Day Day, double Value)> Residuals(IGrouping<Isrc, RadarPoint> series)
    {
        var ratios = series.Select(point => (point.Day, Value: point.LogRatio)).ToArray();
        var usual = Robust.Median(ratios.Select(ratio => ratio.Value));
        return ratios.Select(ratio => (ratio.Day, ratio.Value - usual));
    }
}

/// <summary>What Trends and the dashboard show for a recording on a day.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Store">The store.</param>
/// <param name="Day">The day.</param>
/// <param name="Trends">Monetised streams of Trends.</param>
/// <param name="Dashboard">Streams of the artist's dashboard.</param>
public readonly record struct RadarPoint(Isrc Isrc, Store Store, Day Day, StreamCount Trends, StreamCount Dashboard)
{
    /// <summary>Half a stream is added to both, so that a zero has a logarithm.</summary>
    internal double LogRatio => Math.Log((Trends.Value + 0.5) / (Dashboard.Value + 0.5));
}

/// <summary>The radar's verdict on a store's day.</summary>
/// <param name="Store">The store.</param>
/// <param name="Day">The day.</param>
/// <param name="Median">The recordings' median log-ratio, each less its own usual one; below 0 where Trends shows too little.</param>
/// <param name="SeriesCount">How many recordings it rests on.</param>
/// <param name="Z">Its score; null when it rests on too few.</param>
public sealed record RadarDay(Store Store, Day Day, double Median, int SeriesCount, double? Z)
{
    /// <summary>Whether the day stands out.</summary>
    public bool IsFlagged => Z is { } z && Math.Abs(z) > IncidentRadar.Threshold;
}
