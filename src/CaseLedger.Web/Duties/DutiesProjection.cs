using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Duties;

/// <summary>What somebody asked for or promised, and how it ended.</summary>
/// <remarks>
/// Duties and settlements are only ever inserted; <c>duty_open</c> holds those that nothing has settled yet. Whether a
/// duty is overdue depends on the day on which one looks, so that is worked out when it is read.
/// </remarks>
internal sealed class DutiesProjection : Projection
{
    /// <summary>The word for a request.</summary>
    public const string Request = "request";

    /// <summary>The word for a promise.</summary>
    public const string Promise = "promise";

    /// <summary>The outcome of a request that was answered; a promise's outcomes have the domain's words.</summary>
    public const string Answered = "answered";

    /// <inheritdoc/>
    public override string Name => "duties";

    /// <inheritdoc/>
    public override int Version => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables { get; } = ["duty", "duty_settlement", "duty_open"];

    /// <inheritdoc/>
    public override string CreateTables =>
        """
        create table duty (
          position    bigint      not null,
          event_id    uuid        not null,
          isrc        text        not null,
          kind        text        not null,  -- request or promise
          owed_by     text        not null,  -- the party whose duty it is: who was asked, or who promised
          asked_by    text,                  -- who asked; null for a promise
          speaker     text,                  -- who promised, by a display name
          what        text        not null,
          since_at    timestamptz,           -- when it was asked or promised, as somebody claims: the instant …
          since_on    date,                  -- … or only the day; neither: unknown
          approximate boolean     not null,
          due_on      date,                  -- the last day for it; null: no day was named
          rule        text,                  -- by which an answer is judged
          actor       text        not null,
          recorded_at timestamptz not null
        );
        create table duty_settlement (
          position    bigint      not null,
          event_id    uuid        not null,
          isrc        text        not null,
          duty_id     uuid        not null,
          outcome     text        not null,  -- answered, kept or withdrawn
          event_ids   uuid[],                -- the events that answer a request
          note        text,
          actor       text        not null,
          recorded_at timestamptz not null
        );
        create table duty_open (
          duty_id  uuid   not null primary key,
          position bigint not null,  -- of what asked or promised
          isrc     text   not null,
          kind     text   not null,  -- request or promise
          owed_by  text   not null,  -- the party whose duty it is
          due_on   date              -- null: no day was named
        );
        """;

    /// <inheritdoc/>
    public override string CreateIndexes =>
        """
        alter table duty add constraint duty_pkey primary key (position);
        create index duty_by_isrc on duty (isrc, position);
        create index duty_by_due on duty (due_on, position);
        alter table duty_settlement add constraint duty_settlement_pkey primary key (position);
        -- A duty is settled once: the decisions see to it, and this index tells if they should ever fail to.
        create unique index duty_settlement_by_duty on duty_settlement (duty_id);
        create index duty_open_by_position on duty_open (position);
        -- What is owed across all cases, the latest first: of everybody, and of one party.
        create index duty_open_by_due on duty_open (due_on, position);
        create index duty_open_by_party on duty_open (owed_by, due_on, position) include (kind);
        create index duty_open_by_isrc on duty_open (isrc);
        """;

    /// <inheritdoc/>
    public override async Task Apply(
        IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var duties = new Rows(
            """
            duty (position, event_id, isrc, kind, owed_by, asked_by, speaker, what, since_at, since_on, approximate,
            due_on, rule, actor, recorded_at)
            """);
        var settlements = new Rows("duty_settlement (position, event_id, isrc, duty_id, outcome, event_ids, note, actor, recorded_at)");
        var open = new Dictionary<Guid, object?[]>();
        var settled = new List<Guid>();
        foreach (var (isrc, recorded) in batch.CaseFacts())
        {
            var (position, id, actor, recordedAt) = (recorded.Position, recorded.Id, recorded.Actor.ToString(), recorded.RecordedAt.Column());
            switch (recorded.Event)
            {
                case InformationRequested asked:
                    duties.Add(
                        position, id, isrc, Request, Words.Of(asked.Of), Words.Of(asked.By), null, asked.What,
                        asked.Asked.AtColumn(), asked.Asked.OnColumn(), asked.Asked.Approximate,
                        asked.DueOn.Column(), asked.Rule?.ToString(), actor, recordedAt);
                    open.Add(id, [id, position, isrc, Request, Words.Of(asked.Of), asked.DueOn.Column()]);
                    break;
                case PromiseMade promised:
                    duties.Add(
                        position, id, isrc, Promise, Words.Of(promised.By), null, promised.Speaker, promised.What,
                        promised.Made.AtColumn(), promised.Made.OnColumn(), promised.Made.Approximate,
                        promised.DueOn.Column(), null, actor, recordedAt);
                    open.Add(id, [id, position, isrc, Promise, Words.Of(promised.By), promised.DueOn.Column()]);
                    break;
                case InformationProvided answer:
                    settlements.Add(
                        position, id, isrc, answer.RequestId, Answered, answer.EventIds?.ToArray(), answer.Text, actor, recordedAt);
                    settled.Add(answer.RequestId);
                    break;
                case PromiseSettled ended:
                    settlements.Add(
                        position, id, isrc, ended.PromiseId, Words.Of(ended.Outcome), null, ended.Note, actor, recordedAt);
                    settled.Add(ended.PromiseId);
                    break;
            }
        }

        await duties.WriteTo(writer, cancellationToken);
        await settlements.WriteTo(writer, cancellationToken);
        await WriteOpen(open, settled, writer, cancellationToken);
    }

    private static async Task WriteOpen(
        Dictionary<Guid, object?[]> open, List<Guid> settled, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        // What was asked within the batch and settled in it never comes into the table.
        var before = settled.Where(duty => !open.Remove(duty)).ToArray();
        if (before.Length > 0)
        {
            await using var delete = writer.Command("delete from duty_open where duty_id = any ($1)", [before]);
            await delete.ExecuteNonQueryAsync(cancellationToken);
        }

        var rows = new Rows("duty_open (duty_id, position, isrc, kind, owed_by, due_on)");
        foreach (var row in open.Values)
        {
            rows.Add(row);
        }

        await rows.WriteTo(writer, cancellationToken);
    }
}
