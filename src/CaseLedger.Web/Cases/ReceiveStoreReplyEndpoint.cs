using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record ReceiveStoreReplyBody(
    Store Store,
    Moment? RepliedAt,
    ObservedBody? Observed,
    bool? Approximate,
    IReadOnlyList<DayCountBody>? Readings,
    string? Quote,
    IReadOnlyList<Sha256>? Evidence,
    string? Note) : IChecked
{
    public void Check(string path, Faults faults) => When.Check(path, faults, "repliedAt", RepliedAt, Observed);
}

internal static class ReceiveStoreReplyEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/store-replies", Post, Role.Agent, "Record what a store answered");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<ReceiveStoreReplyBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var reply = body.Value;
        var command = new ReceiveStoreReply(
            body.Id, reporter.Account, reply.Store, When.Read(reply.RepliedAt, reply.Observed, reply.Approximate),
            reply.Readings is null ? null : DayCountBody.Read(reply.Readings), reply.Quote, reply.Evidence?.ToValueList(), reply.Note);
        var outcome = await cases.Handle(isrc.Value, reporter, command, ReceivingStoreReply.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
