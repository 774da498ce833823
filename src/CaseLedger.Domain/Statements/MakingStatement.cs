using CaseLedger.Domain.Cases;
using NodaTime;

namespace CaseLedger.Domain.Statements;

/// <summary>Record what somebody said.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Party">Whose words.</param>
/// <param name="Said">When they were said.</param>
/// <param name="Quote">The words, verbatim.</param>
/// <param name="Kind">What they rest on.</param>
/// <param name="Visibility">Who may read them.</param>
/// <param name="Speaker">A display name of the person.</param>
/// <param name="Proposition">The claim they affirm or deny.</param>
/// <param name="Stance">Whether they affirm or deny it.</param>
/// <param name="Supersedes">An earlier wording of the same statement.</param>
public sealed record MakeStatement(
    Guid Id,
    AccountId Actor,
    Party Party,
    Observed Said,
    string Quote,
    StatementKind Kind,
    Visibility Visibility,
    string? Speaker = null,
    Slug? Proposition = null,
    Stance? Stance = null,
    Guid? Supersedes = null) : Command(Id, Actor)
{
    internal StatementMade Fact => new(Party, Said, Quote, Kind, Visibility, Speaker, Proposition, Stance, Supersedes);
}

/// <summary>Records statements.</summary>
public static class MakingStatement
{
    /// <summary>Decides whether a statement is recorded.</summary>
    /// <remarks>What it contradicts does not matter. A newer wording takes the place of the older in contradictions, so only who recorded the older one, or staff, may supersede it.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, MakeStatement command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Opened(@case)
            ?? Rules.Text("quote", command.Quote, Rules.LongestQuote)
            ?? Rules.OptionalText("speaker", command.Speaker)
            ?? Rules.NotInFuture("said", command.Said, now)
            ?? Refusal.If((command.Proposition is null) != (command.Stance is null), RefusalKinds.StanceWithoutProposition, command.Stance is null ? "stance" : "proposition")
            ?? Superseded(@case, command),
            command.Fact);

    private static Refusal? Superseded(CaseState @case, MakeStatement command)
    {
        if (command.Supersedes is not { } id) return null;
        return @case.Find(id) is not { Event: StatementMade } earlier ? new(RefusalKinds.SupersededNotFound, "supersedes", Actual: $"{id}")
            : @case.IsSupersededStatement(id) ? new(RefusalKinds.StatementSupersededTwice, "supersedes", Actual: $"{id}")
            : CaseRules.Theirs(earlier, command.Actor);
    }
}
