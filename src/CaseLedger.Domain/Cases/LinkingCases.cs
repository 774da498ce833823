using NodaTime;

namespace CaseLedger.Domain.Cases;

/// <summary>Say that another case belongs to this one.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Isrc">The other case's recording.</param>
/// <param name="Reason">Why they belong together.</param>
public sealed record LinkCases(
    Guid Id,
    AccountId Actor,
    Isrc Isrc,
    string Reason) : Command(Id, Actor)
{
    internal CasesLinked Fact => new(Isrc, Reason);
}

/// <summary>Links cases.</summary>
public static class LinkingCases
{
    /// <summary>Decides whether the cases are linked.</summary>
    /// <remarks>A link stands on the case where it was made; the other case's stream is not touched.</remarks>
    /// <param name="case">The case so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(CaseState @case, LinkCases command, Instant now) =>
        Repeats.Of(@case.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            CaseRules.Opened(@case)
            ?? Refusal.If(command.Isrc == @case.Isrc, RefusalKinds.LinkToItself, "isrc", actual: $"{command.Isrc}")
            ?? Refusal.If(@case.Links.Contains(command.Isrc), RefusalKinds.AlreadyLinked, "isrc", actual: $"{command.Isrc}")
            ?? Rules.Text("reason", command.Reason),
            command.Fact);
}
