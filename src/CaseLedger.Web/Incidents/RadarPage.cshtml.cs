using CaseLedger.Domain;
using CaseLedger.Domain.Discrepancies;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Incidents;

/// <summary>Days that follow each other and stand out in the same direction.</summary>
/// <param name="Store">The store.</param>
/// <param name="First">The first day.</param>
/// <param name="Last">The last day, itself included.</param>
/// <param name="Z">The score that is farthest from 0; below 0 where Trends shows too little.</param>
/// <param name="Cases">On how many cases the thinnest of the days rests.</param>
/// <param name="Incident">The incident that was declared of them.</param>
internal sealed record Candidate(Store Store, Day First, Day Last, double Z, int Cases, Slug? Incident);

/// <summary>Store × day as a heat map of how far each day stands out over all cases, and what may be an incident.</summary>
[For(Role.Staff)]
internal sealed class RadarPage(ServerSettings settings, Radar radar, IClock clock) : LedgerPage(settings)
{
    /// <summary>Its name below <c>/incidents</c>, which no incident can have.</summary>
    public const string Name = "radar";

    // From here on a score is tinted: one day in twenty is so far out by chance.
    private const double Noticeable = 2;

    private Dictionary<(Store, Day), RadarDay> _cells = [];

    /// <summary>What the address asks for.</summary>
    public RadarFilter Filter { get; private set; } = null!;

    /// <summary>What the radar sees; null where the address cannot be read.</summary>
    public RadarPicture? Picture { get; private set; }

    /// <summary>The stores that it sees, one row each.</summary>
    public IReadOnlyList<Store> Stores { get; private set; } = [];

    /// <summary>What stands out, the newest first.</summary>
    public IReadOnlyList<Candidate> Candidates { get; private set; } = [];

    /// <summary>The days' months, with how many of the days are of each.</summary>
    public IEnumerable<(Day First, int Days)> Months => Filter.Stretch.Days
        .GroupBy(day => (day.Date.Year, day.Date.Month)).Select(month => (month.First(), month.Count()));

    /// <summary>Whether the viewer may declare what stands out.</summary>
    public bool MayDeclare => Viewer.Role == Role.Manager;

    /// <summary>The verdict on a store's day; null where no case has readings of both sources.</summary>
    public RadarDay? Cell(Store store, Day day) => _cells.GetValueOrDefault((store, day));

    /// <summary>The class of a cell: the direction and how far.</summary>
    public static string? Tint(double z) => Math.Abs(z) < Noticeable ? null
        : $"{(z < 0 ? "less" : "more")}{(Math.Abs(z) > IncidentRadar.Threshold ? " flagged" : "")}";

    /// <summary>A score, with a decimal where it matters.</summary>
    public string Score(double z) => z.ToString(Math.Abs(z) < 9.95 ? "0.0" : "0", T.Language.Numbers);

    /// <summary>The address of the form that declares an incident, with the days filled in.</summary>
    public static string Declare(Store store, Day first, Day last) => $"/incidents/{DeclareIncidentPage.Name}?store={store}&first={first}&last={last}";

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Filter = RadarFilter.Read(Request.Query, RadarStretch.Yesterday(clock.GetCurrentInstant()));
        if (Filter.Faults.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        Picture = await radar.Look(Filter.Store, Filter.Stretch, cancellationToken);
        _cells = Picture.Days.ToDictionary(day => (day.Store, day.Day));
        Stores = [.. Picture.Days.Select(day => day.Store).Distinct()];
        Candidates = [.. Together(Picture).OrderByDescending(candidate => candidate.Last).ThenBy(candidate => candidate.Store.ToString(), StringComparer.Ordinal)];
        return Page();
    }

    private static List<Candidate> Together(RadarPicture picture)
    {
        var together = new List<Candidate>();
        foreach (var day in picture.Days.Where(day => day.IsFlagged))
        {
            var (z, incident) = (day.Z!.Value, picture.IncidentOn(day.Store, day.Day));
            if (together.LastOrDefault() is { } last && last.Store == day.Store && last.Last.PlusDays(1) == day.Day
                && last.Incident == incident && Math.Sign(last.Z) == Math.Sign(z))
            {
                together[^1] = last with
                {
                    Last = day.Day, Z = Math.Abs(z) > Math.Abs(last.Z) ? z : last.Z, Cases = Math.Min(last.Cases, day.SeriesCount),
                };
            }
            else
            {
                together.Add(new(day.Store, day.Day, day.Day, z, day.SeriesCount, incident));
            }
        }

        return together;
    }
}
