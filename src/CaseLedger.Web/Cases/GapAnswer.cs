using CaseLedger.Domain;
using CaseLedger.Domain.History;

namespace CaseLedger.Web.Cases;

/// <summary>A store's totals over the days on which both the dashboard and Trends are known.</summary>
/// <param name="Store">The store.</param>
/// <param name="Days">How many days.</param>
/// <param name="Dashboard">The dashboard's streams.</param>
/// <param name="Trends">Trends' monetised streams.</param>
/// <param name="Gap">The former less the latter.</param>
/// <param name="Share">The latter as a share of the former.</param>
/// <remarks>Sums are decimals: of the largest counts, a thousand days are more than a long holds.</remarks>
internal sealed record GapAnswer(Store Store, int Days, decimal Dashboard, decimal Trends, decimal Gap, double? Share)
{
    /// <summary>The totals of each store, as the histories stand.</summary>
    public static IReadOnlyList<GapAnswer> Of(IEnumerable<DayHistory> histories) =>
    [
        .. from history in histories
           where history.Gap is not null
           group history by history.Store into days
           let dashboard = days.Sum(day => (decimal)day.Latest(Source.ArtistDashboard, Measure.Streams)!.Count!.Value.Value)
           let trends = days.Sum(day => (decimal)day.Latest(Source.Trends, Measure.MonetisedStreams)!.Count!.Value.Value)
           select new GapAnswer(days.Key, days.Count(), dashboard, trends, dashboard - trends, dashboard > 0 ? (double)(trends / dashboard) : null),
    ];
}
