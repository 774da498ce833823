using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Readings;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>The first page: staff go on to where their work is; artists and the demonstration's visitors see their cases.</summary>
[ForReaders]
internal sealed class ListPage(
    ServerSettings settings, CaseList cases, CaseGaps newest, DutyTable duties, ReadingTable readings, IClock clock) : LedgerPage(settings)
{
    // An artist with no more cases than this sees them all at once, and needs no search.
    private const int FewCases = 5;

    // Each row's gap is worked out from all its readings.
    private static readonly PageLimit Rows = new(25);

    // Farther than any reading: the bounds of a stretch that leaves nothing out.
    private static readonly (Day First, Day Last) AllDays = (new(1900, 1, 1), new(2199, 12, 31));

    /// <summary>The cases of this page.</summary>
    public IReadOnlyList<CaseSummary> Cases { get; private set; } = [];

    /// <summary>The cursor of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>The words that were looked for.</summary>
    public string? Q { get; private set; }

    /// <summary>The status that was asked for.</summary>
    public CaseStatus? Status { get; private set; }

    /// <summary>Each case's totals of the gap.</summary>
    public IReadOnlyDictionary<Isrc, IReadOnlyList<GapAnswer>> Gaps { get; private set; } = new Dictionary<Isrc, IReadOnlyList<GapAnswer>>();

    /// <summary>The same cases as an artist sees theirs.</summary>
    public IReadOnlyList<MyCase> Mine { get; private set; } = [];

    /// <summary>When the page was made.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>Today, in UTC.</summary>
    public Day Today => Day.Of(Now);

    /// <summary>The address of the next page.</summary>
    public string? NextAddress =>
        Next is null ? null : $"/?q={Uri.EscapeDataString(Q ?? "")}&status={(Status is { } shown ? Words.Of(shown) : "")}&cursor={Next}";

    /// <summary>Whether there is anything to search among.</summary>
    public bool OffersSearch => !Viewer.IsArtist || IsFiltered || IsFurther || Next is not null || Cases.Count > FewCases;

    /// <summary>Whether this is not the first page.</summary>
    public bool IsFurther { get; private set; }

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsFiltered => Q is not null || Status is not null;

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string? q, string? status, string? cursor, CancellationToken cancellationToken)
    {
        if (IsSignedIn && Role.Staff.HasFlag(Viewer.Role))
        {
            return Redirect(Viewer.Role == Role.Agent ? "/inbox" : "/cases");
        }

        Q = string.IsNullOrWhiteSpace(q) || q.Any(char.IsControl) ? null : q.Trim();
        Status = Words.TryParse<CaseStatus>(status, out var wanted) ? wanted : null;
        // A cursor that is none shows the first page: a person who mangled an address is better served by a list.
        var place = cursor is not null && Cursor.TryParse(cursor, out var read) ? read : null;
        var query = new CaseListQuery(Status, null, null, null, null, Q, null, place, Rows);
        var page = await cases.Read(query, Viewer, cancellationToken)
            ?? (await cases.Read(query with { Cursor = null }, Viewer, cancellationToken))!;
        (Cases, Next, IsFurther) = (page.Items, page.Next, place is not null);
        if (Viewer.IsArtist)
        {
            await ReadMine(cancellationToken);
        }
        else
        {
            await ReadGaps(cancellationToken);
        }

        return Page();
    }

    private async Task ReadMine(CancellationToken cancellationToken)
    {
        var isrcs = Cases.Select(found => found.Isrc).ToArray();
        var gaps = await newest.OnNewestDays(isrcs, cancellationToken);
        var open = await duties.OpenOf(isrcs, MyCase.MostDuties, cancellationToken);
        Mine = [.. Cases.Select(found => new MyCase(found, gaps.GetValueOrDefault(found.Isrc), [.. open[found.Isrc]]))];
    }

    private async Task ReadGaps(CancellationToken cancellationToken)
    {
        var gaps = new Dictionary<Isrc, IReadOnlyList<GapAnswer>>();
        var isrcs = Cases.Select(found => found.Isrc).ToArray();
        await foreach (var (isrc, of) in readings.OfCases(isrcs, null, AllDays.First, AllDays.Last, cancellationToken))
        {
            gaps.Add(isrc, GapAnswer.Of(DayHistory.OfMany(of)));
        }

        Gaps = gaps;
    }
}
