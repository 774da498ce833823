using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Timeline;
using CaseLedger.Web.Writing;
using NodaTime;

namespace CaseLedger.Web.Cases;

internal sealed record WithdrawBody(Guid EventId, Day? Day, string Reason);

/// <summary>Takes back readings or a statement: which of the two, the event that is named says.</summary>
internal static class WithdrawEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite(
            "/{isrc}/withdrawals", Post, Role.Staff | Role.Artist | Role.Ingest,
            "Take back readings (of one day, or all) or a statement; both stay visible as withdrawn");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<WithdrawBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var (eventId, day, reason) = body.Value;
        var command = new WithdrawReading(body.Id, reporter.Account, eventId, reason, day);
        return (await Record(cases, isrc.Value, reporter, command, cancellationToken)).About(isrc.Value);
    }

    /// <summary>Records that something is taken back, for the API and the page.</summary>
    public static Task<Outcome> Record(
        CaseStore cases, Isrc isrc, Reporter reporter, WithdrawReading command, CancellationToken cancellationToken) => cases.Handle(
            isrc, reporter, command,
            (state, asked, now) => Decide(state, asked, now).AsAbsent(
                Unseen.Holds(state, command.EventId, reporter.Caller),
                new(RefusalKinds.EventNotFound, "eventId", Actual: $"{command.EventId}"),
                RefusalKinds.NothingToWithdraw, RefusalKinds.AlreadyWithdrawn, RefusalKinds.NotYours),
            cancellationToken);

    // A statement has no days: one that is asked for by day is left to the readings' rule, which finds nothing to withdraw.
    private static Decision Decide(CaseState @case, WithdrawReading command, Instant now) =>
        command.Day is null && @case.Find(command.EventId) is { Event: StatementMade }
            ? WithdrawingStatement.Decide(@case, new(command.Id, command.Actor, command.EventId, command.Reason), now)
            : WithdrawingReading.Decide(@case, command, now);
}
