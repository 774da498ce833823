using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Duties;

/// <summary>What is promised and asked for across all cases and still open, what is late longest first, and who is late with it.</summary>
[For(Role.Staff)]
internal sealed class DutiesPage(ServerSettings settings, OpenDutyTable duties, IClock clock) : LedgerPage(settings)
{
    private const string Here = "/duties";

    private static readonly PageLimit Rows = new(50);

    /// <summary>The filter of the address.</summary>
    public OpenDutyFilter Filter { get; private set; } = null!;

    /// <summary>The duties of this page.</summary>
    public IReadOnlyList<OpenDuty> Duties { get; private set; } = [];

    /// <summary>The address of the next page; null on the last.</summary>
    public string? Next { get; private set; }

    /// <summary>Whether this is not the first page.</summary>
    public bool IsLater { get; private set; }

    /// <summary>The parties that are late with something.</summary>
    public IReadOnlyList<PartyOverdue> Late { get; private set; } = [];

    /// <summary>The day from which lateness is judged.</summary>
    public Day Today { get; } = Day.Of(clock.GetCurrentInstant());

    /// <summary>The address of the filter, from the first page on.</summary>
    public string Address => Filter.Address() is { Length: > 0 } query ? $"{Here}?{query}" : Here;

    /// <summary>The address of the file with the same filter.</summary>
    public string CsvAddress => Filter.Address() is { Length: > 0 } query ? $"/duties.csv?{query}" : "/duties.csv";

    /// <summary>A count of a party's, which may be a bound.</summary>
    public string Shown(PartyOverdue late, int count) => late.IsMore && count > 0 ? $"{T.Count(count)}+" : T.Count(count);

    /// <summary>For how long the oldest has been late.</summary>
    public string Since(Day oldest) => T.Plural("count.days", Period.DaysBetween(oldest.Date, Today.Date));

    /// <summary>Where the viewer may end a duty; null where they may not.</summary>
    public string? ActOn(Duty duty) =>
        Viewer.Role != Role.Agent ? null
        : duty.Kind == DutiesProjection.Promise ? $"/cases/{duty.Isrc}/act/settle?promise={duty.Id}"
        : $"/cases/{duty.Isrc}/act/answer?request={duty.Id}";

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string? cursor, CancellationToken cancellationToken)
    {
        Filter = OpenDutyFilter.Read(Request.Query);
        Late = [.. (await duties.OverdueByParty(Today, cancellationToken)).Where(late => late.Oldest is not null)];
        if (Filter.Faults.Count > 0)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }

        // A cursor that is none shows the first page.
        var place = cursor is not null && Cursor.TryParse(cursor, out var read) ? read : null;
        var page = await duties.Read(Filter, Today, place, Rows, cancellationToken);
        IsLater = page is not null && place is not null;
        page ??= (await duties.Read(Filter, Today, null, Rows, cancellationToken))!;
        Duties = page.Items;
        Next = page.Next is { } next ? $"{Here}?{string.Join('&', new[] { Filter.Address(), $"cursor={next}" }.Where(part => part.Length > 0))}" : null;
        return Page();
    }
}
