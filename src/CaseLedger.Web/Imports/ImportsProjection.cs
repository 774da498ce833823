using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.ReadSide;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Imports;

/// <summary>Every file that was read in, and how it ended.</summary>
/// <remarks>Imports are few beside what they bring in: one statement an event, in the events' order.</remarks>
internal sealed class ImportsProjection : Projection
{
    /// <inheritdoc/>
    public override string Name => "imports";

    /// <inheritdoc/>
    public override int Version => 2;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables { get; } = ["import"];

    /// <inheritdoc/>
    public override string CreateTables =>
        """
        create table import (
          id             uuid        not null primary key,
          first_position bigint      not null,  -- of its first start: never changes
          position       bigint      not null,  -- of its newest event: what is shown is as of it
          kind           text        not null,
          file           text        not null,  -- SHA-256 of the bytes as they were sent
          size           bigint      not null,  -- bytes
          name           text        not null,
          isrc           text,                  -- of a file that names no recording
          store          text,                  -- of a file that names no store
          actor          text        not null,  -- who started it the last time
          started_at     timestamptz not null,  -- the last time
          state          text        not null,  -- running, finished, failed
          ended_at       timestamptz,
          rows           bigint,                -- of one that ended
          accepted       bigint,
          repeated       bigint,
          refused        bigint,
          refused_rows   text,                  -- SHA-256 of the list of refused rows
          code           text,                  -- why it failed
          detail         text,
          line           bigint
        );
        """;

    /// <inheritdoc/>
    public override string CreateIndexes =>
        """
        create index import_in_order on import (first_position desc);
        create index import_by_actor on import (actor, first_position desc);
        create index import_by_file on import (file);
        create index import_running on import (first_position) where state = 'running'
        """;

    /// <inheritdoc/>
    public override async Task Apply(IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        foreach (var (id, recorded) in batch.ImportFacts())
        {
            await using var command = CommandFor(id, recorded, writer);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static NpgsqlCommand CommandFor(Guid id, Recorded<ImportEvent> recorded, ProjectionWriter writer) => recorded.Event switch
    {
        ImportStarted started => writer.Command(
            """
            insert into import (id, first_position, position, kind, file, size, name, isrc, store, actor, started_at, state)
            values ($1, $2, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'running')
            on conflict (id) do update
               set position = excluded.position, name = excluded.name, actor = excluded.actor, started_at = excluded.started_at, state = 'running',
                   ended_at = null, rows = null, accepted = null, repeated = null, refused = null, refused_rows = null, code = null, detail = null, line = null
            """,
            id, recorded.Position, Words.Of(started.Kind), started.File.ToString(), started.Size, started.Name, OrNull(started.Isrc), OrNull(started.Store),
            recorded.Actor.ToString(), recorded.RecordedAt.Column()),
        ImportFinished finished => writer.Command(
            """
            update import
               set position = $2, state = 'finished', ended_at = $3, rows = $4, accepted = $5, repeated = $6, refused = $7, refused_rows = $8
             where id = $1
            """,
            id, recorded.Position, recorded.RecordedAt.Column(), finished.Rows, finished.Accepted, finished.Repeated, finished.Refused, OrNull(finished.RefusedRows)),
        ImportFailed failed => writer.Command(
            """
            update import
               set position = $2, state = 'failed', ended_at = $3, rows = $4 + $5 + $6, accepted = $4, repeated = $5, refused = $6, code = $7, detail = $8, line = $9,
                   refused_rows = $10
             where id = $1
            """,
            id, recorded.Position, recorded.RecordedAt.Column(), failed.Accepted, failed.Repeated, failed.Refused, failed.Code, failed.Detail,
            new NpgsqlParameter { Value = (object?)failed.Line ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint }, OrNull(failed.RefusedRows)),
        var other => throw new InvalidOperationException($"{other.GetType().Name} means nothing to the imports' table."),
    };

    private static NpgsqlParameter OrNull(object? value) => new() { Value = (object?)value?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
