using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Incidents;

/// <summary>What <c>GET /incidents</c> asks for.</summary>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Limit">How many.</param>
internal sealed record IncidentsQuery(Cursor? Cursor, PageLimit? Limit);

/// <summary>An incident as last said.</summary>
internal sealed record IncidentAnswer(
    Slug Slug,
    int Version,
    Store Store,
    Day FirstDay,
    Day LastDay,
    Source Affects,
    ObservedBody Declared,
    ObservedBody? FixedAt,
    string PublicText,
    long Position,
    Instant RecordedAt)
{
    public static IncidentAnswer Of(Incident incident) => new(
        incident.Slug, incident.Version, incident.Store, incident.FirstDay, incident.LastDay, incident.Affects,
        incident.Declared.Shown(), incident.FixedAt?.Shown(), incident.PublicText, incident.Position, incident.RecordedAt);
}

internal static class ListIncidentsEndpoint
{
    public static void Map(RouteGroupBuilder incidents) =>
        incidents.MapRead<Page<IncidentAnswer>>("", Get, Role.Staff | Role.Artist, "Declared incidents, in the order declared");

    private static async Task<IResult> Get(Query<IncidentsQuery> query, IncidentTable incidents, CancellationToken cancellationToken)
    {
        var (cursor, limit) = (query.Value.Cursor, query.Value.Limit ?? PageLimit.Usual);
        var after = -1L;
        if (cursor is not null && !cursor.IsNumber(out after))
        {
            return Problems.ForeignCursor;
        }

        var read = await incidents.List(after, limit.AndOneMore, cancellationToken);
        return TypedResults.Ok(Page.Of(read, limit, incident => Cursor.Of(incident.Position)).Select(IncidentAnswer.Of));
    }
}
