using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports;
using CaseLedger.Imports.Spreadsheets;
using CaseLedger.Ledger;
using CaseLedger.Web.Writing;
using NodaTime;

namespace CaseLedger.Web.Imports;

/// <summary>What a case holds already of what a sheet is about to say, because the same file said it before.</summary>
/// <remarks>
/// The same number from another file, or typed by hand, is another fact; from the same bytes it is the same one, however often
/// they are sent and whatever else of them was corrected. What was withdrawn is said anew by a file that was corrected,
/// and not by the same one sent again.
/// The id of what is left follows from it alone. So an import that is broken off says nothing twice: what it recorded is found
/// here when it goes on, and what it had not recorded keeps its id.
/// </remarks>
/// <param name="Version">The case's version that was looked at.</param>
/// <param name="Left">What is to be recorded still; null where nothing is.</param>
/// <param name="Lines">The other lines, and when each was recorded first.</param>
internal sealed record SaidBefore(int Version, ImportItem.Take? Left, IReadOnlyList<(long Line, Instant RecordedAt)> Lines)
{
    /// <summary>Parts an item of a sheet.</summary>
    /// <param name="take">The item.</param>
    /// <param name="request">How the sheet is read.</param>
    /// <param name="events">All events of its case.</param>
    public static SaidBefore Of(ImportItem.Take take, ImportRequest request, IReadOnlyList<RecordedEvent> events)
    {
        var recorded = events.As<CaseEvent>().ToArray();
        var @case = CaseState.Fold(take.Isrc, recorded);
        var said = new Dictionary<Said, Instant>();
        foreach (var before in recorded.Where(before => IsOf(before.Event, request.Start.File)))
        {
            // What this very import said stays said: to send the same again, or to go on, is no reason to undo a withdrawal.
            var isOwn = request.IsAgain || before.RecordedAt >= request.Begun;
            foreach (var reading in ReportedReadings.Of(before).Where(reading => isOwn || @case.ReadingStands(before.Id, reading.Day)))
            {
                said.TryAdd(new(reading.Source, reading.Store, reading.Day, reading.Measure, reading.Count), before.RecordedAt);
            }
        }

        var (left, lines) = (new List<int>(), new List<(long, Instant)>());
        foreach (var (i, says) in Says(take.Command).Index())
        {
            if (said.TryGetValue(says, out var recordedAt))
            {
                lines.Add((take.Lines[i], recordedAt));
            }
            else
            {
                left.Add(i);
            }
        }

        return new(events.Count, left.Count == 0 ? null : Unused(take, request, left, @case), lines);
    }

    // An event with the id of what does not stand said the same, and was withdrawn.
    private static ImportItem.Take Unused(ImportItem.Take take, ImportRequest request, List<int> left, CaseState @case)
    {
        for (var times = 0; ; times++)
        {
            var rest = SheetItems.Only(take, request, left, times);
            if (@case.Find(rest.Command.Id) is null)
            {
                return rest;
            }
        }
    }

    private static bool IsOf(CaseEvent before, Sha256 file) => before switch
    {
        ScreenshotReported { Evidence: { } evidence } => evidence.Contains(file),
        TrendsSnapshotTaken { From.File: { } from } => from == file,
        _ => false,
    };

    private static IEnumerable<Said> Says(Command command) => command switch
    {
        ReportScreenshot report => report.Readings.Select(reading => new Said(Source.ArtistDashboard, report.Store, reading.Day, reading.Measure, reading.Count)),
        TakeTrendsSnapshot snapshot => snapshot.Readings.Select(reading => new Said(Source.Trends, snapshot.Store, reading.Day, Measure.MonetisedStreams, reading.Count)),
        _ => throw new InvalidOperationException($"No sheet gives a {command.GetType().Name}."),
    };

    private readonly record struct Said(Source Source, Store Store, Day Day, Measure Measure, StreamCount? Count);
}
