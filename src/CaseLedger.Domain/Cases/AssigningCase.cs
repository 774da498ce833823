using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Assign a case, or give it back.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Assignee">Who works on it; absent for nobody.</param>
public sealed record AssignCase(
    Guid Id,
    AccountId Actor,
    AccountId? Assignee = null) : Command(Id, Actor)
{
    internal CaseAssigned Fact => new(Assignee);
}

/// <summary>Assigns cases.</summary>
public static class AssigningCase
{
    /// <summary>Decides whether the case changes hands.</summary>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, AssignCase command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Open(@case)
            ?? Refusal.If(command.Assignee == @case.Assignee, RefusalKinds.AlreadyAssigned, "assignee", actual: command.Assignee?.ToString()),
            command.Fact);
}
