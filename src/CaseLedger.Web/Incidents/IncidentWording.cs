using CaseLedger.Domain;
using CaseLedger.Web.Pages;

namespace CaseLedger.Web.Incidents;

/// <summary>Incidents in words.</summary>
internal static class IncidentWording
{
    /// <summary>A stretch of days, or its only day.</summary>
    public static string Days(this Wording wording, Day first, Day last) =>
        first == last ? wording.Day(first) : wording["incident.days", wording.Day(first), wording.Day(last)];
}
