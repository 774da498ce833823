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
    public IReadOnlyList<TimelineEntry> Of(IReadOnlyList<TimelineItem> items)
    {
        var events = items.Select(item => (Item: item, Fact: Decode(item))).ToArray();
        var shown = items.Select(item => item.Id).OfType<Guid>().ToHashSet();
        var sequels = events
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
            StatementWithdrawn e => (e.StatementId, New($"Withdrawn: {e.Reason}", corrects: true), true),
            StatementMade { Supersedes: { } earlier } => (earlier, New("Another wording took its place.", corrects: true), false),
            ReadingWithdrawn e => (
                e.EventId,
                New(e.Day is { } day ? $"{wording.Day(day)} withdrawn: {e.Reason}" : $"Withdrawn: {e.Reason}", corrects: e.Day is null),
                true),
            InformationProvided e => (e.RequestId, New(e.Text is null ? "Answered." : $"Answered: {e.Text}", corrects: false), true),
            PromiseSettled e => (e.PromiseId, New($"Promise {Words.Of(e.Outcome)}.{(e.Note is null ? "" : $" {e.Note}")}", corrects: false), true),
            _ => null,
        };

        Sequel New(string text, bool corrects) => new(item.Version, text, corrects, item.RecordedAt);
    }

    private static DomainEvent? Decode(TimelineItem item) =>
        item.Fields is { } fields ? EventCodec.Current.Decode(item.Type, Encoding.UTF8.GetBytes(fields.GetRawText())) : null;

    private TimelineEntry Entry(TimelineItem item, DomainEvent? fact)
    {
        return fact switch
        {
            CaseOpened e => New(EntryKind.Case, $"Case opened: {e.Title} by {e.Artist}, told {wording.Channel(e.Channel)}", e.OpenedAt, lines: Note(e.Note)),
            ScreenshotReported e => New(
                EntryKind.Dashboard, $"{Wording.Store(e.Store)}’s dashboard shows", e.Observed, lines: [.. e.Readings.Select(Line), .. Note(e.Note)]),
            TrendsSnapshotTaken e => New(
                EntryKind.Trends, $"Trends shows for {Wording.Store(e.Store)}", e.Observed, lines: [.. e.Readings.Select(Line), .. Note(e.Note)]),
            StoreReplyReceived e => New(
                EntryKind.Reply, $"{Wording.Store(e.Store)} replied", e.Observed, e.Quote, [.. (e.Readings ?? []).Select(Line), .. Note(e.Note)]),
            RoyaltyLinesReported e => New(
                EntryKind.Royalty, $"Royalty statement for {e.Statement.Period}: {e.Statement.Name}", null, lines: [.. e.Lines.Select(Line)]),
            ReadingWithdrawn e => New(
                EntryKind.Correction, e.Day is { } day ? $"Numbers for {wording.Day(day)} withdrawn" : "Numbers withdrawn", null, lines: [e.Reason]),
            EvidenceAttached e => New(
                EntryKind.Evidence, $"Evidence sent: {wording.Evidence(e.What)}, {wording.Channel(e.Via)}", e.Sent,
                lines: [.. Note(e.Name), .. Note(e.Sha256 is { } digest ? $"SHA-256 {digest}" : null), .. Note(e.Note)]),
            StatementMade e => New(EntryKind.Statement, Said(e), e.Said, e.Quote, Proposition(e)),
            StatementWithdrawn e => New(EntryKind.Correction, "Statement withdrawn", null, lines: [e.Reason]),
            InformationRequested e => New(
                EntryKind.Duty, $"Asked by {wording.Party(e.By)}, of {wording.Party(e.Of)}{Due(e.DueOn)}", e.Asked, lines: [e.What]),
            InformationProvided e => New(EntryKind.Duty, "Request answered", null, lines: Note(e.Text)),
            PromiseMade e => New(EntryKind.Duty, $"Promised by {e.Speaker ?? wording.Party(e.By)}{Due(e.DueOn)}", e.Made, lines: [e.What]),
            PromiseSettled e => New(EntryKind.Duty, $"Promise {Words.Of(e.Outcome)}", null, lines: Note(e.Note)),
            CaseAssigned e => New(EntryKind.Case, e.Assignee is { } assignee ? $"Assigned to {assignee}" : "Assigned to nobody", null),
            ChallengeSent e => New(
                EntryKind.Case, $"{Wording.Store(e.Store)} challenged", e.Sent,
                lines: [string.Join(", ", e.Days.Select(wording.Day)), .. Note(e.Reference), .. Note(e.Note)]),
            CaseResolved e => New(EntryKind.Case, $"Resolved: {Wording.Slug(e.Resolution)}", null, lines: Note(e.Note)),
            CaseReopened e => New(EntryKind.Case, "Reopened", null, lines: [e.Reason]),
            CasesLinked e => New(EntryKind.Case, $"Belongs together with {e.Isrc.Display}", null, lines: [e.Reason]),
            FollowerAdded e => New(EntryKind.Case, $"{e.Account} wants to hear how it ends", null, lines: Note(e.Note)),
            null => New(EntryKind.Withheld, item.Redacted is true ? "What this said was redacted" : "Not shown to you", null),
            _ => throw new InvalidOperationException($"{fact.GetType().Name} has no words."),
        };

        TimelineEntry New(EntryKind kind, string what, Observed? when, string? quote = null, IReadOnlyList<string>? lines = null) =>
            new(item.Version, item.Id, kind, what, when, item.RecordedAt, item.Actor) { Quote = quote, Lines = lines ?? [] };
    }

    private string Said(StatementMade made)
    {
        var how = made.Kind switch
        {
            StatementKind.Measured => "as measured",
            StatementKind.Hearsay => "as heard from others",
            StatementKind.Opinion => "as an opinion",
            _ => "as a fact",
        };
        return $"Said by {made.Speaker ?? wording.Party(made.Party)}, {how}{(made.Visibility == Visibility.Private ? " (private)" : "")}";
    }

    private static string[] Proposition(StatementMade made) =>
        made is { Proposition: { } proposition, Stance: { } stance } ? [$"{(stance == Stance.Affirm ? "Affirms" : "Denies")} “{Wording.Slug(proposition)}”"] : [];

    private string Line(DayCount reading) =>
        $"{wording.Day(reading.Day)}: {wording.Count(reading.Count.Value)} {wording.Measure(reading.Measure)}";

    private string Line(TrendsCount reading) =>
        $"{wording.Day(reading.Day)}: {wording.Received(reading.Count)}{(reading.Count is null ? "" : " monetised streams")}";

    private string Line(RoyaltyLine line) =>
        $"{Wording.Store(line.Store)}, {line.SaleMonth}: {wording.Count(line.Quantity)} units, {line.Revenue} {line.Currency}{(line.Kind is null ? "" : $" ({line.Kind})")}";

    private string Due(Day? dueOn) => dueOn is { } day ? $", due on {wording.Day(day)}" : "";

    private static string[] Note(string? note) => note is null ? [] : [note];
}
