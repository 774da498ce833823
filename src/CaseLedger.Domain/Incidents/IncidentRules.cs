namespace CaseLedger.Domain.Incidents;

/// <summary>Rules that several decisions about an incident share. Each gives the refusal, or null.</summary>
internal static class IncidentRules
{
    internal static Refusal? Declared(IncidentState incident) =>
        incident.IsDeclared ? null : new(RefusalKinds.IncidentNotFound);

    internal static Refusal? InOrder(Day firstDay, Day lastDay) =>
        lastDay < firstDay ? new(RefusalKinds.IncidentDaysReversed, "lastDay", $"at or after {firstDay}", $"{lastDay}") : null;
}
