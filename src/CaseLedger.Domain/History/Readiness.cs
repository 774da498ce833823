using NodaTime;

namespace CaseLedger.Domain.History;

/// <summary>Whether a store can be challenged: three separate days on which the artist's dashboard was seen, each within the past 90 days and outside every declared incident.</summary>
/// <param name="Store">The store.</param>
/// <param name="AsOf">The day from which is looked back.</param>
/// <param name="Days">Every day with a dashboard reading that stands, in order, and how it is judged.</param>
public sealed record Readiness(Store Store, Day AsOf, ValueList<ReadinessDay> Days)
{
    /// <summary>How many separate days a challenge needs.</summary>
    public const int DaysNeeded = 3;

    /// <summary>How many days back a day may lie, as whoever prepares the challenge asks for.</summary>
    public const int DaysBack = 90;

    /// <summary>The days that qualify.</summary>
    public IEnumerable<Day> Qualifying => Days.Where(day => day.Verdict == ReadinessVerdict.Qualifies).Select(day => day.Day);

    /// <summary>How many more days are needed.</summary>
    public int Missing => Math.Max(0, DaysNeeded - Qualifying.Count());

    /// <summary>Whether there are enough.</summary>
    public bool IsReady => Missing == 0;

    /// <summary>Judges every day that has a dashboard reading.</summary>
    /// <param name="store">The store to be challenged.</param>
    /// <param name="readings">Readings of the case, of any store, source and measure.</param>
    /// <param name="incidents">The declared incidents; those of other stores are passed over.</param>
    /// <param name="asOf">The day from which is looked back; itself it is not over and does not qualify.</param>
    /// <returns>The verdicts.</returns>
    public static Readiness Of(Store store, IEnumerable<Reading> readings, IEnumerable<IncidentSpan> incidents, Day asOf)
    {
        var spans = incidents.Where(incident => incident.Store == store).ToArray();
        var days = readings
            .Where(reading => reading.Store == store && reading is { Source: Source.ArtistDashboard, Measure: Measure.Streams, Count: not null, Withdrawn: null })
            .Select(reading => reading.Day)
            .Distinct()
            .Order();
        return new(store, asOf, days.Select(Judge).ToValueList());

        ReadinessDay Judge(Day day) =>
            day >= asOf ? new(day, ReadinessVerdict.NotOver)
            : Period.DaysBetween(day.Date, asOf.Date) > DaysBack ? new(day, ReadinessVerdict.TooOld)
            : spans.FirstOrDefault(span => span.Holds(day)) is { } incident ? new(day, ReadinessVerdict.Incident, incident.Slug)
            : new(day, ReadinessVerdict.Qualifies);
    }
}

/// <summary>How a day is judged for a challenge.</summary>
/// <param name="Day">The day.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Incident">The incident that covers it, where that is the reason.</param>
public sealed record ReadinessDay(Day Day, ReadinessVerdict Verdict, Slug? Incident = null);

/// <summary>Verdicts on a day.</summary>
public enum ReadinessVerdict
{
    /// <summary>It counts.</summary>
    [Word("qualifies")]
    Qualifies = 1,

    /// <summary>It lies more than 90 days back.</summary>
    [Word("too-old")]
    TooOld,

    /// <summary>A declared incident covers it.</summary>
    [Word("incident")]
    Incident,

    /// <summary>It is not over yet as of that day.</summary>
    [Word("not-over")]
    NotOver,
}

/// <summary>The days of a declared incident.</summary>
/// <param name="Slug">The incident.</param>
/// <param name="Store">Which store's numbers.</param>
/// <param name="FirstDay">The first day concerned.</param>
/// <param name="LastDay">The last day concerned, itself included.</param>
public sealed record IncidentSpan(Slug Slug, Store Store, Day FirstDay, Day LastDay)
{
    /// <summary>Whether a day is concerned.</summary>
    /// <param name="day">The day.</param>
    /// <returns>True from the first day to the last, both included.</returns>
    public bool Holds(Day day) => day >= FirstDay && day <= LastDay;
}
