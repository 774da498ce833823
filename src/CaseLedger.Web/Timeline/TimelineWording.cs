using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Pages;

namespace CaseLedger.Web.Timeline;

/// <summary>Says in words, in a reader's language, what the events of a timeline say in fields.</summary>
internal sealed class TimelineWording(Wording wording)
{
    /// <summary>
    /// Puts events into words. What takes back, answers or settles another event stands below that one, if it is
    /// among them; otherwise by itself.
    /// </summary>
    /// <param name="items">Events of one case, in any order.</param>
    /// <param name="later">Others of the case, which are shown only where they say something of these.</param>
    public IReadOnlyList<TimelineEntry> Of(IReadOnlyList<TimelineItem> items, IReadOnlyList<TimelineItem>? later = null)
    {
        var events = items.Select(item => (Item: item, Fact: Decode(item))).ToArray();
        var shown = items.Select(item => item.Id).OfType<Guid>().ToHashSet();
        var sequels = events.Concat((later ?? []).Select(item => (Item: item, Fact: Decode(item))))
            .Select(e => (e.Item, Target: Sequel(e.Item, e.Fact)))
            .Where(e => e.Target is { } target && shown.Contains(target.Of))
            .ToLookup(e => e.Target!.Value.Of, e => (e.Target!.Value.Sequel, e.Target.Value.StandsBelowOnly));
        var below = sequels.SelectMany(of => of).Where(s => s.StandsBelowOnly).Select(s => s.Sequel.Version).ToHashSet();
        return
        [
            .. from e in events
               where !below.Contains(e.Item.Version)
               select Entry(e.Item, e.Fact) with
               {
                   Sequels = e.Item.Id is { } id ? [.. sequels[id].Select(s => s.Sequel).OrderBy(s => s.Version)] : [],
               },
        ];
    }

    private (Guid Of, Sequel Sequel, bool StandsBelowOnly)? Sequel(TimelineItem item, DomainEvent? fact)
    {
        return fact switch
        {
            StatementWithdrawn e => (e.StatementId, New(wording["timeline.sequel.withdrawn", e.Reason], corrects: true), true),
            StatementMade { Supersedes: { } earlier } => (earlier, New(wording["timeline.sequel.superseded"], corrects: true), false),
            ReadingWithdrawn e => (
                e.EventId,
                New(
                    e.Day is { } day ? wording["timeline.sequel.withdrawn-of", wording.Day(day), e.Reason] : wording["timeline.sequel.withdrawn", e.Reason],
                    corrects: e.Day is null),
                true),
            InformationProvided e => (
                e.RequestId,
                New(e.Text is null ? wording["timeline.sequel.answered"] : wording["timeline.sequel.answered-by", e.Text], corrects: false),
                true),
            PromiseSettled e => (e.PromiseId, New($"{Settled(e)}{(e.Note is null ? "" : $" {e.Note}")}", corrects: false), true),
            _ => null,
        };

        Sequel New(string text, bool corrects) => new(item.Version, text, corrects, item.RecordedAt);

        string Settled(PromiseSettled e) => wording[e.Outcome == PromiseOutcome.Kept ? "timeline.sequel.kept" : "timeline.sequel.promise-withdrawn"];
    }

    private static DomainEvent? Decode(TimelineItem item) =>
        item.Fields is { } fields ? EventCodec.Current.Decode(item.Type, Encoding.UTF8.GetBytes(fields.GetRawText())) : null;

    /// <summary>The files that a fact names: its evidence, or what it was read from.</summary>
    public static ValueList<Sha256> FilesOf(DomainEvent? fact) => fact switch
    {
        EvidenceAttached { Sha256: { } digest } => [digest],
        ScreenshotReported { Evidence: { } evidence } => evidence,
        StoreReplyReceived { Evidence: { } evidence } => evidence,
        TrendsSnapshotTaken { From: { } from } => [from.File],
        StoreFeedReceived { From: { } from } => [from.File],
        RoyaltyLinesReported { File: { } file } => [file],
        _ => [],
    };

    private TimelineEntry Entry(TimelineItem item, DomainEvent? fact)
    {
        return fact switch
        {
            CaseOpened e => New(
                EntryKind.Case, wording["timeline.opened", e.Title, e.Artist, wording.Channel(e.Channel)], e.OpenedAt, lines: Note(e.Note)),
            ScreenshotReported e => New(
                EntryKind.Dashboard, wording["timeline.dashboard", Wording.Store(e.Store)], e.Observed, lines: [.. e.Readings.Select(Line), .. Note(e.Note)]),
            TrendsSnapshotTaken e => New(
                EntryKind.Trends, wording["timeline.trends", Wording.Store(e.Store)], e.Observed, lines: [.. e.Readings.Select(Line), .. Note(e.Note)]),
            StoreFeedReceived e => New(
                EntryKind.Reply, wording["timeline.feed", Wording.Store(e.Store)], e.Observed, lines: [.. e.Readings.Select(Line)]),
            StoreReplyReceived e => New(
                EntryKind.Reply, wording["timeline.replied", Wording.Store(e.Store)], e.Observed, e.Quote, [.. (e.Readings ?? []).Select(Line), .. Note(e.Note)]),
            RoyaltyLinesReported e => New(
                EntryKind.Royalty, wording["timeline.royalty", e.Statement.Period, e.Statement.Name], null, lines: [.. e.Lines.Select(Line)]),
            ReadingWithdrawn e => New(
                EntryKind.Correction,
                e.Day is { } day ? wording["timeline.numbers-withdrawn-of", wording.Day(day)] : wording["timeline.numbers-withdrawn"],
                null,
                lines: [e.Reason]),
            EvidenceAttached e => New(
                EntryKind.Evidence, wording["timeline.evidence", wording.Evidence(e.What), wording.Channel(e.Via)], e.Sent,
                lines: [.. Note(e.Name), .. Note(e.Sha256 is { } digest ? $"SHA-256 {digest}" : null), .. Note(e.Note)]),
            StatementMade e => New(EntryKind.Statement, Said(e), e.Said, e.Quote, Proposition(e)),
            StatementWithdrawn e => New(EntryKind.Correction, wording["timeline.statement-withdrawn"], null, lines: [e.Reason]),
            InformationRequested e => New(EntryKind.Duty, Asked(e), e.Asked, lines: [e.What]),
            InformationProvided e => New(EntryKind.Duty, wording["timeline.answered"], null, lines: Note(e.Text)),
            PromiseMade e => New(EntryKind.Duty, Promised(e), e.Made, lines: [e.What]),
            PromiseSettled e => New(EntryKind.Duty, wording[$"timeline.promise.{Words.Of(e.Outcome)}"], null, lines: Note(e.Note)),
            CaseAssigned e => New(
                EntryKind.Case, e.Assignee is { } assignee ? wording["timeline.assigned", assignee] : wording["timeline.assigned-nobody"], null),
            ChallengeSent e => New(
                EntryKind.Case, wording["timeline.challenged", Wording.Store(e.Store)], e.Sent,
                lines: [string.Join(", ", e.Days.Select(wording.Day)), .. Note(e.Reference), .. Note(e.Note)]),
            CaseResolved e => New(EntryKind.Case, wording["timeline.resolved", wording.Resolution(e.Resolution)], null, lines: Note(e.Note)),
            CaseReopened e => New(EntryKind.Case, wording["timeline.reopened"], null, lines: [e.Reason]),
            CasesLinked e => New(EntryKind.Case, wording["timeline.linked", e.Isrc.Display], null, lines: [e.Reason]),
            FollowerAdded e => New(EntryKind.Case, wording["timeline.follower", e.Account], null, lines: Note(e.Note)),
            null => New(EntryKind.Withheld, wording[item.Redacted is true ? "timeline.redacted" : "timeline.withheld"], null),
            _ => throw new InvalidOperationException($"{fact.GetType().Name} has no words."),
        };

        TimelineEntry New(EntryKind kind, string what, Observed? when, string? quote = null, IReadOnlyList<string>? lines = null) =>
            new(item.Version, item.Id, kind, what, when, item.RecordedAt, item.Actor) { Quote = quote, Lines = lines ?? [], Files = FilesOf(fact) };
    }

    private string Said(StatementMade made)
    {
        var said = wording[$"timeline.said.{Words.Of(made.Kind)}", made.Speaker ?? wording.Party(made.Party)];
        return made.Visibility == Visibility.Private ? wording["timeline.private", said] : said;
    }

    private string[] Proposition(StatementMade made) => made is { Proposition: { } proposition, Stance: { } stance }
        ? [wording[stance == Stance.Affirm ? "timeline.affirms" : "timeline.denies", Wording.Slug(proposition)]]
        : [];

    private string Asked(InformationRequested asked) => asked.DueOn is { } due
        ? wording["timeline.asked-due", wording.Party(asked.By), wording.Party(asked.Of), wording.Day(due)]
        : wording["timeline.asked", wording.Party(asked.By), wording.Party(asked.Of)];

    private string Promised(PromiseMade made)
    {
        var who = made.Speaker ?? wording.Party(made.By);
        return made.DueOn is { } due ? wording["timeline.promised-due", who, wording.Day(due)] : wording["timeline.promised", who];
    }

    private string Line(DayCount reading) =>
        wording["timeline.line", wording.Day(reading.Day), wording.Count(reading.Count.Value), wording.Measure(reading.Measure)];

    private string Line(TrendsCount reading) => reading.Count is { } count
        ? wording["timeline.line", wording.Day(reading.Day), wording.Count(count.Value), wording.Measure(Measure.MonetisedStreams)]
        : wording["timeline.line.nothing", wording.Day(reading.Day), wording.Received(null)];

    private string Line(RoyaltyLine line)
    {
        var text = line.Revenue is { } revenue
            ? wording["timeline.royalty.line", Wording.Store(line.Store), line.SaleMonth, wording.Count(line.Quantity), revenue, line.Currency]
            : wording["timeline.royalty.units", Wording.Store(line.Store), line.SaleMonth, wording.Count(line.Quantity)];
        return line.Kind is null ? text : $"{text} ({line.Kind})";
    }

    private static string[] Note(string? note) => note is null ? [] : [note];
}
