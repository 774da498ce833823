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

    /// <summary>The day up to which the numbers had been observed; null for now.</summary>
    public Day? ObservedBy { get; private set; }

    /// <summary>Its history in each store, or in the one that was asked for.</summary>
    public IReadOnlyList<DayHistory> Histories { get; private set; } = [];

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, string day, string? store, string? observedBy, CancellationToken cancellationToken)
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
        ObservedBy = Day.TryParse(observedBy, out var by) ? by : null;
        var only = Store.TryParse(store, out var one) ? one : null;
        Histories = DayHistory.OfMany(await readings.Of(Case.Isrc, new(only, wanted, wanted), cancellationToken), ObservedBy?.LastMoment);
        return Page();
    }
}
