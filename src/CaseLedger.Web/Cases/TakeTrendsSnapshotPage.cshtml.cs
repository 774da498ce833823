using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Claims;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>Records by hand what Trends shows, where no feed hands it in. A day that received nothing is said to, and is no zero.</summary>
[For(Role.Agent)]
internal sealed class TakeTrendsSnapshotPage(ServerSettings settings, CaseTable cases, CaseStore store, IClock clock) : CaseNumbersPage(settings, cases, clock)
{
    /// <inheritdoc/>
    public override bool MayBeNotReceived => true;

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        Form.Preset("store", $"{Domain.Store.Spotify}");
        Form.Preset("taken", $"{Today}");
        return Page();
    }

    /// <summary>Shows what was understood, or records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (IsBackToText)
        {
            return Page();
        }

        var (grid, of, note) = (ReadGrid(), Form.Store("store"), Form.OptionalText("note", 2_000));
        Form.Day("taken");
        var taken = Form.Observed("taken");
        if (!Form.IsGood || grid is null)
        {
            return Again();
        }

        var command = new TakeTrendsSnapshot(Form.Id, Reporter.Account, of!, taken, grid.TrendsReadings, note);
        var outcome = await store.Handle(Case.Isrc, Reporter, command, TakingTrendsSnapshot.Decide, cancellationToken);
        MarkRow(outcome);
        return After(outcome, CaseAddress) ?? Again();
    }
}
