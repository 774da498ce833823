using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record ResolveCaseBody(Slug Resolution, string? Note);

internal static class ResolveCaseEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/resolution", Post, Role.Staff, "Settle the case");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<ResolveCaseBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var command = new ResolveCase(body.Id, reporter.Account, body.Value.Resolution, body.Value.Note);
        var outcome = await cases.Handle(isrc.Value, reporter, command, ResolvingCase.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
