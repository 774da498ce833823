using CaseLedger.Domain;
using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Incidents;

internal sealed record RescopeIncidentBody(Day FirstDay, Day LastDay, string PublicText);

internal static class RescopeIncidentEndpoint
{
    public static void Map(RouteGroupBuilder incidents) =>
        incidents.MapWrite("/{incident}/scope", Post, Role.Manager, "Say that other days are concerned than was said before");

    private static async Task<IResult> Post(
        IncidentInPath incident, Body<RescopeIncidentBody> body, Reporter reporter, IncidentStore incidents, CancellationToken cancellationToken)
    {
        var (firstDay, lastDay, publicText) = body.Value;
        var command = new RescopeIncident(body.Id, reporter.Account, firstDay, lastDay, publicText);
        var outcome = await incidents.Handle(incident.Value, reporter, command, RescopingIncident.Decide, cancellationToken);
        return outcome.About(incident.Value);
    }
}
