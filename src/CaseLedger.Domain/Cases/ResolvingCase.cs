using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Settle a case.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Resolution">How, by name.</param>
/// <param name="Note">Anything else.</param>
public sealed record ResolveCase(
    Guid Id,
    AccountId Actor,
    Slug Resolution,
    string? Note = null) : Command(Id, Actor)
{
    internal CaseResolved Fact => new(Resolution, Note);
}

/// <summary>Resolves cases.</summary>
public static class ResolvingCase
{
    /// <summary>Decides whether the case is settled.</summary>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, ResolveCase command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Opened(@case)
            ?? Refusal.If(@case.Status == CaseStatus.Resolved, RefusalKinds.CaseAlreadyResolved)
            ?? Rules.OptionalText("note", command.Note),
            command.Fact);
}
