using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Timeline;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Readings;

/// <summary>The vintages of a day: every number that was reported of it, in the order observed, with its three clocks.</summary>
[ForReaders]
internal sealed class DayPage(ServerSettings settings, CaseTable cases, ReadingTable readings, CaseTimeline timeline, EvidenceFiles files) : ActPage(settings, cases)
{
    /// <summary>The day.</summary>
    public Day Day { get; private set; }

    /// <summary>The day up to which the numbers had been observed; null for now.</summary>
    public Day? ObservedBy { get; private set; }

    /// <summary>Its history in each store, or in the one that was asked for.</summary>
    public IReadOnlyList<DayHistory> Histories { get; private set; } = [];

    /// <summary>What a number was read from, as far as the viewer may have it, by the event that reported it.</summary>
    public IReadOnlyDictionary<Guid, EvidenceFile> Evidence { get; private set; } = new Dictionary<Guid, EvidenceFile>();

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
        Evidence = IsSignedIn ? await FindEvidence(cancellationToken) : Evidence;
        return Page();
    }

    private async Task<Dictionary<Guid, EvidenceFile>> FindEvidence(CancellationToken cancellationToken)
    {
        var named = await timeline.FilesOf(Histories.SelectMany(history => history.Entries).Select(entry => entry.Reading.EventId), cancellationToken);
        var had = await files.For(named.Values.Select(digests => digests[0]), Viewer, cancellationToken);
        return named.Where(pair => had.ContainsKey(pair.Value[0])).ToDictionary(pair => pair.Key, pair => had[pair.Value[0]]);
    }
}
