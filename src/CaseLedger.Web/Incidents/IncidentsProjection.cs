using CaseLedger.Domain;
using CaseLedger.Domain.Incidents;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.ReadSide;
using Npgsql;

namespace CaseLedger.Web.Incidents;

/// <summary>Declared incidents as last said. Which cases they touch is a join with the readings when it is asked.</summary>
/// <remarks>Incidents are few: one statement an event, in the events' order.</remarks>
internal sealed class IncidentsProjection : Projection
{
    /// <inheritdoc/>
    public override string Name => "incidents";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables { get; } = ["incident"];

    /// <inheritdoc/>
    public override string CreateTables =>
        """
        create table incident (
          slug                 text        not null primary key,
          position             bigint      not null,  -- of its newest event: what is shown is as of it
          version              integer     not null,
          store                text        not null,
          first_day            date        not null,
          last_day             date        not null,  -- itself included
          affects              text        not null,  -- the source that is wrong
          declared_at          timestamptz,           -- when it was said, as somebody claims: the instant …
          declared_on          date,                  -- … or only the day; neither: unknown
          declared_approximate boolean     not null,
          is_fixed             boolean     not null,
          fixed_at             timestamptz,           -- the same, of when the numbers were put right
          fixed_on             date,
          fixed_approximate    boolean     not null,
          fixed_by             timestamptz,           -- the latest moment that can have been
          public_text          text        not null,
          first_position       bigint      not null,  -- of its declaration: never changes
          recorded_at          timestamptz not null   -- of its declaration
        );
        """;

    /// <inheritdoc/>
    public override string CreateIndexes => "create index incident_by_day on incident (store, first_day, last_day)";

    /// <inheritdoc/>
    public override async Task Apply(
        IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        foreach (var (slug, recorded) in batch.IncidentFacts())
        {
            await using var command = CommandFor(slug, recorded, writer);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static NpgsqlCommand CommandFor(string slug, Recorded<IncidentEvent> recorded, ProjectionWriter writer) => recorded.Event switch
    {
        IncidentDeclared declared => writer.Command(
            """
            insert into incident (
              slug, position, version, store, first_day, last_day, affects, declared_at, declared_on, declared_approximate,
              is_fixed, fixed_approximate, public_text, first_position, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false, false, $11, $2, $12)
            """,
            slug, recorded.Position, (int)recorded.Version, declared.Store.ToString(), declared.FirstDay.Column(), declared.LastDay.Column(),
            Words.Of(declared.Affects), OrNull(declared.Declared.AtColumn()), OrNull(declared.Declared.OnColumn()), declared.Declared.Approximate,
            declared.PublicText, recorded.RecordedAt.Column()),
        IncidentRescoped rescoped => writer.Command(
            "update incident set position = $2, version = $3, first_day = $4, last_day = $5, public_text = $6 where slug = $1",
            slug, recorded.Position, (int)recorded.Version, rescoped.FirstDay.Column(), rescoped.LastDay.Column(), rescoped.PublicText),
        IncidentFixed @fixed => writer.Command(
            """
            update incident
               set position = $2, version = $3, is_fixed = true, fixed_at = $4, fixed_on = $5, fixed_approximate = $6,
                   fixed_by = $7, public_text = coalesce($8, public_text)
             where slug = $1
            """,
            slug, recorded.Position, (int)recorded.Version, OrNull(@fixed.FixedAt.AtColumn()), OrNull(@fixed.FixedAt.OnColumn()),
            @fixed.FixedAt.Approximate, @fixed.FixedAt.LatestPossible(recorded.RecordedAt).Column(), OrNull(@fixed.PublicText)),
        var other => throw new InvalidOperationException($"{other.GetType().Name} means nothing to the incidents' table."),
    };

    private static NpgsqlParameter OrNull(DateTime? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter OrNull(DateOnly? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Date };

    private static NpgsqlParameter OrNull(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text };
}
