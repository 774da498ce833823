using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Claims;

/// <summary>An artist reports what their dashboard shows: the numbers, a preview of what was understood, then one event.</summary>
[For(Role.Artist)]
internal sealed class ReportPage(ServerSettings settings, CaseTable cases, CaseStore store, IClock clock) : CaseNumbersPage(settings, cases, clock)
{
    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        PresetNumbers();
        return Page();
    }

    /// <summary>Shows what was understood, or records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (ReadNumbers() is not { } report)
        {
            return Again();
        }

        var outcome = await store.Handle(Case.Isrc, Reporter, report, ReportingScreenshot.Decide, cancellationToken);
        MarkRow(outcome);
        return After(outcome, CaseAddress) ?? Again();
    }
}
