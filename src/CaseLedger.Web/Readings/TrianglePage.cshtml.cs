using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Readings;

/// <summary>The reporting triangle as a heat map: what a source showed of each day, by how many days later it was seen.</summary>
/// <remarks>
/// A table and nothing else: a heat map of numbers is read cell by cell, so it needs no script, prints, and says the same
/// to everybody. (The plots' library has heat maps only in its largest form, which alone weighs more than a page may.)
/// </remarks>
[ForReaders]
internal sealed class TrianglePage(ServerSettings settings, CaseTable cases, ReadingTable readings, IClock clock) : ActPage(settings, cases)
{
    /// <summary>How many classes of colour there are.</summary>
    public const int Classes = 5;

    private const int DaysAtOnce = 60;

    // Two weeks by the day, in which most arrives; then by the week, and what comes much later together.
    private static readonly LagSpan[] AllColumns =
    [
        .. Enumerable.Range(0, 15).Select(lag => new LagSpan(lag, lag)),
        new(15, 21), new(22, 28), new(29, 42), new(43, 90), new(91, int.MaxValue),
    ];

    private IReadOnlyList<long> _bounds = [];

    /// <summary>The stores, sources and measures of which the case holds numbers.</summary>
    public IReadOnlyList<(Store Store, Source Source, Measure Measure)> Series { get; private set; } = [];

    /// <summary>What is shown; null where the case holds no numbers.</summary>
    public ReportingTriangle? Triangle { get; private set; }

    /// <summary>The rows, the newest day first.</summary>
    public IReadOnlyList<TriangleDay> Days { get; private set; } = [];

    /// <summary>The lags that have a column: from the first at which something was seen to the last.</summary>
    public IReadOnlyList<LagSpan> Columns { get; private set; } = [];

    /// <summary>The newest day behind those shown; null where there is none.</summary>
    public Day? Older { get; private set; }

    /// <summary>The classes of colour that occur, with the smallest and largest number of each.</summary>
    public IReadOnlyList<(int Class, long Least, long Most)> Legend { get; private set; } = [];

    /// <summary>How many readings have no lag, because nobody knows when they were seen.</summary>
    public int UnknownWhen => Days.Sum(day => day.UnknownWhen);

    /// <summary>What the heat map shows, in words: its title.</summary>
    public string Finding
    {
        get
        {
            var seen = Days.Where(day => day.Cells.Count > 0).ToArray();
            if (seen.Length == 0)
            {
                return T["triangle.finding.none"];
            }

            var (soonest, latest) = (seen.Min(day => day.Cells[0].Lag), seen.Max(day => day.Cells[0].Lag));
            var first = soonest == latest ? T.Plural("triangle.finding.first", soonest) : T["triangle.finding.first-between", soonest, latest];
            var changed = seen.Where(day => day.HasChanged).ToArray();
            return changed.Length == 0
                ? $"{first} {T["triangle.finding.unchanged"]}"
                : $"{first} {T.Plural("triangle.finding.changed", changed.Length, T.Count(seen.Length))} {T.Plural("triangle.finding.last", changed.Max(LastChange))}";
        }
    }

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, string? store, string? source, string? measure, string? to, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        var all = await readings.Of(Case.Isrc, new(), cancellationToken);
        Series =
        [
            .. all.Select(reading => (reading.Store, reading.Source, reading.Measure)).Distinct()
                .OrderBy(series => series.Store.ToString(), StringComparer.Ordinal).ThenBy(series => series.Source).ThenBy(series => series.Measure),
        ];
        if (Series.Count == 0)
        {
            return Page();
        }

        var (shownStore, shownSource, shownMeasure) = Chosen(store, source, measure);
        Triangle = ReportingTriangle.Of(shownStore, shownSource, shownMeasure, all);
        var rows = Triangle.Days.Where(day => !Day.TryParse(to, out var last) || day.Day <= last).Reverse().ToArray();
        Days = [.. rows.Take(DaysAtOnce)];
        Older = rows.Length > DaysAtOnce ? rows[DaysAtOnce].Day : null;
        Columns = Used(AllColumns, span => Days.Any(day => day.Cells.Any(cell => span.Holds(cell.Lag))));
        Colour();
        return Page();
    }

    /// <summary>Whether a column of a day lies in the future: nothing can have been seen there.</summary>
    public bool IsAhead(TriangleDay day, LagSpan span) => Period.DaysBetween(day.Day.Date, Day.Of(clock.GetCurrentInstant()).Date) < span.First;

    /// <summary>What was shown last within a column; null where nothing was seen just then.</summary>
    public static TriangleCell? Seen(TriangleDay day, LagSpan span) => day.AsOf(span.Last) is { } cell && span.Holds(cell.Lag) ? cell : null;

    /// <summary>What was added within a column.</summary>
    public static decimal? Added(TriangleDay day, LagSpan span) =>
        day.Cells.Where(cell => span.Holds(cell.Lag) && cell.Increment is not null).Select(cell => (decimal?)cell.Increment).Aggregate((decimal?)null, (sum, one) => (sum ?? 0) + one);

    /// <summary>A number's class of colour, from 1: of the numbers shown, each class has about as many, and few classes lie far apart.</summary>
    public int ClassOf(long count) => _bounds.Count == 0 ? 1 : 1 + (_bounds.Count(bound => count > bound) * (Classes - 1) / _bounds.Count);

    /// <summary>The page with the days from another on, of the same series.</summary>
    public string AddressTo(Day last) =>
        $"/cases/{Case.Isrc}/triangle?store={Triangle!.Store}&source={Words.Of(Triangle.Source)}&measure={Words.Of(Triangle.Measure)}&to={last}";

    // Where nothing was asked for: Trends of the first store that has it. A store of which the case knows nothing counts as not asked for.
    private (Store Store, Source Source, Measure Measure) Chosen(string? store, string? source, string? measure)
    {
        var ofStore = Series.Where(series => !Store.TryParse(store, out var wanted) || series.Store == wanted).DefaultIfEmpty(Series[0]);
        var usual = ofStore.OrderByDescending(series => series.Source == Source.Trends && series.Measure == Measure.MonetisedStreams).First();
        var from = Words.TryParse<Source>(source, out var asked) ? asked : usual.Source;
        var counted = Words.TryParse<Measure>(measure, out var what) ? what : from == usual.Source ? usual.Measure : ShowTriangleEndpoint.UsualMeasure(from);
        return (usual.Store, from, counted);
    }

    private void Colour()
    {
        var numbers = (from day in Days from span in Columns select Seen(day, span)?.Count).OfType<StreamCount>().Select(count => count.Value).Order().ToArray();
        _bounds = [.. Enumerable.Range(1, Classes - 1).Select(part => numbers.Length == 0 ? 0 : numbers[Math.Max(0, (numbers.Length * part / Classes) - 1)]).Distinct()];
        Legend = [.. numbers.GroupBy(ClassOf).OrderBy(group => group.Key).Select(group => (group.Key, group.First(), group.Last()))];
    }

    private static int LastChange(TriangleDay day) => day.Cells.Last(cell => cell.Increment is not (null or 0)).Lag;

    private static LagSpan[] Used(LagSpan[] columns, Func<LagSpan, bool> isUsed)
    {
        var (first, last) = (Array.FindIndex(columns, span => isUsed(span)), Array.FindLastIndex(columns, span => isUsed(span)));
        return first < 0 ? [] : columns[first..(last + 1)];
    }
}

/// <summary>Lags that share a column.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last, itself included.</param>
internal sealed record LagSpan(int First, int Last)
{
    /// <summary>Whether a lag belongs to it.</summary>
    public bool Holds(int lag) => lag >= First && lag <= Last;
}
