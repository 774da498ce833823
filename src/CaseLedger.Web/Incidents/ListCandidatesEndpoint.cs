using CaseLedger.Domain;
using CaseLedger.Domain.Discrepancies;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
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

    public static void Map(RouteGroupBuilder incidents) =>
        incidents.MapRead<CandidatesAnswer>($"/{Name}", Get, Role.Staff, "Days on which Trends seems wrong over many cases");

    private static async Task<IResult> Get(Query<CandidatesQuery> query, Radar radar, IClock clock, CancellationToken cancellationToken)
    {
        var to = query.Value.To ?? RadarStretch.Yesterday(clock.GetCurrentInstant());
        if (query.Value.From is null && to < RadarStretch.FirstTo)
        {
            return Problems.Malformed("to", $"expected {RadarStretch.FirstTo} or later, or from beside it, got {to}");
        }

        var from = query.Value.From ?? RadarStretch.UpTo(to).From;
        if (!RadarStretch.TryMake(from, to, out var stretch))
        {
            return Problems.Malformed("to", $"expected {from} or up to {RadarStretch.MostDays - 1} days later, got {to}");
        }

        var picture = await radar.Look(query.Value.Store, stretch, cancellationToken);
        return TypedResults.Ok(new CandidatesAnswer(
            from,
            to,
            IncidentRadar.Threshold,
            IncidentRadar.LeastSeries,
            [.. from day in picture.Days
                where day.IsFlagged
                select new CandidateAnswer(day.Store, day.Day, Math.Round(day.Z!.Value, 2), day.SeriesCount, picture.IncidentOn(day.Store, day.Day))],
            picture.Days.Count(day => day.Z is not null),
            picture.Days.Count(day => day.Z is null)));
    }
}
