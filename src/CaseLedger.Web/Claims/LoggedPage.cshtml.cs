using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Readings;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Claims;

/// <summary>What the ledger says about each day of a claim that was just logged.</summary>
[For(Role.Agent)]
internal sealed class LoggedPage(ServerSettings settings, CaseTable cases, ReadingTable readings) : LedgerPage(settings)
{
    /// <summary>The case.</summary>
    public CaseSummary Case { get; private set; } = null!;

    /// <summary>The event that holds the claim.</summary>
    public Guid Event { get; private set; }

    /// <summary>Its days.</summary>
    public IReadOnlyList<DayHistory> Days { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, Guid @event, CancellationToken cancellationToken)
    {
        if (!Isrc.TryParse(isrc, out var code) || await cases.Find(code, Viewer, cancellationToken) is not { } found)
        {
            return Instead(Notice.NoSuchCase);
        }

        (Case, Event) = (found, @event);
        var all = await readings.Of(code, new(), cancellationToken);
        var claimed = all.Where(reading => reading.EventId == @event).Select(reading => (reading.Store, reading.Day)).ToHashSet();
        Days = DayHistory.OfMany(all.Where(reading => claimed.Contains((reading.Store, reading.Day))));
        return Page();
    }

    /// <summary>How the claim's number of a day stands to the one before; null for the first.</summary>
    public Entry? Reported(DayHistory day) => day.Entries.LastOrDefault(entry => entry.Reading.EventId == Event);
}
