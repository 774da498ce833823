using CaseLedger.Ledger.Projections;
using Npgsql;
using Xunit;

namespace CaseLedger.Ledger.Tests.Projections;

/// <summary>Per stream, how many events and bytes: rows that are updated, so that applying an event twice or never shows.</summary>
internal sealed class TallyProjection : Projection
{
    public override string Name => "tally";

    public override int Version => 1;

    public override IReadOnlyList<string> Tables { get; } = ["tally"];

    public override string CreateTables =>
        "create table tally (stream text primary key, events bigint not null, bytes bigint not null, position bigint not null)";

    /// <summary>Called with each batch, before its rows are written.</summary>
    internal Func<IReadOnlyList<RecordedEvent>, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Called with each batch, after its rows are written and before the commit.</summary>
    internal Func<IReadOnlyList<RecordedEvent>, Task> After { get; init; } = _ => Task.CompletedTask;

    public override async Task Apply(IReadOnlyList<RecordedEvent> batch, ProjectionWriter writer, CancellationToken cancellationToken)
    {
        await Before(batch);
        var tallies = Fold(batch);
        await using var command = writer.Command(
            """
            insert into tally as t (stream, events, bytes, position)
            select * from unnest($1, $2, $3, $4)
            on conflict (stream) do update
               set events = t.events + excluded.events, bytes = t.bytes + excluded.bytes, position = excluded.position
            """,
            tallies.Select(t => t.Stream).ToArray(),
            tallies.Select(t => t.Events).ToArray(),
            tallies.Select(t => t.Bytes).ToArray(),
            tallies.Select(t => t.Position).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
        await After(batch);
    }

    internal static List<(string Stream, long Events, long Bytes, long Position)> Fold(IEnumerable<RecordedEvent> events) =>
        [.. events.GroupBy(e => e.Stream).Select(g => (g.Key, g.LongCount(), g.Sum(e => (long)e.Payload!.Length), g.Max(e => e.Position)))
            .OrderBy(t => t.Key, StringComparer.Ordinal)];

    internal static async Task<List<(string Stream, long Events, long Bytes, long Position)>> Rows(
        NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        await using var command = dataSource.CreateCommand("select stream, events, bytes, position from read.tally order by stream collate \"C\"");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(string, long, long, long)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add((reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return rows;
    }

    internal static async Task AssertEqualsFold(EventLedger ledger, NpgsqlDataSource dataSource, CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>();
        await foreach (var recorded in ledger.ReadAll(0, cancellationToken))
        {
            events.Add(recorded);
        }

        Assert.Equal(Fold(events), await Rows(dataSource, cancellationToken));
    }
}
