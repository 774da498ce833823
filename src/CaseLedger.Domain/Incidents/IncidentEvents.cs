namespace CaseLedger.Domain.Incidents;

/// <summary>A fact about a stretch of days on which a source is known to be wrong: what a stream <c>incident-&lt;slug&gt;</c> holds.</summary>
public abstract record IncidentEvent : DomainEvent
{
    /// <summary>The name of an incident's stream.</summary>
    /// <param name="slug">The incident.</param>
    /// <returns>For example <c>incident-trends-2024-03-31</c>.</returns>
    public static string StreamOf(Slug slug) => $"incident-{slug}";
}

/// <summary>The distributor said that a source is wrong on these days.</summary>
/// <param name="Slug">The incident's name.</param>
/// <param name="Store">Which store's numbers.</param>
/// <param name="FirstDay">The first day concerned.</param>
/// <param name="LastDay">The last day concerned, itself included.</param>
/// <param name="Affects">The source that is wrong, usually Trends.</param>
/// <param name="Declared">When it was said.</param>
/// <param name="PublicText">What everybody is told.</param>
public sealed record IncidentDeclared(
    Slug Slug,
    Store Store,
    Day FirstDay,
    Day LastDay,
    Source Affects,
    Observed Declared,
    string PublicText) : IncidentEvent;

/// <summary>Other days are concerned than was said before.</summary>
/// <param name="FirstDay">The first day concerned.</param>
/// <param name="LastDay">The last day concerned, itself included.</param>
/// <param name="PublicText">What everybody is told now.</param>
public sealed record IncidentRescoped(Day FirstDay, Day LastDay, string PublicText) : IncidentEvent;

/// <summary>The distributor said that the numbers are right again. Whether they are is seen case by case.</summary>
/// <param name="FixedAt">When they were put right.</param>
/// <param name="PublicText">What everybody is told now.</param>
public sealed record IncidentFixed(Observed FixedAt, string? PublicText = null) : IncidentEvent;
