using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.ReadSide;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Readings;

/// <summary>Every number that anybody reported, one row each, and what was withdrawn: the source of day histories.</summary>
/// <remarks>
/// Rows are only ever inserted. Changes, vintages and what counts as withdrawn depend on the moment from which one
/// looks, so they are worked out when they are read.
/// </remarks>
internal sealed class ReadingsProjection : Projection
{
    /// <inheritdoc/>
    public override string Name => "readings";

    /// <inheritdoc/>
    public override int Version => 3;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tables { get; } = ["reading", "reading_withdrawal"];

    /// <inheritdoc/>
    public override string CreateTables =>
        """
        create table reading (
          position    bigint      not null,  -- of the event that reported it
          ordinal     integer     not null,  -- which reading of its event, from 0
          event_id    uuid        not null,
          isrc        text        not null,
          store       text        not null,
          day         date        not null,  -- first clock: the UTC day of the streams
          source      text        not null,
          measure     text        not null,
          count       bigint,                -- null: not received, which is not a zero
          observed_at timestamptz,           -- second clock, somebody's claim: the instant …
          observed_on date,                  -- … or only the day; neither: unknown
          approximate boolean     not null,
          recorded_at timestamptz not null   -- third clock: the ledger's own
        );
        create table reading_withdrawal (
          position    bigint      not null,
          isrc        text        not null,
          event_id    uuid        not null,  -- the event whose readings are withdrawn
          day         date,                  -- only this day's; null: all of them
          reason      text        not null,
          recorded_at timestamptz not null
        );
        """;

    /// <inheritdoc/>
    public override string CreateIndexes =>
        """
        alter table reading add constraint reading_pkey primary key (position, ordinal);
        create index reading_by_day on reading (isrc, store, day);
        -- Which cases hold a reading of a store, and of a store on the days of an incident.
        create index reading_by_store on reading (store, day, isrc);
        -- The radar draws cases of each store and day by their digests: of those alone that can be compared.
        create index reading_of_dashboard on reading (store, day, md5(isrc)) where source = 'artist-dashboard' and measure = 'streams';
        -- For looking at one stretch of days across all cases. Readings arrive roughly in the order of their days,
        -- so a few bytes for each block of rows are as good as an entry for each row.
        create index reading_blocks_by_day on reading using brin (day);
        alter table reading_withdrawal add constraint reading_withdrawal_pkey primary key (position);
        create index reading_withdrawal_by_isrc on reading_withdrawal (isrc);
        """;

    /// <inheritdoc/>
    public override async Task Apply(
        IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        var withdrawals = new Rows("reading_withdrawal (position, isrc, event_id, day, reason, recorded_at)");
        NpgsqlBinaryImporter? copy = null;
        try
        {
            foreach (var fact in batch.CaseFacts())
            {
                if (fact is { Event: ReadingWithdrawn withdrawn, Recorded: var recorded })
                {
                    withdrawals.Add(
                        recorded.Position, fact.Isrc, withdrawn.EventId, withdrawn.Day.Column(), withdrawn.Reason, recorded.RecordedAt.Column());
                    continue;
                }

                var readings = ReportedReadings.Of(fact.Recorded);
                if (readings.Count > 0)
                {
                    copy ??= await writer.Copy(
                        "reading (position, ordinal, event_id, isrc, store, day, source, measure, count, observed_at, observed_on, approximate, recorded_at)",
                        cancellationToken);
                    Write(copy, fact.Isrc, readings);
                }
            }

            if (copy is not null)
            {
                await copy.CompleteAsync(cancellationToken);
            }
        }
        finally
        {
            // Before the next command on this connection; without Complete it undoes the rows.
            if (copy is not null)
            {
                await copy.DisposeAsync();
            }
        }

        await withdrawals.WriteTo(writer, cancellationToken);
    }

    // Not awaited value by value: the importer writes into its buffer and only touches the socket when that is full;
    // at millions of rows the state machines would cost as much as the writing.
    private static void Write(NpgsqlBinaryImporter copy, string isrc, IReadOnlyList<Reading> readings)
    {
        var first = readings[0];
        var (store, source) = (first.Store.ToString(), Words.Of(first.Source));
        var (at, on, recordedAt) = (first.Observed.AtColumn(), first.Observed.OnColumn(), first.RecordedAt.Column());
        foreach (var reading in readings)
        {
            copy.StartRow();
            copy.Write(reading.Position, NpgsqlDbType.Bigint);
            copy.Write(reading.Ordinal, NpgsqlDbType.Integer);
            copy.Write(reading.EventId, NpgsqlDbType.Uuid);
            copy.Write(isrc, NpgsqlDbType.Text);
            copy.Write(store, NpgsqlDbType.Text);
            copy.Write(reading.Day.Column(), NpgsqlDbType.Date);
            copy.Write(source, NpgsqlDbType.Text);
            copy.Write(Words.Of(reading.Measure), NpgsqlDbType.Text);
            WriteOrNull(copy, reading.Count?.Value, NpgsqlDbType.Bigint);
            WriteOrNull(copy, at, NpgsqlDbType.TimestampTz);
            WriteOrNull(copy, on, NpgsqlDbType.Date);
            copy.Write(first.Observed.Approximate, NpgsqlDbType.Boolean);
            copy.Write(recordedAt, NpgsqlDbType.TimestampTz);
        }
    }

    private static void WriteOrNull<T>(NpgsqlBinaryImporter copy, T? value, NpgsqlDbType type)
        where T : struct
    {
        if (value is { } there)
        {
            copy.Write(there, type);
        }
        else
        {
            copy.WriteNull();
        }
    }
}
