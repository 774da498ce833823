using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Rules that several decisions about a case share. Each gives the refusal, or null.</summary>
internal static class CaseRules
{
    /// <summary>Somebody opened the case; it may be resolved since.</summary>
    internal static Refusal? Opened(CaseState @case) =>
        @case.Status == CaseStatus.Watched ? new(RefusalKinds.CaseNotOpen) : null;

    /// <summary>The case is worked on.</summary>
    internal static Refusal? Open(CaseState @case) =>
        Opened(@case) ?? (@case.Status == CaseStatus.Resolved ? new(RefusalKinds.CaseResolved) : null);

    internal static Refusal? EvidenceKnown(CaseState @case, ValueList<Sha256>? evidence) =>
        Rules.NotTooMany("evidence", evidence)
        ?? Rules.Each(evidence, (digest, i) => @case.HasEvidence(digest) ? null : new(RefusalKinds.EvidenceUnknown, $"evidence[{i}]", Actual: $"{digest}"));

    internal static Refusal? Theirs(Recorded<CaseEvent> recorded, AccountId actor) =>
        recorded.Actor == actor || actor.IsStaff ? null : new(RefusalKinds.NotYours);

    internal static Refusal? Counts(ValueList<DayCount> readings, Observed observed, Instant now) =>
        Amount(readings)
        ?? Rules.NotInFuture("observed", observed, now)
        ?? Rules.Each(readings, (reading, i) => DayOver(reading.Day, i, observed, now))
        ?? Once(readings, reading => (reading.Day, reading.Measure), "readings");

    internal static Refusal? Counts(ValueList<TrendsCount> readings, Observed observed, Instant now) =>
        Amount(readings)
        ?? Rules.NotInFuture("observed", observed, now)
        ?? Rules.Each(readings, (reading, i) => DayOver(reading.Day, i, observed, now))
        ?? (IsAscending(readings) ? null : Once(readings, reading => reading.Day, "readings"));

    internal static Refusal? Once<T, TKey>(ValueList<T> items, Func<T, TKey> key, string field)
    {
        var seen = new HashSet<TKey>();
        return Rules.Each(items, (item, i) => seen.Add(key(item)) ? null : new(RefusalKinds.DuplicateDay, $"{field}[{i}]", Actual: $"{key(item)}"));
    }

    internal static ValueList<Warning> BeforeRelease(CaseState @case, IEnumerable<Day> days) =>
        @case.ReleaseDate is { } release
            ? [.. days.Select((day, i) => (day, i)).Where(x => x.day < release).Select(x => Warning.BeforeRelease($"readings[{x.i}].day", release, $"{x.day}"))]
            : [];

    // As snapshots come; then no day stands twice, and nothing has to be remembered to know it.
    private static bool IsAscending(ValueList<TrendsCount> readings)
    {
        for (var i = 1; i < readings.Count; i++)
        {
            if (readings[i].Day <= readings[i - 1].Day) return false;
        }

        return true;
    }

    private static Refusal? Amount<T>(ValueList<T> readings) =>
        readings.Count == 0
            ? new(RefusalKinds.ReadingsMissing, "readings")
            : Rules.NotTooMany("readings", readings, kind: RefusalKinds.TooManyReadings);

    /// <summary>
    /// Judged by the latest moment at which the number can have been seen: of one that was seen some time on the day itself,
    /// every such moment lies before its end. Seen when the day was running (its first instant included, its end not) is one
    /// mistake, seen before it began another: there the moment or the year is usually wrong.
    /// When nobody knows the moment, only now can be compared, so the day is simply not over.
    /// </summary>
    private static Refusal? DayOver(Day day, int index, Observed observed, Instant now)
    {
        var seen = observed.LatestPossible(now);
        if (seen >= day.EndsAt) return null;
        var beforeDay = observed switch
        {
            Observed.At at => at.Instant < day.StartsAt,
            Observed.On on => on.Day < day,
            _ => false,
        };
        return new(beforeDay ? RefusalKinds.ObservedBeforeDay : RefusalKinds.DayNotOver, $"readings[{index}].day", $"seen at or after {day.EndsAt}", $"seen at {seen}");
    }
}
