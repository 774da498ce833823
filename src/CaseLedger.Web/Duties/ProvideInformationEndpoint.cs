using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Timeline;
using CaseLedger.Web.Writing;
using NodaTime;

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
        return (await Record(cases, isrc.Value, reporter, command, cancellationToken)).About(isrc.Value);
    }

    /// <summary>Records an answer, for the API and the page.</summary>
    public static Task<Outcome> Record(
        CaseStore cases, Isrc isrc, Reporter reporter, ProvideInformation command, CancellationToken cancellationToken) => cases.Handle(
            isrc, reporter, command, (state, asked, now) => Decide(state, asked, now, reporter.Caller), cancellationToken,
            state => MayAnswer(state, reporter, command.RequestId) ? null : Problems.OwnWordsOnly);

    private static Decision Decide(CaseState state, ProvideInformation command, Instant now, Caller caller)
    {
        var decision = ProvidingInformation.Decide(state, command, now);
        if (decision is not Decision.Append && (decision is not Decision.Refused(var refusal) || refusal.Kind != RefusalKinds.AnswerUnknownEvent))
        {
            return decision;
        }

        // An artist cannot answer with what they may not see: to them there is no such event.
        var first = command.EventIds?.ToList().FindIndex(id => state.Find(id) is null || Unseen.Holds(state, id, caller)) ?? -1;
        return first < 0
            ? decision
            : new Decision.Refused(new(RefusalKinds.AnswerUnknownEvent, $"eventIds[{first}]", Actual: $"{command.EventIds![first]}"));
    }

    // A request that is not there is the rules' to refuse.
    private static bool MayAnswer(CaseState state, Reporter reporter, Guid requestId) =>
        state.Find(requestId) is not { Event: InformationRequested request } || reporter.SpeaksFor(request.Of);
}
