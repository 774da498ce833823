using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Readings;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>Records that a store was asked to explain its numbers, with what speaks for and against each day beside it.</summary>
/// <remarks>Whether a day qualifies is advice: the rules take every day for which a number of the dashboard stands.</remarks>
[For(Role.Staff)]
internal sealed class SendChallengePage(
    ServerSettings settings, CaseTable cases, CaseStore store, ReadingTable readings, IncidentTable incidents, IClock clock) : ActPage(settings, cases)
{
    private const int DaysNamed = 3;

    private Dictionary<Day, DayHistory> _histories = [];

    /// <summary>The day from which is looked back: mostly the one on which the challenge is sent.</summary>
    public Day AsOf { get; private set; }

    /// <summary>The stores that can be challenged.</summary>
    public IReadOnlyList<SelectListItem> Stores { get; private set; } = [];

    /// <summary>How the days of the chosen store are judged; null where no number of a dashboard stands.</summary>
    public Readiness? Readiness { get; private set; }

    /// <summary>The days that can be chosen, the newest first: as many as one challenge holds.</summary>
    public IEnumerable<ReadinessDay> Days => Readiness?.Days.Reverse().Take(Limits.Items) ?? [];

    /// <summary>How many days there are beyond those.</summary>
    public int OlderDays => Math.Max(0, (Readiness?.Days.Count ?? 0) - Limits.Items);

    /// <summary>What there is, what is excluded and why, and what is missing.</summary>
    public IEnumerable<string> Finding(Readiness readiness)
    {
        var (ready, needed) = (readiness.Qualifying.Count(), T.Count(Readiness.DaysNeeded));
        yield return readiness.IsReady ? T.Plural("challenge.ready", ready, needed) : T["challenge.so-far", T.Count(ready), needed];
        foreach (var group in readiness.Days.Where(day => day.Verdict != ReadinessVerdict.Qualifies).GroupBy(Why))
        {
            var days = group.Select(day => day.Day).ToArray();
            yield return T["challenge.excluded", days.Length <= DaysNamed ? string.Join(", ", days.Select(T.Day)) : T.Plural("count.days", days.Length), group.Key];
        }

        if (!readiness.IsReady)
        {
            yield return T.Plural("challenge.missing", readiness.Missing, T.Count(Readiness.DaysBack));
        }
    }

    /// <summary>How a day is judged, in words.</summary>
    public string Why(ReadinessDay day) => T[$"verdict.{Words.Of(day.Verdict)}", day.Incident];

    /// <summary>The numbers of a day.</summary>
    public DayHistory HistoryOf(ReadinessDay day) => _histories[day.Day];

    private async Task Judge(string? of, string? asOf, CancellationToken cancellationToken)
    {
        AsOf = Day.TryParse(asOf, out var day) ? day : Day.Of(clock.GetCurrentInstant());
        var all = await readings.Of(Case.Isrc, new(), cancellationToken);
        var judged = ShowReadinessEndpoint.ByStore(all, await incidents.Spans(cancellationToken), AsOf).Where(readiness => readiness.Days.Count > 0).ToArray();
        Stores = [.. judged.Select(readiness => new SelectListItem(Pages.Wording.Store(readiness.Store), $"{readiness.Store}"))];
        Readiness = judged.FirstOrDefault(readiness => $"{readiness.Store}" == of) ?? judged.MaxBy(readiness => readiness.Qualifying.Count());
        _histories = DayHistory.OfMany(all.Where(reading => reading.Store == Readiness?.Store)).ToDictionary(history => history.Day);
    }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, string? of, string? asOf, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        await Judge(of, asOf, cancellationToken);
        Form.Preset("sent", $"{AsOf}");
        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, string? asOf, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        var (challenged, days, sent) = (Form.Store("store"), Form.Days("days"), Form.Observed("sent"));
        var (reference, note) = (Form.OptionalText("reference", 2_000), Form.OptionalText("note", 2_000));
        await Judge($"{challenged}", asOf, cancellationToken);
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new SendChallenge(Form.Id, Reporter.Account, challenged!, sent, days, reference, note);
        return After(await store.Handle(Case.Isrc, Reporter, command, SendingChallenge.Decide, cancellationToken), CaseAddress) ?? Again();
    }
}
