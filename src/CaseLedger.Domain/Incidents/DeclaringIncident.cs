using NodaTime;

namespace CaseLedger.Domain.Incidents;

/// <summary>Say that a source is wrong on some days.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Slug">The incident's name.</param>
/// <param name="Store">Which store's numbers.</param>
/// <param name="FirstDay">The first day concerned.</param>
/// <param name="LastDay">The last day concerned, itself included.</param>
/// <param name="Affects">The source that is wrong, usually Trends.</param>
/// <param name="Declared">When it was said.</param>
/// <param name="PublicText">What everybody is told.</param>
public sealed record DeclareIncident(
    Guid Id,
    AccountId Actor,
    Slug Slug,
    Store Store,
    Day FirstDay,
    Day LastDay,
    Source Affects,
    Observed Declared,
    string PublicText) : Command(Id, Actor)
{
    internal IncidentDeclared Fact => new(Slug, Store, FirstDay, LastDay, Affects, Declared, PublicText);
}

/// <summary>Declares incidents.</summary>
public static class DeclaringIncident
{
    /// <summary>Decides whether an incident is declared.</summary>
    /// <param name="incident">The incident so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(IncidentState incident, DeclareIncident command, Instant now) =>
        Repeats.Of(incident.Find(command.Id), command.Fact)
        ?? Decision.Unless(
            Refusal.If(incident.IsDeclared, RefusalKinds.IncidentAlreadyDeclared, "slug", actual: $"{command.Slug}")
            ?? IncidentRules.InOrder(command.FirstDay, command.LastDay)
            ?? Rules.Text("publicText", command.PublicText)
            ?? Rules.NotInFuture("declared", command.Declared, now),
            command.Fact);
}
