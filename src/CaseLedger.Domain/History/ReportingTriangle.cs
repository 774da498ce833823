namespace CaseLedger.Domain.History;

/// <summary>Of each day, which number a source showed how many days later: a day's vintages, placed by their lag.</summary>
/// <remarks>
/// The form in which insurers follow claims (the run-off triangle of chain-ladder reserving: T. Mack, ASTIN Bulletin 23, 1993).
/// The numbers are cumulative, as sources show them. What a source took back stays as a negative increment: smoothing is the
/// estimator's matter, not the record's.
/// </remarks>
/// <param name="Store">The store.</param>
/// <param name="Source">Who shows the numbers.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Days">Every day of which a reading stands, in order.</param>
public sealed record ReportingTriangle(Store Store, Source Source, Measure Measure, ValueList<TriangleDay> Days)
{
    /// <summary>Places the readings of one store, source and measure.</summary>
    /// <param name="store">The store.</param>
    /// <param name="source">Who shows the numbers.</param>
    /// <param name="measure">What is counted.</param>
    /// <param name="readings">Readings of the case, in any order; those of others and the withdrawn ones are passed over.</param>
    /// <returns>The triangle; without days where there is no such reading.</returns>
    public static ReportingTriangle Of(Store store, Source source, Measure measure, IEnumerable<Reading> readings)
    {
        var wanted = readings.Where(reading => reading.Store == store && reading.Source == source && reading.Measure == measure && reading.Withdrawn is null);
        return new(store, source, measure, DayHistory.OfMany(wanted).Select(TriangleDay.Of).ToValueList());
    }
}

/// <summary>One day's row of a triangle.</summary>
/// <param name="Day">The day that is counted.</param>
/// <param name="Cells">What was shown, by lag; one cell a lag, so of several readings of one date the last.</param>
/// <param name="UnknownWhen">How many readings are left out because nobody knows when they were seen: they have no lag.</param>
public sealed record TriangleDay(Day Day, ValueList<TriangleCell> Cells, int UnknownWhen)
{
    /// <summary>What the source showed as of a lag: the last cell up to it.</summary>
    /// <param name="lag">Days after the day.</param>
    /// <returns>The cell; null where nothing had been seen by then.</returns>
    public TriangleCell? AsOf(int lag) => Cells.LastOrDefault(cell => cell.Lag <= lag);

    /// <summary>Whether the number moved after it was first shown.</summary>
    public bool HasChanged => Cells.Skip(1).Any(cell => cell.Increment is not (null or 0));

    internal static TriangleDay Of(DayHistory history)
    {
        var vintages = history.Series[0].Vintages.Select(entry => entry.Reading).ToArray();
        var cells = new List<TriangleCell>();
        StreamCount? number = null;
        foreach (var sameLag in vintages.Where(reading => reading.Observed is not Observed.Unknown).GroupBy(Lag))
        {
            var count = sameLag.Last().Count;
            cells.Add(new(sameLag.Key, count, count?.Value - number?.Value));
            number = count ?? number;
        }

        return new(history.Day, cells.ToValueList(), vintages.Count(reading => reading.Observed is Observed.Unknown));
    }

    // By the date at the latest: of a reading of which only a range is known, that is how it is ordered too.
    private static int Lag(Reading reading) => NodaTime.Period.DaysBetween(reading.Day.Date, Day.Of(Entry.SeenAt(reading)).Date);
}

/// <summary>What a source showed of a day at one lag.</summary>
/// <param name="Lag">How many days after the day it was seen.</param>
/// <param name="Count">The number up to then, not the growth alone; null: not received, which is not a zero.</param>
/// <param name="Increment">The number less the last number before it, negative where it fell; null for the first number and where nothing was received.</param>
public sealed record TriangleCell(int Lag, StreamCount? Count, long? Increment);
