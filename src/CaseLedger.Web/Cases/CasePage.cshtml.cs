using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.History;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Readings;
using CaseLedger.Web.ReadSide;
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
    FileStore files,
    EvidenceFiles evidenceFiles,
    IClock clock) : LedgerPage(settings)
{
    /// <summary>How many days of a kind the checklist for a challenge names; the others it counts.</summary>
    public const int ReadinessDaysAtOnce = 6;

    private const int EventsAtOnce = 200;
    private const int DaysAtOnce = 90;

    // Of a page of older events: how many later ones are looked at that may say something of them.
    private const int SequelsAtOnce = 500;

    // Counting reads every event of the case: of a case with more, the parts are shown without their counts.
    private const int MostCounted = 5_000;

    /// <summary>The case.</summary>
    public CaseSummary Case { get; private set; } = null!;

    /// <summary>Its days, the newest first.</summary>
    public IReadOnlyList<DayHistory> Days { get; private set; } = [];

    /// <summary>How many days there are beyond those that are shown.</summary>
    public int OlderDays { get; private set; }

    /// <summary>The stores of which the case holds numbers.</summary>
    public IReadOnlyList<Store> Stores { get; private set; } = [];

    /// <summary>The only store that is shown; null where there is no other.</summary>
    public Store? Store { get; private set; }

    /// <summary>The day up to which the numbers had been observed; null for now.</summary>
    public Day? ObservedBy { get; private set; }

    /// <summary>The days on which a number was observed, the newest first: the moments that one can look back to.</summary>
    public IReadOnlyList<Day> Moments { get; private set; } = [];

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

    /// <summary>The only part of the timeline that is shown; null for all of it.</summary>
    public TimelinePart? Part { get; private set; }

    /// <summary>How many events each part holds; null where they are too many to count for a page.</summary>
    public IReadOnlyDictionary<TimelinePart, int>? PartCounts { get; private set; }

    /// <summary>Whether each store can be challenged.</summary>
    public IReadOnlyList<Readiness> Readiness { get; private set; } = [];

    /// <summary>When the page was made.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>Today, in UTC.</summary>
    public Day Today => Day.Of(Now);

    /// <summary>What the plot shows, in words: its title.</summary>
    public string Finding
    {
        get
        {
            var counted = Days.Where(day => day.Gap is not null).ToArray();
            var covered = IncidentsInSight.Select(span => span.FirstDay == span.LastDay ? T.Day(span.FirstDay) : $"{T.Day(span.FirstDay)} – {T.Day(span.LastDay)}").ToArray();
            var outside = counted.Where(day => IncidentOf(day) is null && day.Gap > 0).OrderByDescending(day => day.Gap).ThenByDescending(day => day.Day).FirstOrDefault();
            var incidents = covered.Length == 0 ? "" : T["case.plot.incidents", string.Join(", ", covered)] + " ";
            return incidents + (counted.Length, outside) switch
            {
                (0, _) => T["case.plot.nothing"],
                (_, { Gap: { } gap } day) => T["case.plot.largest", T.Day(day.Day), T.Plural("count.streams", gap)],
                _ => T["case.plot.none-missing"],
            };
        }
    }

    /// <summary>What is to be said first.</summary>
    public IEnumerable<string> Lead
    {
        get
        {
            var status = MyCase.Standing(Case, Viewer.IsArtist, T, Now);
            yield return Case.Artist is { } artist ? T["case.lead", artist, status] : T["case.lead.nobody", status];
            if (Case.Began is { } began)
            {
                yield return T["case.began", T.When(began)];
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
    public async Task<IActionResult> OnGetAsync(
        string isrc, int? from, string? observedBy, string? store, string? days, string? part, CancellationToken cancellationToken)
    {
        if (!Isrc.TryParse(isrc, out var code) || await cases.Find(code, Viewer, cancellationToken) is not { } found)
        {
            return Instead(Notice.NoSuchCase);
        }

        Case = found;
        var all = await readings.Of(code, new(), cancellationToken);
        LookBack(all, observedBy);
        var histories = DayHistory.OfMany(all, ObservedBy is { } day ? new Moment(new Observed.On(day)).AsBound() : null);
        Stores = [.. all.Select(reading => reading.Store).Distinct().OrderBy(known => known.ToString(), StringComparer.Ordinal)];
        // The store with the most days is what a case is about, unless one asks for another.
        Store = Stores.FirstOrDefault(known => known.ToString() == store)
            ?? Stores.OrderByDescending(known => all.Where(reading => reading.Store == known).Select(reading => reading.Day).Distinct().Count()).FirstOrDefault();
        var shown = histories.Where(history => history.Store == Store).Reverse().ToArray();
        Days = days == "all" ? shown : [.. shown.Take(DaysAtOnce)];
        OlderDays = shown.Length - Days.Count;
        Gaps = GapAnswer.Of(histories);
        // An incident was declared at some moment too: to a look back none is attached that came later.
        var spans = await incidents.Spans(cancellationToken);
        Incidents = ObservedBy is null ? spans : [];
        Readiness = [.. ShowReadinessEndpoint.ByStore(all, spans, Today)];
        Contradictions = Domain.Statements.Contradictions.Of((await statements.Of(code, Viewer, cancellationToken)).Select(row => row.Statement));
        var owed = await duties.List(new(code, Today, null), Viewer, -1, int.MaxValue, cancellationToken);
        OpenDuties = [.. owed.Where(duty => duty.Settled is null).OrderByDescending(IsOverdue).ThenBy(duty => duty.Position)];
        Evidence = await cases.Evidence(code, cancellationToken);
        EvidenceFiles = IsSignedIn ? await evidenceFiles.For(Evidence.Select(sent => sent.Sha256).OfType<Sha256>(), Viewer, cancellationToken) : EvidenceFiles;
        Part = Words.TryParse<TimelinePart>(part, out var wanted) ? wanted : null;
        PartCounts = found.Version <= MostCounted ? await timeline.CountByPart(code, cancellationToken) : null;
        await ReadTimeline(code, from, cancellationToken);
        return Page();
    }

    /// <summary>Where a day's history stands, cut at the same moment and of the same store as the page.</summary>
    public string DayAddress(DayHistory day) =>
        $"/cases/{Case.Isrc}/days/{day.Day}?store={day.Store}{(ObservedBy is { } by ? $"&observedBy={by}" : "")}";

    /// <summary>The page with one part of its timeline, or all of it; what is chosen of its numbers stays.</summary>
    /// <param name="part">The part; null for all.</param>
    /// <param name="from">The newest event to show, by its version.</param>
    public string TimelineAddress(TimelinePart? part, int? from = null)
    {
        string?[] query =
        [
            Request.Query.ContainsKey("store") && Store is not null ? $"store={Store}" : null,
            ObservedBy is { } by ? $"observedBy={by}" : null,
            part is { } only ? $"part={Words.Of(only)}" : null,
            from is { } version ? $"from={version}" : null,
        ];
        var asked = string.Join('&', query.OfType<string>());
        return $"/cases/{Case.Isrc}{(asked.Length > 0 ? $"?{asked}" : "")}#timeline";
    }

    /// <summary>Whether a series is one of the two that have a column of their own.</summary>
    public static bool IsUsual(Series series) =>
        series is { Source: Source.ArtistDashboard, Measure: Measure.Streams } or { Source: Source.Trends, Measure: Measure.MonetisedStreams };

    /// <summary>Whether a series says more than its column does: how its number changed, or what has no column.</summary>
    public static bool TellsMore(Series series) => series.Vintages.Count > 1 || !IsUsual(series);

    /// <summary>The stretches of declared incidents among the days shown, for the plot: first/last, apart by spaces.</summary>
    public string IncidentsForPlot => string.Join(' ', IncidentsInSight.Select(span => $"{span.FirstDay}/{span.LastDay}"));

    private IEnumerable<IncidentSpan> IncidentsInSight => Days.Count == 0
        ? []
        : Incidents.Where(span => span.Store == Store && span.FirstDay <= Days[0].Day && span.LastDay >= Days[^1].Day).OrderBy(span => span.FirstDay);

    /// <summary>The declared incident that covers a day.</summary>
    public IncidentSpan? IncidentOf(DayHistory day) => Incidents.FirstOrDefault(span => span.Store == day.Store && span.Holds(day.Day));

    /// <summary>The counts that Trends showed before its latest one, for the plot.</summary>
    public static string Earlier(DayHistory day) => string.Join(
        ' ',
        day.Series.Where(series => series is { Source: Source.Trends, Measure: Measure.MonetisedStreams })
            .SelectMany(series => series.Vintages.SkipLast(1)).Select(entry => entry.Reading.Count).OfType<StreamCount>().Select(count => count.Value));

    /// <summary>How long a count's bar is, where the largest count's has a length.</summary>
    public int Bar(StreamCount? count, int longest) => (int)((decimal)(count?.Value ?? 0) * longest / Math.Max(1, LargestCount));

    /// <summary>Whether the viewer is shown the way to answer a request; whether they may is the rules' to say.</summary>
    public bool MayAnswer(Duty duty) =>
        IsSignedIn && duty.AskedBy is not null && (Viewer.Role == Role.Agent || (Viewer.IsArtist && duty.OwedBy == Party.Artist));

    /// <summary>The files that were sent as evidence, as far as the viewer may have them.</summary>
    public IReadOnlyDictionary<Sha256, EvidenceFile> EvidenceFiles { get; private set; } = new Dictionary<Sha256, EvidenceFile>();

    /// <summary>Whether a file can be had back: its digest may stand in the case though its bytes were never sent here.</summary>
    public bool IsKept(Sha256 file) => IsSignedIn && files.Has(file);

    /// <summary>Whether the viewer is shown the way to take something back; whether they may is the rules' to say.</summary>
    public bool MayWithdraw(TimelineEntry entry) =>
        IsSignedIn && entry is { Id: not null, IsCorrected: false, Kind: EntryKind.Dashboard or EntryKind.Trends or EntryKind.Reply or EntryKind.Royalty or EntryKind.Statement }
        && (!Viewer.IsArtist || entry.Actor == Viewer.Account);

    /// <summary>Whether the viewer is the artist and something is needed from them: that is said before everything else.</summary>
    public bool IsAskedForSomething => Viewer.IsArtist && OpenDuties.Any(MyCase.IsOfArtist);

    /// <summary>Whether a duty is late today.</summary>
    public bool IsOverdue(Duty duty) => Overdue.Is(duty.Settled is null, duty.DueOn, Today);

    // What was seen at an unknown time belongs to no moment, and is seen by each.
    private void LookBack(IEnumerable<Reading> all, string? observedBy)
    {
        Moments =
        [
            .. all.Select(reading => reading.Observed switch
                {
                    Observed.At at => Day.Of(at.Instant),
                    Observed.On on => on.Day,
                    _ => (Day?)null,
                })
                .OfType<Day>().Distinct().OrderDescending(),
        ];
        ObservedBy = Day.TryParse(observedBy, out var day) && Moments.Contains(day) ? day : null;
    }

    private async Task ReadTimeline(Isrc isrc, int? from, CancellationToken cancellationToken)
    {
        var read = await timeline.Read(
            isrc, Viewer, from is > 0 ? from : null, ReadDirection.Backward, EventsAtOnce + 1, cancellationToken, Part?.Types());
        var items = read.Take(EventsAtOnce).ToArray();
        Older = read.Count > EventsAtOnce ? read[EventsAtOnce].Version : null;
        // What took back an older event may stand on a newer page: without it, the older one would seem to hold.
        var later = from is > 0 && items is [var newest, ..]
            ? await timeline.Read(isrc, Viewer, newest.Version + 1, ReadDirection.Forward, SequelsAtOnce, cancellationToken, TimelineParts.Sequels)
            : [];
        Timeline =
        [
            .. new TimelineWording(T).Of(items, later)
                .GroupBy(entry => entry.Day)
                .OrderByDescending(day => day.Key),
        ];
    }
}
