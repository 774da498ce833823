using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>The cases for staff: filtered by the address, in any order, with what each lacks; filters are kept under a name.</summary>
[For(Role.Staff)]
internal sealed class CasesPage(ServerSettings settings, CaseList cases, CaseGaps gaps, SavedViewTable views, IClock clock) : LedgerPage(settings)
{
    private const string Here = "/cases";

    // Each row's gap is worked out from all its readings.
    private static readonly PageLimit Rows = new(50);

    /// <summary>The filter of the address.</summary>
    public CaseFilter Filter { get; private set; } = null!;

    /// <summary>The cases of this page.</summary>
    public IReadOnlyList<CaseSummary> Cases { get; private set; } = [];

    /// <summary>What each lacks.</summary>
    public IReadOnlyDictionary<Isrc, CaseGap> Gaps { get; private set; } = new Dictionary<Isrc, CaseGap>();

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Whether this is not the first page.</summary>
    public bool IsLater { get; private set; }

    /// <summary>The viewer's own views.</summary>
    public IReadOnlyList<SavedView> Views { get; private set; } = [];

    /// <summary>When the page was made.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>The address of the filter in an order, from the first page on.</summary>
    public string Address(CaseOrder? sort = null) => Filter.Address(sort) is { Length: > 0 } query ? $"{Here}?{query}" : Here;

    /// <summary>The address of the file with the same filter.</summary>
    public string CsvAddress => Filter.Address() is { Length: > 0 } query ? $"/cases.csv?{query}" : "/cases.csv";

    /// <summary>For how long a matter has been open.</summary>
    public string Age(CaseSummary found) => found.BeganBy is { } began
        ? T.Plural("count.days", Period.DaysBetween(Day.Of(began).Date, Day.Of(Now).Date))
        : "–";

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string? cursor, CancellationToken cancellationToken)
    {
        await Read(cursor, cancellationToken);
        return Page();
    }

    /// <summary>Keeps the filter of the address under a name.</summary>
    public async Task<IActionResult> OnPostSaveAsync(CancellationToken cancellationToken)
    {
        Filter = CaseFilter.Read(Request.Query);
        var name = Form.Text("name", SavedView.LongestName);
        if (name.Contains('\n', StringComparison.Ordinal) || name.Contains('\t', StringComparison.Ordinal))
        {
            Form.Fault("name", T["form.control-character"]);
        }

        if (Filter.Faults.Count > 0 || Filter.Address().Length > SavedView.LongestQuery)
        {
            Form.Fault("name", T["cases-list.view.unreadable"]);
        }

        if (Form.IsGood)
        {
            switch (await views.Save(Viewer.Account, new(Form.Id, name, Filter.Address()), cancellationToken))
            {
                case ViewSaving.Saved:
                    return Then(Address(), T["cases-list.view.saved", name]);
                case ViewSaving.NameTaken:
                    Form.Fault("name", T["cases-list.view.taken", name]);
                    break;
                default:
                    Form.Fault("name", T["cases-list.view.too-many", T.Count(SavedView.Most)]);
                    break;
            }
        }

        await Read(null, cancellationToken);
        return Again();
    }

    /// <summary>Throws a view away.</summary>
    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancellationToken)
    {
        Filter = CaseFilter.Read(Request.Query);
        if (Form.Reference("view") is { } view)
        {
            await views.Remove(Viewer.Account, view, cancellationToken);
        }

        return Then(Address(), T["cases-list.view.removed"]);
    }

    private async Task Read(string? cursor, CancellationToken cancellationToken)
    {
        Filter = CaseFilter.Read(Request.Query);
        Views = await views.Of(Viewer.Account, cancellationToken);
        if (Filter.Faults.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // A cursor that is none shows the first page: a person who mangled an address is better served by a list.
        var place = cursor is not null && Cursor.TryParse(cursor, out var read) ? read : null;
        var query = Filter.Query with { Cursor = place, Limit = Rows };
        var page = await cases.Read(query, Viewer, cancellationToken);
        IsLater = page is not null && place is not null;
        page ??= (await cases.Read(query with { Cursor = null }, Viewer, cancellationToken))!;
        Cases = page.Items;
        Next = page.Next is { } next ? $"{Here}?{string.Join('&', new[] { Filter.Address(), $"cursor={next}" }.Where(part => part.Length > 0))}" : null;
        Gaps = await gaps.Of(Cases, cancellationToken);
    }
}
