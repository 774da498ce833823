using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Duties;

internal sealed record ProvideInformationBody(IReadOnlyList<Guid>? EventIds, string? Text);

internal static class ProvideInformationEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite(
            "/{isrc}/requests/{requestId}/answers", Post, Role.Agent | Role.Artist, "Answer a request by events, by text, or by both");

    private static async Task<IResult> Post(
        IsrcInPath isrc, RequestInPath request, Body<ProvideInformationBody> body, Reporter reporter, CaseStore cases,
        CancellationToken cancellationToken)
    {
        var command = new ProvideInformation(
            body.Id, reporter.Account, request.Value, body.Value.EventIds?.ToValueList(), body.Value.Text);
        var outcome = await cases.Handle(
            isrc.Value, reporter, command, ProvidingInformation.Decide, cancellationToken,
            state => MayAnswer(state, reporter, request.Value) ? null : Problems.OwnWordsOnly);
        return outcome.About(isrc.Value);
    }

    // A request that is not there is the rules' to refuse.
    private static bool MayAnswer(CaseState state, Reporter reporter, Guid requestId) =>
        state.Find(requestId) is not { Event: InformationRequested request } || reporter.SpeaksFor(request.Of);
}
