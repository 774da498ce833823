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

    /// <summary>How far it has come.</summary>
    public IncidentStanding Standing =>
        FixedAt is not null ? IncidentStanding.Fixed : Version > 1 ? IncidentStanding.Rescoped : IncidentStanding.Declared;
}

/// <summary>How far an incident has come.</summary>
internal enum IncidentStanding
{
    /// <summary>It stands as it was declared.</summary>
    [Word("declared")]
    Declared = 1,

    /// <summary>Other days are concerned than was said at first, or another text is told.</summary>
    [Word("rescoped")]
    Rescoped,

    /// <summary>The numbers are said to be right again.</summary>
    [Word("fixed")]
    Fixed,
}

/// <summary>How many cases an incident touches.</summary>
/// <param name="Count">So many at least.</param>
/// <param name="IsMore">There were too many readings to count them all.</param>
internal readonly record struct Affected(int Count, bool IsMore);

/// <summary>A case that holds a reading on an incident's days.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Title">Its title; null while the case is not opened.</param>
/// <param name="Artist">The name that the artist goes by.</param>
internal sealed record TouchedCase(Isrc Isrc, string? Title, string? Artist);

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

    /// <summary>Incidents, the one declared last first, declared before a position.</summary>
    public async Task<List<Incident>> Newest(long? before, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from read.incident where ($1 is null or first_position < $1) order by first_position desc limit $2");
        command.Parameters.Add(new() { Value = (object?)before ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = count });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var incidents = new List<Incident>();
        while (await rows.ReadAsync(cancellationToken))
        {
            incidents.Add(Read(rows));
        }

        return incidents;
    }

    /// <summary>How many cases hold a reading of each incident's store on its days: counted in so many readings of each, and no more.</summary>
    /// <remarks>The same cases that the case list finds by the incident. From the index alone, however many readings the days have.</remarks>
    public async Task<IReadOnlyDictionary<Slug, Affected>> AffectedBy(IReadOnlyList<Incident> incidents, CancellationToken cancellationToken)
    {
        const int MostReadings = 1_000;

        await using var command = database.CreateCommand(
            $"""
            select i.slug, seen.cases, seen.readings > {MostReadings}
              from unnest($1, $2, $3, $4) as i (slug, store, first_day, last_day)
              cross join lateral (
                    select count(distinct r.isrc collate "C")::int as cases, count(*) as readings
                      from (select r.isrc from read.reading r
                             where r.store = i.store and r.day between i.first_day and i.last_day
                             limit {MostReadings + 1}) r) seen
            """);
        command.Parameters.Add(new() { Value = incidents.Select(incident => incident.Slug.ToString()).ToArray() });
        command.Parameters.Add(new() { Value = incidents.Select(incident => incident.Store.ToString()).ToArray() });
        command.Parameters.Add(new() { Value = incidents.Select(incident => incident.FirstDay.Column()).ToArray() });
        command.Parameters.Add(new() { Value = incidents.Select(incident => incident.LastDay.Column()).ToArray() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var affected = new Dictionary<Slug, Affected>();
        while (await rows.ReadAsync(cancellationToken))
        {
            affected.Add(Slug.Parse(rows.GetString(0)), new(rows.GetInt32(1), rows.GetBoolean(2)));
        }

        return affected;
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

    /// <summary>The cases that hold a reading that stands, of an incident's store on its days, in order, behind one.</summary>
    /// <param name="incident">The incident.</param>
    /// <param name="caller">Only the cases that they may see.</param>
    /// <param name="after">The last recording shown; null at the start.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<List<TouchedCase>> Touched(Incident incident, Caller caller, string? after, int? count, CancellationToken cancellationToken)
    {
        // An artist's few cases are looked at one by one. Whoever sees all cases begins with the readings, and looks up
        // no more cases than are shown.
        const string Readings =
            """
            select r.isrc from read.reading r
             where r.store = $3 and r.day between $4 and $5 and ($2 is null or r.isrc collate "C" > $2 collate "C")
               and not exists (
                     select from read.reading_withdrawal w
                      where w.isrc = r.isrc and w.event_id = r.event_id and (w.day is null or w.day = r.day))
            """;
        await using var command = database.CreateCommand(caller.IsArtist
            ? $"""
              select c.isrc, c.title, c.artist from read.case_summary c
               where c.artist_account = $1 and exists ({Readings} and r.isrc = c.isrc)
               order by c.isrc collate "C" limit $6
              """
            : $"""
              select t.isrc, c.title, c.artist
                from ({Readings} group by r.isrc order by r.isrc collate "C" limit $6) t
                left join read.case_summary c on c.isrc = t.isrc
               where $1 is null
               order by t.isrc collate "C"
              """);
        command.Parameters.Add(new() { Value = caller.IsArtist ? caller.ArtistAccount?.ToString() ?? "" : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = incident.Store.ToString() });
        command.Parameters.Add(new() { Value = incident.FirstDay.Column() });
        command.Parameters.Add(new() { Value = incident.LastDay.Column() });
        command.Parameters.Add(new() { Value = (object?)count ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var touched = new List<TouchedCase>();
        while (await rows.ReadAsync(cancellationToken))
        {
            touched.Add(new(Isrc.Parse(rows.GetString(0)), rows.GetTextOrNull(1), rows.GetTextOrNull(2)));
        }

        return touched;
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
