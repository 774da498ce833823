using System.Diagnostics.CodeAnalysis;
using CaseLedger.Domain;
using CaseLedger.Domain.Discrepancies;
using CaseLedger.Domain.History;
using CaseLedger.Web.Readings;
using NodaTime;

namespace CaseLedger.Web.Incidents;

/// <summary>A stretch of days that the radar looks at.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, itself included.</param>
internal sealed record RadarStretch(Day From, Day To)
{
    /// <summary>How many days it has unless somebody says otherwise.</summary>
    public const int UsualDays = 28;

    /// <summary>The longest one: beyond, it is a report, and not for a person who waits for a page.</summary>
    public const int MostDays = 92;

    /// <summary>The first last day of a usual stretch: before it, four weeks would begin where days do not.</summary>
    public static Day FirstTo { get; } = new Day(1900, 1, 1).PlusDays(UsualDays - 1);

    /// <summary>Its days, in order.</summary>
    public IEnumerable<Day> Days => Enumerable.Range(0, Period.DaysBetween(From.Date, To.Date) + 1).Select(From.PlusDays);

    /// <summary>The last day that is over.</summary>
    public static Day Yesterday(Instant now) => Day.Of(now).PlusDays(-1);

    /// <summary>The usual stretch up to a day.</summary>
    public static RadarStretch UpTo(Day to) => new(to.PlusDays(1 - UsualDays), to);

    /// <summary>Makes a stretch; false where it ends before it begins or is too long.</summary>
    public static bool TryMake(Day from, Day to, [NotNullWhen(true)] out RadarStretch? stretch)
    {
        stretch = to >= from && Period.DaysBetween(from.Date, to.Date) < MostDays ? new(from, to) : null;
        return stretch is not null;
    }
}

/// <summary>What the radar sees on a stretch of days.</summary>
/// <param name="Days">By store and then by day: those of which readings of both sources are known.</param>
/// <param name="Declared">The incidents that were declared, of whatever days.</param>
internal sealed record RadarPicture(IReadOnlyList<RadarDay> Days, IReadOnlyList<IncidentSpan> Declared)
{
    /// <summary>The declared incident that holds a store's day; null where none does.</summary>
    public Slug? IncidentOn(Store store, Day day) => Declared.FirstOrDefault(span => span.Store == store && span.Holds(day))?.Slug;
}

/// <summary>Looks over all cases for days on which Trends seems wrong.</summary>
/// <remarks>
/// A median over thirty cases tells nearly as much as one over all of them, and is there at once; which cases are drawn of a
/// day depends on nothing but their codes. Where the dashboards of fewer were reported, it is all of them.
/// </remarks>
internal sealed class Radar(ReadingTable readings, IncidentTable incidents)
{
    /// <summary>How many cases a day of a store rests on at most.</summary>
    public const int CasesOfADay = 30;

    /// <summary>Scores the days of a stretch.</summary>
    /// <param name="store">Only of this store.</param>
    /// <param name="stretch">The days.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<RadarPicture> Look(Store? store, RadarStretch stretch, CancellationToken cancellationToken)
    {
        var points = new List<RadarPoint>();
        await foreach (var (isrc, of) in readings.OfSample(store, stretch.From, stretch.To, CasesOfADay, cancellationToken))
        {
            points.AddRange(DayHistory.OfMany(of).Select(history => Point(isrc, history)).OfType<RadarPoint>());
        }

        return new(IncidentRadar.Of(points), await incidents.Spans(cancellationToken));
    }

    private static RadarPoint? Point(Isrc isrc, DayHistory history) =>
        history.Latest(Source.Trends, Measure.MonetisedStreams)?.Count is { } trends
        && history.Latest(Source.ArtistDashboard, Measure.Streams)?.Count is { } dashboard
            ? new(isrc, history.Store, history.Day, trends, dashboard)
            : null;
}
