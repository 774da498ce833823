using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Duties;

internal sealed record SettlePromiseBody(PromiseOutcome Outcome, string? Note);

internal static class SettlePromiseEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/promises/{promiseId}/outcome", Post, Role.Agent, "Say how a promise ended");

    private static async Task<IResult> Post(
        IsrcInPath isrc, PromiseInPath promise, Body<SettlePromiseBody> body, Reporter reporter, CaseStore cases,
        CancellationToken cancellationToken)
    {
        var command = new SettlePromise(body.Id, reporter.Account, promise.Value, body.Value.Outcome, body.Value.Note);
        var outcome = await cases.Handle(isrc.Value, reporter, command, SettlingPromise.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
