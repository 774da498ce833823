using NodaTime;

namespace CaseLedger.Domain.Incidents;

/// <summary>Say that the numbers are right again.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="FixedAt">When they were put right.</param>
/// <param name="PublicText">What everybody is told now.</param>
public sealed record FixIncident(
    Guid Id,
    AccountId Actor,
    Observed FixedAt,
    string? PublicText = null) : Command(Id, Actor)
{
    internal IncidentFixed Fact => new(FixedAt, PublicText);
}

/// <summary>Marks incidents as fixed.</summary>
public static class FixingIncident
{
    /// <summary>Decides whether an incident counts as fixed.</summary>
    /// <param name="incident">The incident so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(IncidentState incident, FixIncident command, Instant now) =>
        Repeats.Of(incident.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            IncidentRules.Declared(incident)
            ?? Refusal.If(incident.IsFixed, RefusalKinds.IncidentAlreadyFixed)
            ?? Rules.NotInFuture("fixedAt", command.FixedAt, now)
            ?? Rules.OptionalText("publicText", command.PublicText),
            command.Fact);
}
