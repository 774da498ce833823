using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Readings;

namespace CaseLedger.Web.Cases;

/// <summary>What is missing of a case, over all stores.</summary>
/// <param name="Days">On how many days both the dashboard and Trends are known.</param>
/// <param name="Affected">On how many of these Trends has less.</param>
/// <param name="Gap">The dashboard's streams less Trends', over these days.</param>
/// <param name="Share">Trends as a share of the dashboard; null where the dashboard has none.</param>
internal sealed record CaseGap(int Days, int Affected, decimal Gap, double? Share)
{
    /// <summary>A case on which nothing can be compared yet.</summary>
    public static CaseGap None { get; } = new(0, 0, 0, null);

    /// <summary>What is missing, as the histories stand.</summary>
    public static CaseGap Of(IReadOnlyList<DayHistory> histories)
    {
        var totals = GapAnswer.Of(histories);
        var dashboard = totals.Sum(store => store.Dashboard);
        return new(
            totals.Sum(store => store.Days),
            histories.Count(history => history.Gap > 0),
            totals.Sum(store => store.Gap),
            dashboard > 0 ? (double)(totals.Sum(store => store.Trends) / dashboard) : null);
    }
}

/// <summary>What is missing of a case on the newest days of its data.</summary>
/// <param name="LastDay">The newest day of which there is a number.</param>
/// <param name="Gap">What is missing.</param>
internal sealed record NewestGap(Day LastDay, CaseGap Gap)
{
    /// <summary>How many days, the newest itself included.</summary>
    public const int Days = 28;
}

/// <summary>Works out the gaps of the cases that are shown: from their readings, so only of as many as are shown.</summary>
internal sealed class CaseGaps(ReadingTable readings)
{
    // Farther than any reading: the bounds of a stretch that leaves nothing out.
    private static readonly (Day First, Day Last) AllDays = (new(1900, 1, 1), new(2199, 12, 31));

    /// <summary>The gaps; a case without readings has none.</summary>
    public async Task<IReadOnlyDictionary<Isrc, CaseGap>> Of(IEnumerable<CaseSummary> cases, CancellationToken cancellationToken)
    {
        var gaps = new Dictionary<Isrc, CaseGap>();
        var isrcs = cases.Select(found => found.Isrc).ToArray();
        if (isrcs.Length > 0)
        {
            await foreach (var (isrc, of) in readings.OfCases(isrcs, null, AllDays.First, AllDays.Last, cancellationToken))
            {
                gaps.Add(isrc, CaseGap.Of(DayHistory.OfMany(of)));
            }
        }

        return gaps;
    }

    /// <summary>The gaps on each case's newest days; a case without readings has none.</summary>
    public async Task<IReadOnlyDictionary<Isrc, NewestGap>> OnNewestDays(IReadOnlyCollection<Isrc> isrcs, CancellationToken cancellationToken)
    {
        var gaps = new Dictionary<Isrc, NewestGap>();
        await foreach (var (isrc, of) in readings.OfNewestDays(isrcs, NewestGap.Days, cancellationToken))
        {
            gaps.Add(isrc, new(of.Max(reading => reading.Day), CaseGap.Of(DayHistory.OfMany(of))));
        }

        return gaps;
    }
}
