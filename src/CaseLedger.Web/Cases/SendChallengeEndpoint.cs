using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record SendChallengeBody(
    Store Store,
    IReadOnlyList<Day> Days,
    Moment? SentAt,
    ObservedBody? Observed,
    bool? Approximate,
    string? Reference,
    string? Note) : IChecked
{
    public void Check(string path, Faults faults) => When.Check(path, faults, "sentAt", SentAt, Observed);
}

internal static class SendChallengeEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/challenges", Post, Role.Staff, "Record that a store was asked to explain its numbers");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<SendChallengeBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var challenge = body.Value;
        var command = new SendChallenge(
            body.Id, reporter.Account, challenge.Store, When.Read(challenge.SentAt, challenge.Observed, challenge.Approximate),
            challenge.Days.ToValueList(), challenge.Reference, challenge.Note);
        var outcome = await cases.Handle(isrc.Value, reporter, command, SendingChallenge.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
