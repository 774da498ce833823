using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.History;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Readings;
using CaseLedger.Web.Statements;
using CaseLedger.Web.Timeline;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>A case: its days, what contradicts itself, what is owed, what was sent, and everything that happened.</summary>
[ForReaders]
internal sealed class CasePage(
    ServerSettings settings,
    CaseTable cases,
    ReadingTable readings,
    IncidentTable incidents,
    StatementTable statements,
    DutyTable duties,
    CaseTimeline timeline,
    IClock clock) : LedgerPage(settings)
{
    private const int EventsAtOnce = 200;

    /// <summary>The case.</summary>
    public CaseSummary Case { get; private set; } = null!;

    /// <summary>Its days, the newest first.</summary>
    public IReadOnlyList<DayHistory> Days { get; private set; } = [];

    /// <summary>Declared incidents.</summary>
    public IReadOnlyList<IncidentSpan> Incidents { get; private set; } = [];

    /// <summary>Each store's totals.</summary>
    public IReadOnlyList<GapAnswer> Gaps { get; private set; } = [];

    /// <summary>What somebody affirms and somebody denies.</summary>
    public IReadOnlyList<Contradiction> Contradictions { get; private set; } = [];

    /// <summary>What is owed.</summary>
    public IReadOnlyList<Duty> OpenDuties { get; private set; } = [];

    /// <summary>What was sent.</summary>
    public IReadOnlyList<EvidenceSent> Evidence { get; private set; } = [];

    /// <summary>What happened, the newest first.</summary>
    public IReadOnlyList<IGrouping<Day, TimelineEntry>> Timeline { get; private set; } = [];

    /// <summary>The version at which the older events go on; null where all are shown.</summary>
    public int? Older { get; private set; }

    /// <summary>When the page was made.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>Today, in UTC.</summary>
    public Day Today => Day.Of(Now);

    /// <summary>What is to be said first.</summary>
    public IEnumerable<string> Lead
    {
        get
        {
            var waiting = Case.WaitingOn is { } on ? $", {T.Waiting(on, Now)}" : "";
            yield return $"{(Case.Artist is { } artist ? $"By {artist}. " : "")}{T.Status(Case.Status)}{waiting}.";
            if (Case.Began is { } began)
            {
                yield return $"Began {T.When(began)}.";
            }

            if (Case.Note is { } note)
            {
                yield return note;
            }
        }
    }

    // By which the bars are drawn.
    private long LargestCount => Days.SelectMany(day => day.Series).Select(series => series.Latest.Count?.Value ?? 0).DefaultIfEmpty().Max();

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, int? from, CancellationToken cancellationToken)
    {
        if (!Isrc.TryParse(isrc, out var code) || await cases.Find(code, Viewer, cancellationToken) is not { } found)
        {
            return Instead(Notice.NoSuchCase);
        }

        Case = found;
        var histories = DayHistory.OfMany(await readings.Of(code, new(), cancellationToken));
        Days = [.. histories.Reverse()];
        Gaps = GapAnswer.Of(histories);
        Incidents = await incidents.Spans(cancellationToken);
        Contradictions = Domain.Statements.Contradictions.Of((await statements.Of(code, Viewer, cancellationToken)).Select(row => row.Statement));
        var owed = await duties.List(new(code, Today, null), Viewer, -1, int.MaxValue, cancellationToken);
        OpenDuties = [.. owed.Where(duty => duty.Settled is null).OrderByDescending(IsOverdue).ThenBy(duty => duty.Position)];
        Evidence = await cases.Evidence(code, cancellationToken);
        await ReadTimeline(code, from, cancellationToken);
        return Page();
    }

    /// <summary>Whether a series is one of the two that have a column of their own.</summary>
    public static bool IsUsual(Series series) =>
        series is { Source: Source.ArtistDashboard, Measure: Measure.Streams } or { Source: Source.Trends, Measure: Measure.MonetisedStreams };

    /// <summary>Whether a series says more than its column does: how its number changed, or what has no column.</summary>
    public static bool TellsMore(Series series) => series.Vintages.Count > 1 || !IsUsual(series);

    /// <summary>How long a count's bar is, where the largest count's has a length.</summary>
    public int Bar(StreamCount? count, int longest) => (int)((decimal)(count?.Value ?? 0) * longest / Math.Max(1, LargestCount));

    /// <summary>Whether a duty is late today.</summary>
    public bool IsOverdue(Duty duty) => Overdue.Is(duty.Settled is null, duty.DueOn, Today);

    private async Task ReadTimeline(Isrc isrc, int? from, CancellationToken cancellationToken)
    {
        var items = await timeline.Read(isrc, Viewer, from is > 0 ? from : null, ReadDirection.Backward, EventsAtOnce, cancellationToken);
        Older = items is [.., { Version: > 1 } last] && items.Count == EventsAtOnce ? last.Version - 1 : null;
        Timeline =
        [
            .. new TimelineWording(T).Of(items)
                .GroupBy(entry => entry.Day)
                .OrderByDescending(day => day.Key),
        ];
    }
}
