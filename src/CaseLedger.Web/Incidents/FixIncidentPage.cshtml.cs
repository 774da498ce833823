using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Incidents;

/// <summary>Says that the numbers are right again.</summary>
[For(Role.Manager)]
internal sealed class FixIncidentPage(ServerSettings settings, IncidentTable incidents, IncidentStore store) : IncidentActPage(settings, incidents)
{
    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken cancellationToken) =>
        await FindIncident(slug, cancellationToken) ?? Page();

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string slug, CancellationToken cancellationToken)
    {
        if (await FindIncident(slug, cancellationToken) is { } none)
        {
            return none;
        }

        var (fixedAt, text) = (Form.Observed("fixed"), Form.OptionalText("text"));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new FixIncident(Form.Id, Reporter.Account, fixedAt, text);
        var outcome = await store.Handle(Incident.Slug, Reporter, command, FixingIncident.Decide, cancellationToken);
        return After(outcome, Address) ?? Again();
    }
}
