using CaseLedger.Domain.Cases;
using NodaTime;

namespace CaseLedger.Domain.Statements;

/// <summary>Take a statement back.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="StatementId">The event that made it.</param>
/// <param name="Reason">Why.</param>
public sealed record WithdrawStatement(
    Guid Id,
    AccountId Actor,
    Guid StatementId,
    string Reason) : Command(Id, Actor)
{
    internal StatementWithdrawn Fact => new(StatementId, Reason);
}

/// <summary>Withdraws statements.</summary>
public static class WithdrawingStatement
{
    /// <summary>Decides whether a statement is withdrawn.</summary>
    /// <remarks>It stays visible as withdrawn.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, WithdrawStatement command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            Target(@case, command)
            ?? Rules.Text("reason", command.Reason),
            command.Fact);

    private static Refusal? Target(CaseState @case, WithdrawStatement command)
    {
        if (@case.Find(command.StatementId) is not { } target) return new(RefusalKinds.EventNotFound, "statementId", Actual: $"{command.StatementId}");
        return target.Event is not StatementMade ? new(RefusalKinds.NothingToWithdraw, "statementId", Actual: target.Type)
            : @case.IsWithdrawnStatement(target.Id) ? new(RefusalKinds.AlreadyWithdrawn, "statementId", Actual: $"{target.Id}")
            : CaseRules.Theirs(target, command.Actor);
    }
}
