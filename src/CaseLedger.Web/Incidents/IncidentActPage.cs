using CaseLedger.Domain;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Incidents;

/// <summary>A page about one incident.</summary>
internal abstract class IncidentActPage(ServerSettings settings, IncidentTable incidents) : LedgerPage(settings)
{
    /// <summary>The incident.</summary>
    public Incident Incident { get; private set; } = null!;

    /// <summary>Where it is shown.</summary>
    public string Address => $"/incidents/{Incident.Slug}";

    /// <summary>Finds the incident.</summary>
    /// <returns>Null where the page goes on; else the notice that nothing is here.</returns>
    protected async Task<IActionResult?> FindIncident(string slug, CancellationToken cancellationToken)
    {
        if (!Slug.TryParse(slug, out var name) || await incidents.Find(name, cancellationToken) is not { } found)
        {
            return Instead(Pages.Notice.NoSuchPage);
        }

        Incident = found;
        return null;
    }
}
