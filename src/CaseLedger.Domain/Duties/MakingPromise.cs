using CaseLedger.Domain.Cases;
using NodaTime;

namespace CaseLedger.Domain.Duties;

/// <summary>Record a promise.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="By">Who promises.</param>
/// <param name="What">What is promised.</param>
/// <param name="Made">When it was promised.</param>
/// <param name="Speaker">A display name of the person.</param>
/// <param name="DueOn">The last day for it.</param>
public sealed record MakePromise(
    Guid Id,
    AccountId Actor,
    Party By,
    string What,
    Observed Made,
    string? Speaker = null,
    Day? DueOn = null) : Command(Id, Actor)
{
    internal PromiseMade Fact => new(By, What, Made, Speaker, DueOn);
}

/// <summary>Records promises.</summary>
public static class MakingPromise
{
    /// <summary>Decides whether a promise is recorded.</summary>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, MakePromise command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Open(@case)
            ?? Rules.Text("what", command.What)
            ?? Rules.OptionalText("speaker", command.Speaker)
            ?? Rules.NotInFuture("made", command.Made, now),
            command.Fact);
}
