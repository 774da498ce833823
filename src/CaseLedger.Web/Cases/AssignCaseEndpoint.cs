using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

/// <summary>Who works on the case; left out, nobody does.</summary>
internal sealed record AssignCaseBody(AccountId? Assignee) : IChecked
{
    public void Check(string path, Faults faults)
    {
        if (Assignee is { IsStaff: false })
        {
            faults.Expected(Shape.Join(path, "assignee"), "an account as agent:… or manager:…", Assignee.ToString());
        }
    }
}

internal static class AssignCaseEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/assignment", Post, Role.Staff, "Assign the case to somebody, or to nobody");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<AssignCaseBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var command = new AssignCase(body.Id, reporter.Account, body.Value.Assignee);
        var outcome = await cases.Handle(isrc.Value, reporter, command, AssigningCase.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
