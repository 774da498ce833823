using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Duties;
using CaseLedger.Domain.Incidents;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Cases;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Tests.ReadSide;

/// <summary>
/// What every view must hold after a history, column by column: told from the whole history at once, with the domain's
/// own folds, whereas the projections go on batch by batch from the rows that they find.
/// </summary>
internal static class ExpectedRows
{
    /// <summary>The rows of all tables: each row by its columns' names.</summary>
    public static Dictionary<string, List<Dictionary<string, object?>>> Of(
        IEnumerable<(Isrc Isrc, List<Recorded<CaseEvent>> Events)> cases, IEnumerable<(Slug Slug, List<Recorded<IncidentEvent>> Events)> incidents)
    {
        var known = cases.Where(@case => @case.Events.Count > 0).ToArray();
        return new()
        {
            ["case_summary"] = [.. known.Select(@case => Summary(CaseState.Fold(@case.Isrc, @case.Events), @case.Events))],
            ["case_search"] = [.. known.Select(@case => Search(@case.Isrc, (CaseOpened?)@case.Events.SingleOrDefault(e => e.Event is CaseOpened)?.Event))],
            ["case_open_request"] = Each(known, (isrc, events) => CaseState.Fold(isrc, events).OpenRequests.Select(e => OpenRequest(isrc, e))),
            ["case_open_challenge"] = Each(known, (isrc, events) => events.Where(e => IsOpenChallenge(e, events)).Select(e => OpenChallenge(isrc, e))),
            ["evidence"] = EachOf<EvidenceAttached>(known, Evidence),
            ["case_link"] = EachOf<CasesLinked>(known, (isrc, e, linked) => new()
            {
                ["position"] = e.Position, ["isrc"] = $"{isrc}", ["other"] = $"{linked.Isrc}", ["reason"] = linked.Reason,
            }),
            ["case_follower"] = EachOf<FollowerAdded>(known, (isrc, e, follower) => new()
            {
                ["position"] = e.Position, ["isrc"] = $"{isrc}", ["account"] = $"{follower.Account}", ["note"] = follower.Note,
            }),
            ["reading"] = Each(known, (isrc, events) => events.SelectMany(ReportedReadings.Of).Select(reading => Reading(isrc, reading))),
            ["reading_withdrawal"] = EachOf<ReadingWithdrawn>(known, (isrc, e, withdrawn) => new()
            {
                ["position"] = e.Position, ["isrc"] = $"{isrc}", ["event_id"] = withdrawn.EventId, ["day"] = withdrawn.Day.Column(),
                ["reason"] = withdrawn.Reason, ["recorded_at"] = e.RecordedAt.Column(),
            }),
            ["statement"] = EachOf<StatementMade>(known, Statement),
            ["statement_withdrawal"] = EachOf<StatementWithdrawn>(known, (isrc, e, withdrawn) => new()
            {
                ["position"] = e.Position, ["isrc"] = $"{isrc}", ["statement_id"] = withdrawn.StatementId,
                ["reason"] = withdrawn.Reason, ["actor"] = $"{e.Actor}", ["recorded_at"] = e.RecordedAt.Column(),
            }),
            ["duty"] = [.. EachOf<InformationRequested>(known, Request), .. EachOf<PromiseMade>(known, Promise)],
            ["duty_open"] =
            [
                .. Each(known, (isrc, events) =>
                    from e in events
                    where (e.Event is InformationRequested or PromiseMade)
                        && !events.Any(later => later.Event is InformationProvided answer && answer.RequestId == e.Id)
                        && !events.Any(later => later.Event is PromiseSettled ended && ended.PromiseId == e.Id)
                    select e.Event is InformationRequested asked
                        ? Open(isrc, e, "request", asked.Of, asked.DueOn)
                        : Open(isrc, e, "promise", ((PromiseMade)e.Event).By, ((PromiseMade)e.Event).DueOn)),
            ],
            ["duty_settlement"] =
            [
                .. EachOf<InformationProvided>(known, (isrc, e, answer) => Settlement(isrc, e, answer.RequestId, "answered", answer.EventIds, answer.Text)),
                .. EachOf<PromiseSettled>(known, (isrc, e, settled) => Settlement(isrc, e, settled.PromiseId, Words.Of(settled.Outcome), null, settled.Note)),
            ],
            // No history of cases and incidents reads a file in; ImportsProjectionTests says what its table holds.
            ["import"] = [],
            ["incident"] = [.. incidents.Where(incident => incident.Events.Count > 0).Select(incident => Incident(incident.Slug, incident.Events))],
        };
    }

    private static Dictionary<string, object?> Search(Isrc isrc, CaseOpened? opened)
    {
        var words = $"{opened?.Title}\n{opened?.Artist}\n{isrc}\n{isrc.Display}".ToLowerInvariant();
        return new() { ["isrc"] = $"{isrc}", ["words"] = words, ["pieces"] = CaseWords.Pieces(words) };
    }

    private static Dictionary<string, object?> Open(Isrc isrc, Recorded<CaseEvent> e, string kind, Party owedBy, Day? dueOn) => new()
    {
        ["duty_id"] = e.Id, ["position"] = e.Position, ["isrc"] = $"{isrc}", ["kind"] = kind, ["owed_by"] = Words.Of(owedBy), ["due_on"] = dueOn.Column(),
    };

    private static Dictionary<string, object?> Summary(CaseState state, List<Recorded<CaseEvent>> events)
    {
        var opening = events.SingleOrDefault(e => e.Event is CaseOpened);
        var opened = (CaseOpened?)opening?.Event;
        var settled = events.LastOrDefault(e => e.Event is CaseResolved or CaseReopened) is { Event: CaseResolved } last ? last : null;
        return new()
        {
            ["isrc"] = $"{state.Isrc}",
            ["position"] = events[^1].Position,
            ["version"] = events.Count,
            ["first_position"] = events[0].Position,
            ["first_recorded_at"] = events[0].RecordedAt.Column(),
            ["last_recorded_at"] = events[^1].RecordedAt.Column(),
            ["status"] = Words.Of(state.Status),
            ["title"] = opened?.Title,
            ["artist"] = opened?.Artist,
            ["artist_account"] = opened?.ArtistAccount?.ToString(),
            ["channel"] = opened is null ? null : Words.Of(opened.Channel),
            ["release_date"] = (opened?.ReleaseDate).Column(),
            ["note"] = opened?.Note,
            ["began_at"] = opened?.OpenedAt?.AtColumn(),
            ["began_on"] = opened?.OpenedAt?.OnColumn(),
            ["began_approximate"] = opened?.OpenedAt?.Approximate,
            ["began_by"] = opening is null ? null : (opened!.OpenedAt?.LatestPossible(opening.RecordedAt) ?? opening.RecordedAt).Column(),
            ["opened_position"] = opening?.Position,
            ["opened_at"] = (opening?.RecordedAt).Column(),
            ["opened_by"] = opening?.Actor.ToString(),
            ["assignee"] = state.Assignee?.ToString(),
            ["resolution"] = (settled?.Event as CaseResolved)?.Resolution.ToString(),
            ["resolved_at"] = (settled?.RecordedAt).Column(),
            ["waiting_on"] = state.WaitingOn is { } waiting ? Words.Of(waiting.Party) : null,
            ["waiting_store"] = state.WaitingOn?.Store?.ToString(),
            ["waiting_since"] = (state.WaitingOn?.Since).Column(),
        };
    }

    private static Dictionary<string, object?> OpenRequest(Isrc isrc, Recorded<CaseEvent> e)
    {
        var asked = (InformationRequested)e.Event;
        return new()
        {
            ["position"] = e.Position, ["isrc"] = $"{isrc}", ["event_id"] = e.Id, ["of_party"] = Words.Of(asked.Of),
            ["since"] = asked.Asked.LatestPossible(e.RecordedAt).Column(),
        };
    }

    private static bool IsOpenChallenge(Recorded<CaseEvent> e, List<Recorded<CaseEvent>> events) =>
        e.Event is ChallengeSent challenge
        && !events.Any(later => later.Position > e.Position && later.Event is StoreReplyReceived reply && reply.Store == challenge.Store);

    private static Dictionary<string, object?> OpenChallenge(Isrc isrc, Recorded<CaseEvent> e)
    {
        var challenge = (ChallengeSent)e.Event;
        return new()
        {
            ["position"] = e.Position, ["isrc"] = $"{isrc}", ["store"] = $"{challenge.Store}",
            ["since"] = challenge.Sent.LatestPossible(e.RecordedAt).Column(),
        };
    }

    private static Dictionary<string, object?> Evidence(Isrc isrc, Recorded<CaseEvent> e, EvidenceAttached sent) => new()
    {
        ["position"] = e.Position, ["event_id"] = e.Id, ["isrc"] = $"{isrc}", ["what"] = Words.Of(sent.What),
        ["sent_at"] = sent.Sent.AtColumn(), ["sent_on"] = sent.Sent.OnColumn(), ["approximate"] = sent.Sent.Approximate,
        ["via"] = Words.Of(sent.Via), ["sha256"] = sent.Sha256?.ToString(), ["name"] = sent.Name, ["note"] = sent.Note,
        ["actor"] = $"{e.Actor}", ["recorded_at"] = e.RecordedAt.Column(),
    };

    private static Dictionary<string, object?> Reading(Isrc isrc, Reading reading) => new()
    {
        ["position"] = reading.Position, ["ordinal"] = reading.Ordinal, ["event_id"] = reading.EventId, ["isrc"] = $"{isrc}",
        ["store"] = $"{reading.Store}", ["day"] = reading.Day.Column(), ["source"] = Words.Of(reading.Source), ["measure"] = Words.Of(reading.Measure),
        ["count"] = reading.Count?.Value, ["observed_at"] = reading.Observed.AtColumn(), ["observed_on"] = reading.Observed.OnColumn(),
        ["approximate"] = reading.Observed.Approximate, ["recorded_at"] = reading.RecordedAt.Column(),
    };

    private static Dictionary<string, object?> Statement(Isrc isrc, Recorded<CaseEvent> e, StatementMade made) => new()
    {
        ["position"] = e.Position, ["version"] = (int)e.Version, ["event_id"] = e.Id, ["isrc"] = $"{isrc}", ["party"] = Words.Of(made.Party),
        ["speaker"] = made.Speaker, ["said_at"] = made.Said.AtColumn(), ["said_on"] = made.Said.OnColumn(), ["approximate"] = made.Said.Approximate,
        ["quote"] = made.Quote, ["kind"] = Words.Of(made.Kind), ["visibility"] = Words.Of(made.Visibility), ["proposition"] = made.Proposition?.ToString(),
        ["stance"] = made.Stance is { } stance ? Words.Of(stance) : null, ["supersedes"] = made.Supersedes,
        ["actor"] = $"{e.Actor}", ["recorded_at"] = e.RecordedAt.Column(),
    };

    private static Dictionary<string, object?> Request(Isrc isrc, Recorded<CaseEvent> e, InformationRequested asked) =>
        Duty(isrc, e, "request", asked.Of, asked.By, null, asked.What, asked.Asked, asked.DueOn, asked.Rule);

    private static Dictionary<string, object?> Promise(Isrc isrc, Recorded<CaseEvent> e, PromiseMade made) =>
        Duty(isrc, e, "promise", made.By, null, made.Speaker, made.What, made.Made, made.DueOn, null);

    private static Dictionary<string, object?> Duty(
        Isrc isrc, Recorded<CaseEvent> e, string kind, Party owedBy, Party? askedBy, string? speaker, string what, Observed since, Day? dueOn, Slug? rule) => new()
        {
            ["position"] = e.Position, ["event_id"] = e.Id, ["isrc"] = $"{isrc}", ["kind"] = kind, ["owed_by"] = Words.Of(owedBy),
            ["asked_by"] = askedBy is { } by ? Words.Of(by) : null, ["speaker"] = speaker, ["what"] = what,
            ["since_at"] = since.AtColumn(), ["since_on"] = since.OnColumn(), ["approximate"] = since.Approximate,
            ["due_on"] = dueOn.Column(), ["rule"] = rule?.ToString(), ["actor"] = $"{e.Actor}", ["recorded_at"] = e.RecordedAt.Column(),
        };

    private static Dictionary<string, object?> Settlement(
        Isrc isrc, Recorded<CaseEvent> e, Guid duty, string outcome, ValueList<Guid>? eventIds, string? note) => new()
        {
            ["position"] = e.Position, ["event_id"] = e.Id, ["isrc"] = $"{isrc}", ["duty_id"] = duty, ["outcome"] = outcome,
            ["event_ids"] = eventIds?.ToArray(), ["note"] = note, ["actor"] = $"{e.Actor}", ["recorded_at"] = e.RecordedAt.Column(),
        };

    private static Dictionary<string, object?> Incident(Slug slug, List<Recorded<IncidentEvent>> events)
    {
        var state = IncidentState.Fold(events);
        var @fixed = events.LastOrDefault(e => e.Event is IncidentFixed);
        return new()
        {
            ["slug"] = $"{slug}",
            ["position"] = events[^1].Position,
            ["version"] = events.Count,
            ["store"] = $"{state.Declaration!.Store}",
            ["first_day"] = state.FirstDay.Column(),
            ["last_day"] = state.LastDay.Column(),
            ["affects"] = Words.Of(state.Declaration.Affects),
            ["declared_at"] = state.Declaration.Declared.AtColumn(),
            ["declared_on"] = state.Declaration.Declared.OnColumn(),
            ["declared_approximate"] = state.Declaration.Declared.Approximate,
            ["is_fixed"] = state.IsFixed,
            ["fixed_at"] = state.FixedAt?.AtColumn(),
            ["fixed_on"] = state.FixedAt?.OnColumn(),
            ["fixed_approximate"] = state.FixedAt?.Approximate ?? false,
            ["fixed_by"] = @fixed is null ? null : state.FixedAt!.LatestPossible(@fixed.RecordedAt).Column(),
            ["public_text"] = state.PublicText,
            ["first_position"] = events[0].Position,
            ["recorded_at"] = events[0].RecordedAt.Column(),
        };
    }

    private static List<Dictionary<string, object?>> Each(
        IEnumerable<(Isrc Isrc, List<Recorded<CaseEvent>> Events)> cases, Func<Isrc, List<Recorded<CaseEvent>>, IEnumerable<Dictionary<string, object?>>> rows) =>
        [.. cases.SelectMany(@case => rows(@case.Isrc, @case.Events))];

    private static List<Dictionary<string, object?>> EachOf<TEvent>(
        IEnumerable<(Isrc Isrc, List<Recorded<CaseEvent>> Events)> cases, Func<Isrc, Recorded<CaseEvent>, TEvent, Dictionary<string, object?>> row)
        where TEvent : CaseEvent =>
        Each(cases, (isrc, events) => events.Where(e => e.Event is TEvent).Select(e => row(isrc, e, (TEvent)e.Event)));
}
