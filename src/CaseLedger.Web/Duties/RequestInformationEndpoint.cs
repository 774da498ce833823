using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Duties;

/// <summary>A question that somebody has to answer; asked by the caller's side unless <c>by</c> says otherwise.</summary>
internal sealed record RequestInformationBody(
    Party? By,
    Party Of,
    string What,
    Moment? AskedAt,
    ObservedBody? Observed,
    bool? Approximate,
    Day? DueOn,
    Slug? Rule) : IChecked
{
    public void Check(string path, Faults faults) => When.Check(path, faults, "askedAt", AskedAt, Observed, optional: true);
}

internal static class RequestInformationEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/requests", Post, Role.Agent | Role.Artist, "Ask somebody for something");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<RequestInformationBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var ask = body.Value;
        var by = ask.By ?? reporter.Party;
        var command = new RequestInformation(
            body.Id, reporter.Account, by, ask.Of, ask.What, When.Read(ask.AskedAt, ask.Observed, ask.Approximate), ask.DueOn, ask.Rule);
        return (await Record(cases, isrc.Value, reporter, command, cancellationToken)).About(isrc.Value);
    }

    /// <summary>Records a request, for the API and the page.</summary>
    public static Task<Outcome> Record(
        CaseStore cases, Isrc isrc, Reporter reporter, RequestInformation command, CancellationToken cancellationToken) => cases.Handle(
            isrc, reporter, command, RequestingInformation.Decide, cancellationToken,
            _ => reporter.SpeaksFor(command.By) ? null : Problems.OwnWordsOnly);
}
