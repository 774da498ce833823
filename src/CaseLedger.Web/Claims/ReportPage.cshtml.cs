using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Claims;

/// <summary>An artist reports what their dashboard shows: the numbers, a preview of what was understood, then one event.</summary>
[For(Role.Artist)]
internal sealed class ReportPage(ServerSettings settings, CaseTable cases, CaseStore store, IClock clock) : NumbersPage(settings, clock)
{
    /// <summary>The case.</summary>
    public CaseSummary Case { get; private set; } = null!;

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (!await Find(isrc, cancellationToken))
        {
            return Instead(Notice.NoSuchCase);
        }

        PresetNumbers();
        return Page();
    }

    /// <summary>Shows what was understood, or records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (!await Find(isrc, cancellationToken))
        {
            return Instead(Notice.NoSuchCase);
        }

        if (ReadNumbers() is not { } report)
        {
            return Again();
        }

        var outcome = await store.Handle(Case.Isrc, Reporter, report, ReportingScreenshot.Decide, cancellationToken);
        MarkRow(outcome);
        return After(outcome, $"/cases/{Case.Isrc}") ?? Again();
    }

    private async Task<bool> Find(string text, CancellationToken cancellationToken)
    {
        if (!Isrc.TryParse(text, out var isrc) || await cases.Find(isrc, Viewer, cancellationToken) is not { } found)
        {
            return false;
        }

        Case = found;
        return true;
    }
}
