using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record ReopenCaseBody(string Reason);

internal static class ReopenCaseEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/reopening", Post, Role.Staff, "Take a settled case up again");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<ReopenCaseBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var command = new ReopenCase(body.Id, reporter.Account, body.Value.Reason);
        var outcome = await cases.Handle(isrc.Value, reporter, command, ReopeningCase.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
