using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Incidents;

internal sealed record FixIncidentBody(Moment? FixedAt, ObservedBody? Observed, bool? Approximate, string? PublicText) : IChecked
{
    public void Check(string path, Faults faults) => When.Check(path, faults, "fixedAt", FixedAt, Observed);
}

internal static class FixIncidentEndpoint
{
    public static void Map(RouteGroupBuilder incidents) =>
        incidents.MapWrite("/{incident}/fix", Post, Role.Manager, "Say that the numbers are right again");

    private static async Task<IResult> Post(
        IncidentInPath incident, Body<FixIncidentBody> body, Reporter reporter, IncidentStore incidents, CancellationToken cancellationToken)
    {
        var fix = body.Value;
        var command = new FixIncident(
            body.Id, reporter.Account, When.Read(fix.FixedAt, fix.Observed, fix.Approximate), fix.PublicText);
        var outcome = await incidents.Handle(incident.Value, reporter, command, FixingIncident.Decide, cancellationToken);
        return outcome.About(incident.Value);
    }
}
