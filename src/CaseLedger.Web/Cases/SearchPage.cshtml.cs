using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Cases;

/// <summary>What the box at the top of every page finds: a recording's code leads straight to its case.</summary>
/// <remarks>Everybody searches the cases that they may see: what is found of a foreign case is what is found of none.</remarks>
[For(Role.People)]
internal sealed class SearchPage(ServerSettings settings, CaseList cases, CaseTable table, IncidentTable incidents) : LedgerPage(settings)
{
    private const int LongestWords = 200;

    private static readonly PageLimit Rows = new(50);

    /// <summary>What was looked for; null where nothing was, or nothing that can be.</summary>
    public string? Q { get; private set; }

    /// <summary>The cases found.</summary>
    public IReadOnlyList<CaseSummary> Cases { get; private set; } = [];

    /// <summary>The incidents found, for staff.</summary>
    public IReadOnlyList<Incident> Incidents { get; private set; } = [];

    /// <summary>The cursor of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>Looks.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, string? cursor, CancellationToken cancellationToken)
    {
        Q = string.IsNullOrWhiteSpace(q) || q.Length > LongestWords || q.Any(char.IsControl) ? null : q.Trim();
        if (Q is null)
        {
            return Page();
        }

        if (Isrc.TryParse(Q, out var isrc) && await table.Find(isrc, Viewer, cancellationToken) is not null)
        {
            return Redirect($"/cases/{isrc}");
        }

        var place = cursor is not null && Cursor.TryParse(cursor, out var read) ? read : null;
        var query = new CaseListQuery(null, null, null, null, null, Q, null, place, Rows);
        var page = await cases.Read(query, Viewer, cancellationToken)
            ?? (await cases.Read(query with { Cursor = null }, Viewer, cancellationToken))!;
        (Cases, Next) = (page.Items, page.Next);
        if (Role.Staff.HasFlag(Viewer.Role))
        {
            Incidents = await incidents.Named(Q, cancellationToken);
        }

        return Page();
    }
}
