using NodaTime;

namespace CaseLedger.Domain.History;

/// <summary>How the numbers of one store and day changed over time, as of two clocks.</summary>
/// <remarks>
/// The first cut hides what had not been observed by a moment, the second what had not been recorded by a moment; the second
/// also makes a reading stand again that was withdrawn later. The result depends on the set of readings alone, not on
/// the order in which they are handed in.
/// </remarks>
public sealed class DayHistory
{
    private DayHistory(Store store, Day day, IReadOnlyList<Entry> entries)
    {
        Store = store;
        Day = day;
        Entries = entries;
        Series =
        [
            .. entries.Where(entry => entry.Reading.Withdrawn is null)
                .GroupBy(entry => (entry.Reading.Source, entry.Reading.Measure))
                .OrderBy(group => group.Key)
                .Select(group => new Series(group.Key.Source, group.Key.Measure, [.. group])),
        ];
    }

    /// <summary>The streaming service.</summary>
    public Store Store { get; }

    /// <summary>The day that is counted.</summary>
    public Day Day { get; }

    /// <summary>Every reading that is visible, in the order observed, the withdrawn ones among them.</summary>
    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>The readings that stand, by source and measure.</summary>
    public IReadOnlyList<Series> Series { get; }

    /// <summary>Monetised streams of Trends as a share of the streams of the artist's dashboard; null where either is missing or the dashboard shows 0.</summary>
    public double? Share =>
        Trends is { } trends && Dashboard is { Value: > 0 } dashboard ? (double)trends.Value / dashboard.Value : null;

    /// <summary>Streams of the artist's dashboard less monetised streams of Trends; null where either is missing; negative where Trends shows more.</summary>
    public long? Gap => Dashboard?.Value - Trends?.Value;

    private StreamCount? Dashboard => Latest(Source.ArtistDashboard, Measure.Streams)?.Count;

    private StreamCount? Trends => Latest(Source.Trends, Measure.MonetisedStreams)?.Count;

    /// <summary>Puts readings of one store and day in order.</summary>
    /// <param name="readings">The readings, in any order, at least one.</param>
    /// <param name="observedBy">Leaves out what was, or may have been, seen later.</param>
    /// <param name="recordedBy">Leaves out what was recorded, and undoes what was withdrawn, later.</param>
    /// <returns>The history; without entries when nothing was known by then.</returns>
    /// <exception cref="ArgumentException">There is no reading, or they are of several stores or days.</exception>
    public static DayHistory Of(IEnumerable<Reading> readings, Instant? observedBy = null, Instant? recordedBy = null)
    {
        var all = readings.ToArray();
        if (all.Length == 0) throw new ArgumentException("A day history needs a reading.", nameof(readings));
        var (store, day) = (all[0].Store, all[0].Day);
        if (all.Any(reading => reading.Store != store || reading.Day != day)) throw new ArgumentException("The readings are of several stores or days.", nameof(readings));
        return new(store, day, Entry.InOrder(all.Where(Known).Select(AsRecorded)));

        bool Known(Reading reading) =>
            !(Entry.SeenAt(reading) > observedBy) && !(reading.RecordedAt > recordedBy);

        Reading AsRecorded(Reading reading) =>
            reading.Withdrawn?.RecordedAt > recordedBy ? reading with { Withdrawn = null } : reading;
    }

    /// <summary>Puts readings of many stores and days in order.</summary>
    /// <param name="readings">The readings, in any order.</param>
    /// <param name="observedBy">Leaves out what was, or may have been, seen later.</param>
    /// <param name="recordedBy">Leaves out what was recorded, and undoes what was withdrawn, later.</param>
    /// <returns>A history per store and day of which anything was known by then, by day and then by store.</returns>
    public static IReadOnlyList<DayHistory> OfMany(IEnumerable<Reading> readings, Instant? observedBy = null, Instant? recordedBy = null) =>
    [
        .. readings.GroupBy(reading => (reading.Store, reading.Day))
            .OrderBy(group => group.Key.Day)
            .ThenBy(group => group.Key.Store.ToString(), StringComparer.Ordinal)
            .Select(group => Of(group, observedBy, recordedBy))
            .Where(history => history.Entries.Count > 0),
    ];

    /// <summary>The last reading that stands.</summary>
    /// <param name="source">Who shows the number.</param>
    /// <param name="measure">What is counted.</param>
    /// <returns>The reading, or null when there is none.</returns>
    public Reading? Latest(Source source, Measure measure) =>
        Series.FirstOrDefault(series => series.Source == source && series.Measure == measure)?.Latest;
}

/// <summary>The readings of one source and measure that stand: the vintages of the day.</summary>
/// <param name="Source">Who shows the number.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Vintages">In the order observed, at least one.</param>
public sealed record Series(Source Source, Measure Measure, ValueList<Entry> Vintages)
{
    /// <summary>The last reading.</summary>
    public Reading Latest => Vintages[^1].Reading;
}
