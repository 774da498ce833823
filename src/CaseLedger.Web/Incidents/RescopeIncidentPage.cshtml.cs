using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Incidents;

/// <summary>Says that other days are concerned than was said before.</summary>
[For(Role.Manager)]
internal sealed class RescopeIncidentPage(ServerSettings settings, IncidentTable incidents, IncidentStore store) : IncidentActPage(settings, incidents)
{
    /// <summary>Shows the form, with what stands so far.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken)
    {
        if (await FindIncident(slug, cancellationToken) is { } none)
        {
            return none;
        }

        Form.Preset("first", $"{Incident.FirstDay}");
        Form.Preset("last", $"{Incident.LastDay}");
        Form.Preset("text", Incident.PublicText);
        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string slug, CancellationToken cancellationToken)
    {
        if (await FindIncident(slug, cancellationToken) is { } none)
        {
            return none;
        }

        var (first, last, text) = (Form.Day("first"), Form.Day("last"), Form.Text("text"));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new RescopeIncident(Form.Id, Reporter.Account, first!.Value, last!.Value, text);
        var outcome = await store.Handle(Incident.Slug, Reporter, command, RescopingIncident.Decide, cancellationToken);
        return After(outcome, Address) ?? Again();
    }
}
