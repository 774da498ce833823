using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Duties;

internal sealed record MakePromiseBody(
    Party By,
    string? Speaker,
    string What,
    Moment? MadeAt,
    ObservedBody? Observed,
    bool? Approximate,
    Day? DueOn) : IChecked
{
    public void Check(string path, Faults faults) => When.Check(path, faults, "madeAt", MadeAt, Observed, optional: true);
}

internal static class MakePromiseEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/promises", Post, Role.Agent, "Record what somebody promised");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<MakePromiseBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var promise = body.Value;
        var command = new MakePromise(
            body.Id, reporter.Account, promise.By, promise.What, When.Read(promise.MadeAt, promise.Observed, promise.Approximate),
            promise.Speaker, promise.DueOn);
        var outcome = await cases.Handle(isrc.Value, reporter, command, MakingPromise.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
