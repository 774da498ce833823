using CaseLedger.Domain;
using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Incidents;

internal sealed record DeclareIncidentBody(
    Slug Slug,
    Store Store,
    Day FirstDay,
    Day LastDay,
    Source Affects,
    Moment? DeclaredAt,
    ObservedBody? Observed,
    bool? Approximate,
    string PublicText) : IChecked
{
    public void Check(string path, Faults faults)
    {
        When.Check(path, faults, "declaredAt", DeclaredAt, Observed, optional: true);
        if (TakenNames.Has(Slug))
        {
            faults.Add(Shape.Join(path, "slug"), $"'{Slug}' is taken by /incidents/{Slug}: choose another name");
        }
    }
}

/// <summary>Names that no incident can have: below <c>/incidents</c> a name is an address, of the API and of the pages, and these are taken.</summary>
internal static class TakenNames
{
    private static readonly string[] All = [ListCandidatesEndpoint.Name, RadarPage.Name, DeclareIncidentPage.Name];

    /// <summary>Whether a name is one of them.</summary>
    public static bool Has(Slug slug) => All.Contains(slug.ToString());
}

internal static class DeclareIncidentEndpoint
{
    public static void Map(RouteGroupBuilder incidents) =>
        incidents.MapWrite("", Post, Role.Manager, "Say that a source is wrong on some days");

    private static async Task<IResult> Post(
        Body<DeclareIncidentBody> body, Reporter reporter, IncidentStore incidents, CancellationToken cancellationToken)
    {
        var incident = body.Value;
        var command = new DeclareIncident(
            body.Id, reporter.Account, incident.Slug, incident.Store, incident.FirstDay, incident.LastDay, incident.Affects,
            When.Read(incident.DeclaredAt, incident.Observed, incident.Approximate), incident.PublicText);
        var outcome = await incidents.Handle(incident.Slug, reporter, command, DeclaringIncident.Decide, cancellationToken);
        return outcome.About(incident.Slug);
    }
}
