using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record LinkCasesBody(Isrc Isrc, string Reason);

internal static class LinkCasesEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/links", Post, Role.Staff, "Say that another case belongs to this one");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<LinkCasesBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var command = new LinkCases(body.Id, reporter.Account, body.Value.Isrc, body.Value.Reason);
        var outcome = await cases.Handle(isrc.Value, reporter, command, LinkingCases.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
