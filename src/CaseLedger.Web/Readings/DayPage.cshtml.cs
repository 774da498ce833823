using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Readings;

/// <summary>The vintages of a day: every number that was reported of it, in the order observed, with its three clocks.</summary>
[ForReaders]
internal sealed class DayPage(ServerSettings settings, CaseTable cases, ReadingTable readings) : ActPage(settings, cases)
{
    /// <summary>The day.</summary>
    public Day Day { get; private set; }

    /// <summary>Its history in each store.</summary>
    public IReadOnlyList<DayHistory> Histories { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, string day, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (!Day.TryParse(day, out var wanted))
        {
            return Instead(Notice.NoSuchPage);
        }

        Day = wanted;
        Histories = DayHistory.OfMany(await readings.Of(Case.Isrc, new(null, wanted, wanted), cancellationToken));
        return Page();
    }
}
