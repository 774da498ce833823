using CaseLedger.Domain;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Timeline;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Statements;

internal sealed record MakeStatementBody(
    Party Party,
    string? Speaker,
    Moment? SaidAt,
    ObservedBody? Observed,
    bool? Approximate,
    string Quote,
    StatementKind Kind,
    Slug? Proposition,
    Stance? Stance,
    Guid? Supersedes,
    Visibility Visibility) : IChecked
{
    public void Check(string path, Faults faults) => When.Check(path, faults, "saidAt", SaidAt, Observed);
}

internal static class MakeStatementEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/statements", Post, Role.Agent | Role.Artist, "Record what somebody said, verbatim");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<MakeStatementBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var said = body.Value;
        var command = new MakeStatement(
            body.Id, reporter.Account, said.Party, When.Read(said.SaidAt, said.Observed, said.Approximate), said.Quote, said.Kind,
            said.Visibility, said.Speaker, said.Proposition, said.Stance, said.Supersedes);
        return (await Record(cases, isrc.Value, reporter, command, cancellationToken)).About(isrc.Value);
    }

    /// <summary>Records what somebody said, for the API and the page.</summary>
    public static Task<Outcome> Record(
        CaseStore cases, Isrc isrc, Reporter reporter, MakeStatement command, CancellationToken cancellationToken) => cases.Handle(
            isrc, reporter, command,
            (state, asked, now) => MakingStatement.Decide(state, asked, now).AsAbsent(
                command.Supersedes is { } earlier && Unseen.Holds(state, earlier, reporter.Caller),
                new(RefusalKinds.SupersededNotFound, "supersedes", Actual: $"{command.Supersedes}"),
                RefusalKinds.StatementSupersededTwice, RefusalKinds.NotYours),
            cancellationToken,
            _ => reporter.SpeaksFor(command.Party) ? null : Problems.OwnWordsOnly);
}
