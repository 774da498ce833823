using NodaTime;

namespace CaseLedger.Domain.Incidents;

/// <summary>Say that other days are concerned.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="FirstDay">The first day concerned.</param>
/// <param name="LastDay">The last day concerned, itself included.</param>
/// <param name="PublicText">What everybody is told now.</param>
public sealed record RescopeIncident(
    Guid Id,
    AccountId Actor,
    Day FirstDay,
    Day LastDay,
    string PublicText) : Command(Id, Actor)
{
    internal IncidentRescoped Fact => new(FirstDay, LastDay, PublicText);
}

/// <summary>Changes the days of incidents.</summary>
public static class RescopingIncident
{
    /// <summary>Decides whether an incident's days change.</summary>
    /// <remarks>A fixed incident may be re-scoped too: that more days were wrong is often found out afterwards.</remarks>
    /// <param name="incident">The incident so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(IncidentState incident, RescopeIncident command, Instant now) =>
        Repeats.Of(incident.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            IncidentRules.Declared(incident)
            ?? IncidentRules.InOrder(command.FirstDay, command.LastDay)
            ?? Rules.Text("publicText", command.PublicText)
            ?? Refusal.If(incident.Has(command.FirstDay, command.LastDay, command.PublicText), RefusalKinds.ScopeUnchanged),
            command.Fact);
}
