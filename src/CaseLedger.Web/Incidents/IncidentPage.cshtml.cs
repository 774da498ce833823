using CaseLedger.Domain;
using CaseLedger.Domain.Discrepancies;
using CaseLedger.Domain.Incidents;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Readings;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Incidents;

/// <summary>What an incident means for one case, as the page shows it.</summary>
/// <param name="Case">The case.</param>
/// <param name="Dashboard">The dashboard's streams over the days on which both sources are known.</param>
/// <param name="GapBefore">The gap of what had been seen before the fix.</param>
/// <param name="GapNow">The gap now.</param>
/// <param name="Verdict">What became of the gap.</param>
internal sealed record TouchedRow(TouchedCase Case, decimal Dashboard, decimal? GapBefore, decimal? GapNow, GapAfterFix Verdict)
{
    public static TouchedRow Of(TouchedCase found, TouchedCaseAnswer touched)
    {
        var dashboard = touched.Days.Where(day => day.Gap is not null).Sum(day => (decimal)day.Dashboard!.Value.Value);
        return new(found, dashboard, touched.GapBeforeFix, touched.Gap, VerifyingFix.Of(dashboard, touched.GapBeforeFix, touched.Gap));
    }
}

/// <summary>An incident: everything that was said of it, and the cases that it touches.</summary>
[For(Role.Staff)]
internal sealed class IncidentPage(ServerSettings settings, IncidentTable incidents, IncidentHistory history, ReadingTable readings)
    : IncidentActPage(settings, incidents)
{
    /// <summary>So many cases are judged for the summary, the first in the order of their recordings.</summary>
    public const int MostJudged = 200;

    private static readonly PageLimit Rows = new(50);

    private readonly IncidentTable _incidents = incidents;

    /// <summary>What was said of it, the newest first.</summary>
    public IReadOnlyList<IncidentStep> Steps { get; private set; } = [];

    /// <summary>The cases of this page.</summary>
    public IReadOnlyList<TouchedRow> Cases { get; private set; } = [];

    /// <summary>The cursor of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Whether this is not the first page.</summary>
    public bool IsLater { get; private set; }

    /// <summary>How many cases came to each verdict.</summary>
    public IReadOnlyDictionary<GapAfterFix, int> Verdicts { get; private set; } = new Dictionary<GapAfterFix, int>();

    /// <summary>How many cases were judged.</summary>
    public int Judged { get; private set; }

    /// <summary>Whether there are more cases than were judged.</summary>
    public bool IsMore { get; private set; }

    /// <summary>The gap before the fix, over the cases that were judged; null where nobody knows of any.</summary>
    public decimal? GapBefore { get; private set; }

    /// <summary>The gap now, over the cases that were judged; null where there is none to tell.</summary>
    public decimal? GapNow { get; private set; }

    /// <summary>Whether the viewer may change it.</summary>
    public bool MayChange => Viewer.Role == Role.Manager;

    /// <summary>How a step is called.</summary>
    public static string Kind(IncidentStep step) => step.Recorded.Event switch
    {
        IncidentDeclared => "declared",
        IncidentRescoped => "rescoped",
        _ => "fixed",
    };

    /// <summary>What everybody was told by a step; null where it left the words as they were.</summary>
    public static string? PublicText(IncidentStep step) => step.Recorded.Event switch
    {
        IncidentDeclared declared => declared.PublicText,
        IncidentRescoped rescoped => rescoped.PublicText,
        IncidentFixed @fixed => @fixed.PublicText,
        _ => null,
    };

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string slug, string? cursor, CancellationToken cancellationToken)
    {
        if (await FindIncident(slug, cancellationToken) is { } none)
        {
            return none;
        }

        Steps = await history.Of(Incident.Slug, cancellationToken);

        // A cursor that is none shows the first page.
        var after = cursor is not null && Cursor.TryParse(cursor, out var read) && read.Parts is [var last] && Isrc.TryParse(last, out _) ? last : null;
        IsLater = after is not null;
        var first = await _incidents.Touched(Incident, Viewer, null, MostJudged + 1, cancellationToken);
        IsMore = first.Count > MostJudged;
        var judged = await Judge([.. first.Take(MostJudged)], cancellationToken);
        Judged = judged.Count;
        Verdicts = judged.GroupBy(row => row.Verdict).ToDictionary(group => group.Key, group => group.Count());
        (GapBefore, GapNow) = (Sum(judged.Select(row => row.GapBefore)), Sum(judged.Select(row => row.GapNow)));

        var touched = after is null
            ? [.. first.Take(Rows.AndOneMore)]
            : await _incidents.Touched(Incident, Viewer, after, Rows.AndOneMore, cancellationToken);
        var page = Http.Page.Of(touched, Rows, found => Cursor.Of(found.Isrc.ToString()));
        var known = judged.ToDictionary(row => row.Case.Isrc);
        Cases = page.Items.All(found => known.ContainsKey(found.Isrc))
            ? [.. page.Items.Select(found => known[found.Isrc])]
            : await Judge(page.Items, cancellationToken);
        Next = page.Next;
        return Page();
    }

    private async Task<List<TouchedRow>> Judge(IReadOnlyList<TouchedCase> touched, CancellationToken cancellationToken)
    {
        var rows = new List<TouchedRow>();
        if (touched.Count == 0)
        {
            return rows;
        }

        var cases = touched.ToDictionary(found => found.Isrc);
        await foreach (var (isrc, of) in readings.OfCases(cases.Keys, Incident.Store, Incident.FirstDay, Incident.LastDay, cancellationToken))
        {
            rows.Add(TouchedRow.Of(cases[isrc], TouchedCaseAnswer.Of(isrc, of, Incident.FixedAt?.EarliestPossible)));
        }

        return rows;
    }

    private static decimal? Sum(IEnumerable<decimal?> gaps)
    {
        var known = gaps.OfType<decimal>().ToArray();
        return known.Length == 0 ? null : known.Sum();
    }
}
