using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record AddFollowerBody(AccountId Account, string? Note);

internal static class AddFollowerEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/followers", Post, Role.Staff, "Let an account hear how the case ends");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<AddFollowerBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var command = new AddFollower(body.Id, reporter.Account, body.Value.Account, body.Value.Note);
        var outcome = await cases.Handle(isrc.Value, reporter, command, AddingFollower.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
