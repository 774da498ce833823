using CaseLedger.Domain.History;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.History;

public sealed class DayHistoryProperties
{
    private static readonly Day Day = Day.Parse("2024-04-03");
    private static readonly Instant Start = Day.EndsAt;

    [Fact]
    public void Of_AnyOrderOfTheSameReadings_IsTheSameHistory() => ForAll((readings, cut) =>
        Same(DayHistory.Of(readings, cut, cut), DayHistory.Of(readings.Reverse(), cut, cut)));

    [Fact]
    public void Entries_AreInTheOrderObserved() => ForAll((readings, _) =>
    {
        var keys = DayHistory.Of(readings).Entries.Select(e => (Entry.SeenAt(e.Reading), e.Reading.Position, e.Reading.Ordinal)).ToArray();
        return keys.SequenceEqual(keys.Order());
    });

    [Fact]
    public void Of_AsOfAMoment_IsWhatTheReadingsKnownByThenGive() => ForAll((readings, cut) =>
    {
        var known = readings.Where(r => r.RecordedAt <= cut && r.Observed.LatestPossible(r.RecordedAt) <= cut)
            .Select(r => r.Withdrawn?.RecordedAt > cut ? r with { Withdrawn = null } : r)
            .ToArray();
        var history = DayHistory.Of(readings, cut, cut);
        return known.Length == 0 ? history.Entries.Count == 0 : Same(history, DayHistory.Of(known));
    });

    /// <summary>What is recorded later, an earlier cut never shows: a link sent to somebody yesterday shows today what it showed then.</summary>
    [Fact]
    public void Of_AsRecordedByAMoment_NeverChangesAfterwards() => ForAll((readings, cut) =>
    {
        var then = readings.Where(r => r.RecordedAt <= cut).Select(r => r.Withdrawn?.RecordedAt > cut ? r with { Withdrawn = null } : r).ToArray();
        return then.Length == 0 || Same(DayHistory.Of(then, recordedBy: cut), DayHistory.Of(readings, recordedBy: cut));
    });

    [Fact]
    public void Series_HoldEveryStandingEntryOnceWithVintagesCountingUp() => ForAll((readings, _) =>
    {
        var history = DayHistory.Of(readings);
        return history.Series.All(s => s.Vintages.Select(e => e.Vintage).SequenceEqual(Enumerable.Range(1, s.Vintages.Count).Cast<int?>()))
            && history.Series.Sum(s => s.Vintages.Count) == history.Entries.Count(e => e.Reading.Withdrawn is null)
            && history.Entries.All(e => e.Change is null == e.Vintage is null or 1);
    });

    [Fact]
    public void Change_IsUnchangedExactlyWhenTheNumberIsTheSame() => ForAll((readings, _) =>
        DayHistory.Of(readings).Series.All(s => s.Vintages.Zip(s.Vintages.Skip(1)).All(step =>
            step.Second.Change == Change.Unchanged == (step.First.Reading.Count == step.Second.Reading.Count))));

    private static bool Same(DayHistory one, DayHistory other) => one.Entries.SequenceEqual(other.Entries);

    private static void ForAll(Func<Reading[], Instant, bool> holds) =>
        Check.QuickThrowOnFailure(Prop.ForAll(Readings().ToArbitrary(), Moments().ToArbitrary(), holds));

    private static Gen<Instant> Moments() => Gen.Choose(0, 40 * 24).Select(hours => Start + Duration.FromHours(hours));

    private static Gen<Reading[]> Readings() =>
        from count in Gen.Choose(1, 12)
        from readings in One().ArrayOf(count)
        // Positions are distinct and recording times rise with them, as in a ledger.
        select readings.OrderBy(r => r.RecordedAt).Select((r, i) => r with { Position = i / 2, Ordinal = i % 2, RecordedAt = r.RecordedAt }).ToArray();

    private static Gen<Reading> One() =>
        from source in Gen.Elements(Source.ArtistDashboard, Source.Trends)
        from measure in Gen.Elements(Measure.Streams, Measure.MonetisedStreams)
        from count in Gen.OneOf(Gen.Constant<StreamCount?>(null), Gen.Choose(0, 3).Select(c => (StreamCount?)new StreamCount(c)))
        from seen in Moments()
        from lag in Gen.Choose(0, 100)
        from observed in Gen.OneOf(
            Gen.Constant<Observed>(new Observed.At(seen)),
            Gen.Constant<Observed>(new Observed.On(Day.Of(seen)) { Approximate = true }),
            Gen.Constant<Observed>(new Observed.Unknown()))
        from withdrawnAfter in Gen.OneOf(Gen.Constant<int?>(null), Gen.Choose(0, 200).Select(h => (int?)h))
        let recordedAt = seen + Duration.FromHours(lag)
        select new Reading(
            Store.Spotify, Day, source, measure, count, observed, recordedAt, 0, 0, IdOf(1),
            withdrawnAfter is { } hours ? new(99, recordedAt + Duration.FromHours(hours), "Mistake") : null);
}
