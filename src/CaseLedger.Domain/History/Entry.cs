using NodaTime;

namespace CaseLedger.Domain.History;

/// <summary>A reading in its place in a day's history.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Vintage">Which vintage of its source and measure it is, from 1; null when it is withdrawn.</param>
/// <param name="Change">The step from the vintage before; null for the first and for a withdrawn reading.</param>
public sealed record Entry(Reading Reading, int? Vintage, Change? Change)
{
    /// <summary>The moment that orders a reading and by which it counts as known: the latest at which it can have been seen.</summary>
    /// <param name="reading">The reading.</param>
    /// <returns>The moment.</returns>
    public static Instant SeenAt(Reading reading) => reading.Observed.LatestPossible(reading.RecordedAt);

    internal static IReadOnlyList<Entry> InOrder(IEnumerable<Reading> readings)
    {
        var previous = new Dictionary<(Source, Measure), Entry>();
        var entries = new List<Entry>();
        foreach (var reading in readings.OrderBy(SeenAt).ThenBy(reading => reading.Position).ThenBy(reading => reading.Ordinal))
        {
            if (reading.Withdrawn is not null)
            {
                entries.Add(new(reading, null, null));
                continue;
            }

            var key = (reading.Source, reading.Measure);
            var before = previous.GetValueOrDefault(key);
            previous[key] = new(reading, (before?.Vintage ?? 0) + 1, before is null ? null : Step(before.Reading, reading));
            entries.Add(previous[key]);
        }

        return entries;
    }

    private static Change Step(Reading before, Reading after) => Maturity.Step(after.Day, before.Count, SeenAt(before), after.Count);
}
