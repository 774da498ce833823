using System.Text.Json.Serialization;
using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Readings;

/// <summary>The last number that one source shows of a measure, as of the moments asked for.</summary>
/// <param name="Source">Who shows it.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Count">The number; null: not received, which is not a zero.</param>
/// <param name="Vintages">How many readings of it stand.</param>
/// <param name="Change">The step from the reading before.</param>
/// <param name="Observed">When the source showed it.</param>
/// <param name="RecordedAt">When the ledger recorded it.</param>
internal sealed record LatestAnswer(
    Source Source,
    Measure Measure,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] StreamCount? Count,
    int Vintages,
    Change? Change,
    ObservedBody Observed,
    Instant RecordedAt)
{
    public static LatestAnswer Of(Series series) => new(
        series.Source, series.Measure, series.Latest.Count, series.Vintages.Count, series.Vintages[^1].Change,
        series.Latest.Observed.Shown(), series.Latest.RecordedAt);
}

/// <summary>A store's day as it stands.</summary>
/// <param name="Store">The store.</param>
/// <param name="Day">The day.</param>
/// <param name="Latest">The last number of each source and measure.</param>
/// <param name="Share">Trends' monetised streams as a share of the dashboard's streams.</param>
/// <param name="Gap">The dashboard's streams less Trends' monetised streams.</param>
/// <param name="Vintages">How many readings stand.</param>
/// <param name="Withdrawn">How many readings were withdrawn.</param>
/// <param name="Incident">The declared incident that covers the day; absent in a look back by <c>observedBy</c> or <c>recordedBy</c>.</param>
internal sealed record DayAnswer(
    Store Store, Day Day, IReadOnlyList<LatestAnswer> Latest, double? Share, long? Gap, int Vintages, int Withdrawn, Slug? Incident)
{
    public static DayAnswer Of(DayHistory history, IReadOnlyList<IncidentSpan> incidents) => new(
        history.Store,
        history.Day,
        [.. history.Series.Select(LatestAnswer.Of)],
        history.Share,
        history.Gap,
        history.Series.Sum(series => series.Vintages.Count),
        history.Entries.Count(entry => entry.Reading.Withdrawn is not null),
        incidents.FirstOrDefault(span => span.Store == history.Store && span.Holds(history.Day))?.Slug);
}

/// <summary>One reading in its place in a day's history.</summary>
/// <param name="Store">The store.</param>
/// <param name="Source">Who shows the number.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Count">The number; null: not received, which is not a zero.</param>
/// <param name="Vintage">Which vintage of its source and measure it is, from 1; absent when withdrawn.</param>
/// <param name="Change">The step from the vintage before; absent for the first.</param>
/// <param name="Observed">Second clock: when the source showed it.</param>
/// <param name="RecordedAt">Third clock: when the ledger recorded it.</param>
/// <param name="Position">The event's place in the ledger.</param>
/// <param name="EventId">The event that reported it.</param>
/// <param name="Withdrawn">That it was withdrawn.</param>
internal sealed record ReadingAnswer(
    Store Store,
    Source Source,
    Measure Measure,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] StreamCount? Count,
    int? Vintage,
    Change? Change,
    ObservedBody Observed,
    Instant RecordedAt,
    long Position,
    Guid EventId,
    WithdrawnAnswer? Withdrawn)
{
    public static ReadingAnswer Of(Entry entry) => new(
        entry.Reading.Store, entry.Reading.Source, entry.Reading.Measure, entry.Reading.Count, entry.Vintage, entry.Change,
        entry.Reading.Observed.Shown(), entry.Reading.RecordedAt, entry.Reading.Position, entry.Reading.EventId,
        entry.Reading.Withdrawn is { } withdrawn ? new(withdrawn.Reason, withdrawn.RecordedAt, withdrawn.Position) : null);
}

/// <summary>That something was withdrawn. It stays visible.</summary>
internal sealed record WithdrawnAnswer(string Reason, Instant RecordedAt, long Position);
