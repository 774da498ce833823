using CaseLedger.Domain;
using CaseLedger.Domain.Discrepancies;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Readings;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Incidents;

/// <summary>What <c>GET /incidents/candidates</c> asks for.</summary>
/// <param name="Store">Only this store.</param>
/// <param name="From">The first day; four weeks before the last unless given.</param>
/// <param name="To">The last day; yesterday, in UTC, unless given.</param>
internal sealed record CandidatesQuery(Store? Store, Day? From, Day? To);

/// <summary>What the radar sees on a stretch of days.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Threshold">A day is a candidate when its score is beyond this, in either direction.</param>
/// <param name="LeastCases">A day is scored when at least this many cases speak about it.</param>
/// <param name="Candidates">The days that stand out.</param>
/// <param name="Scored">How many days were scored.</param>
/// <param name="TooFew">How many days have readings of both sources, but of too few cases.</param>
internal sealed record CandidatesAnswer(
    Day From, Day To, double Threshold, int LeastCases, IReadOnlyList<CandidateAnswer> Candidates, int Scored, int TooFew);

/// <summary>A day on which Trends differs from the dashboard more than usual, over many cases.</summary>
/// <param name="Store">The store.</param>
/// <param name="Day">The day.</param>
/// <param name="Z">Its robust score; below 0 where Trends shows too little.</param>
/// <param name="Cases">How many cases it rests on.</param>
/// <param name="Incident">The declared incident that covers it already.</param>
internal sealed record CandidateAnswer(Store Store, Day Day, double Z, int Cases, Slug? Incident);

internal static class ListCandidatesEndpoint
{
    /// <summary>Its name below <c>/incidents</c>, which no incident can have.</summary>
    public const string Name = "candidates";

    private const int UsualDays = 28;

    // A longer stretch is a report, and not for a person who waits for a page.
    private const int MostDays = 92;

    // Before it, four weeks would begin where days do not.
    private static readonly Day FirstTo = new Day(1900, 1, 1).PlusDays(UsualDays - 1);

    public static void Map(RouteGroupBuilder incidents) =>
        incidents.MapRead<CandidatesAnswer>($"/{Name}", Get, Role.Staff, "Days on which Trends seems wrong over many cases");

    private static async Task<IResult> Get(
        Query<CandidatesQuery> query, ReadingTable readings, IncidentTable incidents, IClock clock, CancellationToken cancellationToken)
    {
        var to = query.Value.To ?? Day.Of(clock.GetCurrentInstant()).PlusDays(-1);
        if (query.Value.From is null && to < FirstTo)
        {
            return Problems.Malformed("to", $"expected {FirstTo} or later, or from beside it, got {to}");
        }

        var from = query.Value.From ?? to.PlusDays(1 - UsualDays);
        if (to < from || to >= from.PlusDays(MostDays))
        {
            return Problems.Malformed("to", $"expected {from} or up to {MostDays - 1} days later, got {to}");
        }

        var points = new List<RadarPoint>();
        await foreach (var (isrc, of) in readings.OfAllCases(query.Value.Store, from, to, null, cancellationToken))
        {
            points.AddRange(DayHistory.OfMany(of).Select(history => Point(isrc, history)).OfType<RadarPoint>());
        }

        var days = IncidentRadar.Of(points);
        var spans = await incidents.Spans(cancellationToken);
        return TypedResults.Ok(new CandidatesAnswer(
            from,
            to,
            IncidentRadar.Threshold,
            IncidentRadar.LeastSeries,
            [.. from day in days
                where day.IsFlagged
                let incident = spans.FirstOrDefault(span => span.Store == day.Store && span.Holds(day.Day))
                select new CandidateAnswer(day.Store, day.Day, Math.Round(day.Z!.Value, 2), day.SeriesCount, incident?.Slug)],
            days.Count(day => day.Z is not null),
            days.Count(day => day.Z is null)));
    }

    private static RadarPoint? Point(Isrc isrc, DayHistory history) =>
        history.Latest(Source.Trends, Measure.MonetisedStreams)?.Count is { } trends
        && history.Latest(Source.ArtistDashboard, Measure.Streams)?.Count is { } dashboard
            ? new(isrc, history.Store, history.Day, trends, dashboard)
            : null;
}
