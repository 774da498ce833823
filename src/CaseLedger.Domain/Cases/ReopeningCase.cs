using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Take up a settled case again.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Reason">Why.</param>
public sealed record ReopenCase(
    Guid Id,
    AccountId Actor,
    string Reason) : Command(Id, Actor)
{
    internal CaseReopened Fact => new(Reason);
}

/// <summary>Reopens cases.</summary>
public static class ReopeningCase
{
    /// <summary>Decides whether the case is taken up again.</summary>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, ReopenCase command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Opened(@case)
            ?? Refusal.If(@case.IsOpen, RefusalKinds.CaseNotResolved)
            ?? Rules.Text("reason", command.Reason),
            command.Fact);
}
