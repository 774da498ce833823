using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Incidents;

/// <summary>An incident as last said.</summary>
/// <param name="Slug">Its name.</param>
/// <param name="Version">Of its newest event; what <c>If-Match</c> takes.</param>
/// <param name="Store">Which store's numbers.</param>
/// <param name="FirstDay">The first day concerned.</param>
/// <param name="LastDay">The last day concerned, itself included.</param>
/// <param name="Affects">The source that is wrong.</param>
/// <param name="Declared">When it was said.</param>
/// <param name="FixedAt">When the numbers were said to be right again; null while they are not.</param>
/// <param name="PublicText">What everybody is told.</param>
/// <param name="Position">Of its declaration.</param>
/// <param name="RecordedAt">When its declaration was recorded.</param>
/// <param name="FixedBy">The latest moment at which the numbers can have been put right.</param>
internal sealed record Incident(
    Slug Slug,
    int Version,
    Store Store,
    Day FirstDay,
    Day LastDay,
    Source Affects,
    Observed Declared,
    Observed? FixedAt,
    string PublicText,
    long Position,
    Instant RecordedAt,
    Instant? FixedBy)
{
    /// <summary>The days concerned.</summary>
    public IncidentSpan Span => new(Slug, Store, FirstDay, LastDay);
}

/// <summary>Reads the incidents' table.</summary>
internal sealed class IncidentTable(NpgsqlDataSource database)
{
    private const string Columns =
        """
        slug, version, store, first_day, last_day, affects, declared_at, declared_on, declared_approximate,
        is_fixed, fixed_at, fixed_on, fixed_approximate, public_text, first_position, recorded_at, fixed_by
        """;

    /// <summary>Incidents in the order declared, behind a position.</summary>
    public async Task<List<Incident>> List(long after, int? count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from read.incident where first_position > $1 order by first_position limit $2");
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = (object?)count ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var incidents = new List<Incident>();
        while (await rows.ReadAsync(cancellationToken))
        {
            incidents.Add(Read(rows));
        }

        return incidents;
    }

    /// <summary>Incidents in whose names some words stand, the newest first; a few.</summary>
    public async Task<List<Incident>> Named(string words, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from read.incident where slug like $1 order by first_position desc limit 20");
        command.Parameters.Add(new() { Value = $"%{Cases.Like.Escape(words.ToLowerInvariant().Replace(' ', '-'))}%" });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var incidents = new List<Incident>();
        while (await rows.ReadAsync(cancellationToken))
        {
            incidents.Add(Read(rows));
        }

        return incidents;
    }

    /// <summary>An incident; null where none was declared under this name.</summary>
    public async Task<Incident?> Find(Slug slug, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"select {Columns} from read.incident where slug = $1");
        command.Parameters.Add(new() { Value = slug.ToString() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? Read(rows) : null;
    }

    /// <summary>The stretches of days of all incidents.</summary>
    public async Task<IReadOnlyList<IncidentSpan>> Spans(CancellationToken cancellationToken) =>
        [.. (await List(-1, null, cancellationToken)).Select(incident => incident.Span)];

    /// <summary>The recordings that hold a reading that stands, of an incident's store on its days, in order, behind one.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="caller">Only the cases that they may see.</param>
    /// <param name="after">The last recording shown; null at the start.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<List<Isrc>> Touched(Incident incident, Caller caller, string? after, int? count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select c.isrc
              from read.case_summary c
             where ($1 is null or c.artist_account = $1)
               and ($2 is null or c.isrc collate "C" > $2 collate "C")
               and c.isrc in (
                     select r.isrc from read.reading r
                      where r.store = $3 and r.day between $4 and $5
                        and not exists (
                              select from read.reading_withdrawal w
                               where w.isrc = r.isrc and w.event_id = r.event_id and (w.day is null or w.day = r.day)))
             order by c.isrc collate "C"
             limit $6
            """);
        command.Parameters.Add(new() { Value = caller.IsArtist ? caller.ArtistAccount?.ToString() ?? "" : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = incident.Store.ToString() });
        command.Parameters.Add(new() { Value = incident.FirstDay.Column() });
        command.Parameters.Add(new() { Value = incident.LastDay.Column() });
        command.Parameters.Add(new() { Value = (object?)count ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var isrcs = new List<Isrc>();
        while (await rows.ReadAsync(cancellationToken))
        {
            isrcs.Add(Isrc.Parse(rows.GetString(0)));
        }

        return isrcs;
    }

    private static Incident Read(NpgsqlDataReader row) => new(
        Slug.Parse(row.GetString(0)),
        row.GetInt32(1),
        Store.Parse(row.GetString(2)),
        row.GetDay(3),
        row.GetDay(4),
        row.GetWord<Source>(5),
        row.GetObserved(6),
        row.GetBoolean(9) ? row.GetObserved(10) : null,
        row.GetString(13),
        row.GetInt64(14),
        row.GetInstant(15),
        row.GetInstantOrNull(16));
}
