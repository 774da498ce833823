using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Incidents;

/// <summary>Declared incidents, the newest first, and the way to the radar.</summary>
[For(Role.Staff)]
internal sealed class IncidentsPage(ServerSettings settings, IncidentTable table, IClock clock) : LedgerPage(settings)
{
    private static readonly PageLimit Rows = new(25);

    /// <summary>The incidents of this page.</summary>
    public IReadOnlyList<Incident> Incidents { get; private set; } = [];

    /// <summary>How many cases each touches.</summary>
    public IReadOnlyDictionary<Slug, Affected> Affected { get; private set; } = new Dictionary<Slug, Affected>();

    /// <summary>The cursor of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Whether this is not the first page.</summary>
    public bool IsLater { get; private set; }

    /// <summary>What the radar looks at unless something else is asked for.</summary>
    public RadarFilter Radar => RadarFilter.Read(QueryCollection.Empty, RadarStretch.Yesterday(clock.GetCurrentInstant()));

    /// <summary>A count of cases, which may be a bound.</summary>
    public string Shown(Affected affected) => affected.IsMore ? $"{T.Count(affected.Count)}+" : T.Count(affected.Count);

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string? cursor, CancellationToken cancellationToken)
    {
        // A cursor that is none shows the first page.
        long? before = cursor is not null && Cursor.TryParse(cursor, out var read) && read.IsNumber(out var position) ? position : null;
        IsLater = before is not null;
        var page = Http.Page.Of(await table.Newest(before, Rows.AndOneMore, cancellationToken), Rows, incident => Cursor.Of(incident.Position));
        (Incidents, Next) = (page.Items, page.Next);
        Affected = await table.AffectedBy(Incidents, cancellationToken);
        return Page();
    }
}
