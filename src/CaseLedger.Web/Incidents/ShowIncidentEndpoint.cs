using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Readings;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Incidents;

/// <summary>An incident, and the cases that hold a reading on its days.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Cases">The cases that the caller may see.</param>
/// <param name="Next">The cursor of the next page of cases.</param>
internal sealed record IncidentWithCasesAnswer(IncidentAnswer Incident, IReadOnlyList<TouchedCaseAnswer> Cases, string? Next);

/// <summary>What an incident means for one case: its numbers on the incident's days, before the fix and now.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Days">Each of the incident's days with a reading.</param>
/// <param name="Gap">The gap over the days on which both sources are known.</param>
/// <param name="GapBeforeFix">The same, of what had been observed before it can have been fixed; absent until then, and where nobody knows when.</param>
internal sealed record TouchedCaseAnswer(Isrc Isrc, IReadOnlyList<TouchedDayAnswer> Days, decimal? Gap, decimal? GapBeforeFix)
{
    /// <summary>What the readings of an incident's days come to.</summary>
    /// <param name="isrc">The recording.</param>
    /// <param name="readings">Its readings on these days, of the incident's store.</param>
    /// <param name="fixedFrom">The earliest moment at which the numbers can have been put right; null until then, and where nobody knows.</param>
    public static TouchedCaseAnswer Of(Isrc isrc, IReadOnlyList<Reading> readings, Instant? fixedFrom)
    {
        var before = fixedFrom is { } moment ? DayHistory.OfMany(readings, observedBy: moment) : [];
        var now = DayHistory.OfMany(readings);
        return new(
            isrc,
            [.. now.Select(history => new TouchedDayAnswer(
                history.Day,
                history.Latest(Source.ArtistDashboard, Measure.Streams)?.Count,
                history.Latest(Source.Trends, Measure.MonetisedStreams)?.Count,
                before.FirstOrDefault(earlier => earlier.Day == history.Day)?.Latest(Source.Trends, Measure.MonetisedStreams)?.Count,
                history.Gap))],
            Sum(now),
            fixedFrom is null ? null : Sum(before));
    }

    private static decimal? Sum(IEnumerable<DayHistory> histories)
    {
        var gaps = histories.Select(history => history.Gap).OfType<long>().Select(gap => (decimal)gap).ToArray();
        return gaps.Length == 0 ? null : gaps.Sum();
    }
}

/// <summary>One of an incident's days in one case.</summary>
/// <param name="Day">The day.</param>
/// <param name="Dashboard">The artist's dashboard's streams.</param>
/// <param name="Trends">Trends' monetised streams.</param>
/// <param name="TrendsBeforeFix">The same, of what had been observed before it can have been fixed; absent until then, and where nobody knows when.</param>
/// <param name="Gap">The dashboard's streams less Trends' monetised streams.</param>
internal sealed record TouchedDayAnswer(Day Day, StreamCount? Dashboard, StreamCount? Trends, StreamCount? TrendsBeforeFix, long? Gap);

internal static class ShowIncidentEndpoint
{
    public static void Map(RouteGroupBuilder incidents) =>
        incidents.MapRead<IncidentWithCasesAnswer>("/{incident}", Get, Role.Staff | Role.Artist, "An incident, and the cases that it touches")
            .WithMetadata(AnswerHeader.Version);

    private static async Task<IResult> Get(
        IncidentInPath slug,
        Query<IncidentsQuery> query,
        Caller caller,
        IncidentTable incidents,
        ReadingTable readings,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (await incidents.Find(slug.Value, cancellationToken) is not { } incident)
        {
            return Problems.NotFound;
        }

        string? after = null;
        if (query.Value.Cursor is { } cursor)
        {
            if (cursor.Parts is not [var isrc] || !Isrc.TryParse(isrc, out _))
            {
                return Problems.ForeignCursor;
            }

            after = isrc;
        }

        var limit = query.Value.Limit ?? PageLimit.Usual;
        var touched = Page.Of(
            await incidents.Touched(incident, caller, after, limit.AndOneMore, cancellationToken),
            limit,
            found => Cursor.Of(found.Isrc.ToString()));
        var cases = new List<TouchedCaseAnswer>();
        await foreach (var (isrc, of) in readings.OfCases([.. touched.Items.Select(found => found.Isrc)], incident.Store, incident.FirstDay, incident.LastDay, cancellationToken))
        {
            cases.Add(TouchedCaseAnswer.Of(isrc, of, incident.FixedAt?.EarliestPossible));
        }

        context.Response.Headers.ETag = $"\"{incident.Version}\"";
        return TypedResults.Ok(new IncidentWithCasesAnswer(IncidentAnswer.Of(incident), cases, touched.Next));
    }
}
