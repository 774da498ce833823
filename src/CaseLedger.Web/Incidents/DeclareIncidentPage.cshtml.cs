using CaseLedger.Domain;
using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;

namespace CaseLedger.Web.Incidents;

/// <summary>Says that a source is wrong on some days.</summary>
[For(Role.Manager)]
internal sealed class DeclareIncidentPage(ServerSettings settings, IncidentStore store, IClock clock) : LedgerPage(settings)
{
    /// <summary>Its name below <c>/incidents</c>, which no incident can have.</summary>
    public const string Name = "declare";

    /// <summary>The sources that can be wrong.</summary>
    public IEnumerable<SelectListItem> Sources => Words.All<Source>().Select(word => new SelectListItem(T[$"source.{word}"], word));

    /// <summary>Shows the form, with what the radar found where it leads here.</summary>
    public void OnGet(string? store, string? first, string? last)
    {
        Form.Preset("affects", Words.Of(Source.Trends));
        Form.Preset("declared", $"{Day.Of(clock.GetCurrentInstant())}");
        Form.Preset("store", Store.TryParse(store, out var found) ? $"{found}" : "");
        Form.Preset("first", Day.TryParse(first, out var from) ? $"{from}" : "");
        Form.Preset("last", Day.TryParse(last, out var to) ? $"{to}" : "");
        if (found is not null && Form.Shown("first").Length > 0)
        {
            Form.Preset("slug", $"trends-{found}-{from}");
        }
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var (slug, where, first, last) = (Form.Slug("slug"), Form.Store("store"), Form.Day("first"), Form.Day("last"));
        var (affects, declared, text) = (Form.Word<Source>("affects"), Form.Observed("declared"), Form.Text("text"));
        if (slug is not null && TakenNames.Has(slug))
        {
            Form.Fault("slug", T["incident.name-taken"]);
        }

        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new DeclareIncident(Form.Id, Reporter.Account, slug!, where!, first!.Value, last!.Value, affects!.Value, declared, text);
        var outcome = await store.Handle(slug!, Reporter, command, DeclaringIncident.Decide, cancellationToken);
        return After(outcome, $"/incidents/{slug}", T["incident.declared.done"]) ?? Again();
    }
}
