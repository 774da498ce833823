namespace CaseLedger.Domain.Cases;

/// <summary>The readings that an event reports: what a day history is made of.</summary>
public static class ReportedReadings
{
    /// <summary>Takes an event apart into readings.</summary>
    /// <param name="recorded">Any event of a case.</param>
    /// <returns>
    /// Its readings in the order it lists them, with ordinals from 0; a Trends line gives monetised streams first, then
    /// streams, non-monetised streams and short plays where it tells them. Empty for events that report no numbers.
    /// </returns>
    public static IReadOnlyList<Reading> Of(Recorded<CaseEvent> recorded) => recorded.Event switch
    {
        ScreenshotReported shot => Counts(recorded, shot.Store, shot.Observed, Source.ArtistDashboard, shot.Readings),
        TrendsSnapshotTaken snapshot => Snapshot(recorded, snapshot),
        StoreFeedReceived feed => Counts(recorded, feed.Store, feed.Observed, Source.StoreFeed, feed.Readings),
        StoreReplyReceived { Readings: { } readings } reply => Counts(recorded, reply.Store, reply.Observed, Source.StoreReply, readings),
        _ => [],
    };

    private static Reading[] Counts(Recorded<CaseEvent> recorded, Store store, Observed observed, Source source, ValueList<DayCount> counts)
    {
        var readings = new Reading[counts.Count];
        for (var i = 0; i < readings.Length; i++)
        {
            var (day, count, measure) = counts[i];
            readings[i] = new(store, day, source, measure, count, observed, recorded.RecordedAt, recorded.Position, i, recorded.Id);
        }

        return readings;
    }

    private static List<Reading> Snapshot(Recorded<CaseEvent> recorded, TrendsSnapshotTaken snapshot)
    {
        var readings = new List<Reading>(snapshot.Readings.Count);
        foreach (var (day, count, total, nonMonetised, shortPlays) in snapshot.Readings)
        {
            Add(day, Measure.MonetisedStreams, count);
            if (total is not null) Add(day, Measure.Streams, total);
            if (nonMonetised is not null) Add(day, Measure.NonMonetisedStreams, nonMonetised);
            if (shortPlays is not null) Add(day, Measure.ShortPlays, shortPlays);
        }

        return readings;

        void Add(Day day, Measure measure, StreamCount? count) => readings.Add(new(
            snapshot.Store, day, Source.Trends, measure, count, snapshot.Observed, recorded.RecordedAt, recorded.Position, readings.Count, recorded.Id));
    }
}
