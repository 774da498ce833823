using CaseLedger.Domain;
using CaseLedger.Domain.Statements;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Statements;

/// <summary>What was said, verbatim, and what was withdrawn.</summary>
/// <remarks>Rows are only ever inserted: that a statement no longer stands is seen by another row that says so.</remarks>
internal sealed class StatementsProjection : Projection
{
    /// <inheritdoc/>
    public override string Name => "statements";

    /// <inheritdoc/>
    public override int Version => 1;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables { get; } = ["statement", "statement_withdrawal"];

    /// <inheritdoc/>
    public override string CreateTables =>
        """
        create table statement (
          position    bigint      not null,
          version     integer     not null,  -- in its case
          event_id    uuid        not null,
          isrc        text        not null,
          party       text        not null,
          speaker     text,
          said_at     timestamptz,           -- when it was said, as somebody claims: the instant …
          said_on     date,                  -- … or only the day; neither: unknown
          approximate boolean     not null,
          quote       text        not null,
          kind        text        not null,
          visibility  text        not null,
          proposition text,                  -- with stance or not at all
          stance      text,
          supersedes  uuid,                  -- the statement of which this is the newer wording
          actor       text        not null,
          recorded_at timestamptz not null
        );
        create table statement_withdrawal (
          position     bigint      not null,
          isrc         text        not null,
          statement_id uuid        not null,
          reason       text        not null,
          actor        text        not null,
          recorded_at  timestamptz not null
        );
        """;

    /// <inheritdoc/>
    public override string CreateIndexes =>
        """
        alter table statement add constraint statement_pkey primary key (position);
        create index statement_by_isrc on statement (isrc, position);
        alter table statement_withdrawal add constraint statement_withdrawal_pkey primary key (position);
        create index statement_withdrawal_by_isrc on statement_withdrawal (isrc);
        """;

    /// <inheritdoc/>
    public override async Task Apply(
        IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var statements = new Rows(
            """
            statement (position, version, event_id, isrc, party, speaker, said_at, said_on, approximate, quote, kind,
            visibility, proposition, stance, supersedes, actor, recorded_at)
            """);
        var withdrawals = new Rows("statement_withdrawal (position, isrc, statement_id, reason, actor, recorded_at)");
        foreach (var (isrc, recorded) in batch.CaseFacts())
        {
            switch (recorded.Event)
            {
                case StatementMade made:
                    statements.Add(
                        recorded.Position, (int)recorded.Version, recorded.Id, isrc, Words.Of(made.Party), made.Speaker,
                        made.Said.AtColumn(), made.Said.OnColumn(), made.Said.Approximate, made.Quote, Words.Of(made.Kind),
                        Words.Of(made.Visibility), made.Proposition?.ToString(), made.Stance is { } stance ? Words.Of(stance) : null,
                        made.Supersedes, recorded.Actor.ToString(), recorded.RecordedAt.Column());
                    break;
                case StatementWithdrawn withdrawn:
                    withdrawals.Add(
                        recorded.Position, isrc, withdrawn.StatementId, withdrawn.Reason, recorded.Actor.ToString(), recorded.RecordedAt.Column());
                    break;
            }
        }

        await statements.WriteTo(writer, cancellationToken);
        await withdrawals.WriteTo(writer, cancellationToken);
    }
}
