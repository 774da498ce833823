using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record ReportScreenshotBody(
    Store Store,
    IReadOnlyList<DayCountBody> Readings,
    ObservedBody Observed,
    bool? Approximate,
    IReadOnlyList<Sha256>? Evidence,
    string? Note);

internal static class ReportScreenshotEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/screenshots", Post, Role.Agent | Role.Artist, "Report what an artist's dashboard showed");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<ReportScreenshotBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var seen = body.Value;
        var command = new ReportScreenshot(
            body.Id, reporter.Account, seen.Store, seen.Observed.Read(seen.Approximate), DayCountBody.Read(seen.Readings),
            seen.Evidence?.ToValueList(), seen.Note);
        var outcome = await cases.Handle(isrc.Value, reporter, command, ReportingScreenshot.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
