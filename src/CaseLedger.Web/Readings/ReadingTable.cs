using CaseLedger.Domain;
using CaseLedger.Web.ReadSide;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Readings;

/// <summary>Which readings of a case.</summary>
/// <param name="Store">Only of this store.</param>
/// <param name="From">Only of this day and later ones.</param>
/// <param name="To">Only of this day and earlier ones.</param>
internal sealed record ReadingFilter(Store? Store = null, Day? From = null, Day? To = null);

/// <summary>Reads the readings' tables.</summary>
internal sealed class ReadingTable(NpgsqlDataSource database)
{
    private const string OfReading =
        """
        r.isrc, r.store, r.day, r.source, r.measure, r.count, r.observed_at, r.observed_on, r.approximate,
               r.recorded_at, r.position, r.ordinal, r.event_id
        """;

    private const string Columns = $"{OfReading}, w.position, w.recorded_at, w.reason";

    // A reading is withdrawn by the first withdrawal of its event that names its day or none.
    private const string Withdrawals =
        """
        left join lateral (
                select w.position, w.recorded_at, w.reason
                  from read.reading_withdrawal w
                 where w.isrc = r.isrc and w.event_id = r.event_id and (w.day is null or w.day = r.day)
                 order by w.position limit 1) w on true
        """;

    private const string Select =
        $"""
        select {Columns}
          from read.reading r
          {Withdrawals}
        """;

    /// <summary>The readings of a case, those withdrawn among them, in the order recorded.</summary>
    public async Task<List<Reading>> Of(Isrc isrc, ReadingFilter filter, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            {Select}
             where r.isrc = $1 and ($2 is null or r.store = $2)
               and r.day >= coalesce($3, '-infinity') and r.day <= coalesce($4, 'infinity')
             order by r.position, r.ordinal
            """);
        command.Parameters.Add(new() { Value = isrc.ToString() });
        AddFilter(command, filter);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var readings = new List<Reading>();
        while (await rows.ReadAsync(cancellationToken))
        {
            readings.Add(Read(rows));
        }

        return readings;
    }

    /// <summary>The stores and days of a case of which there is a reading, by day and then by store, behind a place.</summary>
    public async Task<List<(Day Day, Store Store)>> DaysOf(
        Isrc isrc, ReadingFilter filter, (Day Day, string Store)? after, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select distinct day, store collate "C"
              from read.reading
             where isrc = $1 and ($2 is null or store = $2)
               and day >= coalesce($3, '-infinity') and day <= coalesce($4, 'infinity')
               and ($5 is null or (day, store collate "C") > ($5, $6 collate "C"))
             order by 1, 2
             limit $7
            """);
        command.Parameters.Add(new() { Value = isrc.ToString() });
        AddFilter(command, filter);
        command.Parameters.Add(new() { Value = (object?)after?.Day.Column() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = (object?)after?.Store ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = count });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var days = new List<(Day, Store)>();
        while (await rows.ReadAsync(cancellationToken))
        {
            days.Add((rows.GetDay(0), Store.Parse(rows.GetString(1))));
        }

        return days;
    }

    /// <summary>The readings of some cases on a stretch of days, case by case, so that memory holds one case at a time.</summary>
    /// <param name="isrcs">The recordings.</param>
    /// <param name="store">Only of this store.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<(Isrc Isrc, IReadOnlyList<Reading> Readings)> OfCases(
        IReadOnlyCollection<Isrc> isrcs,
        Store? store,
        Day from,
        Day to,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            {Select}
             where r.isrc = any ($1) and ($2 is null or r.store = $2) and r.day between $3 and $4
             order by r.isrc, r.position, r.ordinal
            """);
        command.Parameters.Add(new() { Value = isrcs.Select(isrc => isrc.ToString()).ToArray() });
        AddFilter(command, new(store, from, to));
        await foreach (var of in ByCase(command, cancellationToken))
        {
            yield return of;
        }
    }

    /// <summary>
    /// The readings that stand, of a stretch of days, of those cases of whose dashboard something was reported: of each
    /// store and day as many cases as asked for, drawn without regard to what they are, and on each day the same as far
    /// as they can be.
    /// </summary>
    /// <param name="store">Only of this store.</param>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="most">How many cases of a store's day.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<(Isrc Isrc, IReadOnlyList<Reading> Readings)> OfSample(
        Store? store, Day from, Day to, int most, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Drawn first: only when it knows how many there are does the planner look them up instead of reading the table.
        var (isrcs, stores) = await Draw(store, from, to, most, cancellationToken);
        await using var command = database.CreateCommand(
            $"""
            select {OfReading}, null::bigint, null::timestamptz, null::text
              from unnest($1, $2) as drawn (isrc, store)
              join read.reading r on r.isrc = drawn.isrc and r.store = drawn.store and r.day between $3 and $4
             where not exists (
                   select from read.reading_withdrawal w
                    where w.isrc = r.isrc and w.event_id = r.event_id and (w.day is null or w.day = r.day))
             order by r.isrc, r.position, r.ordinal
            """);
        command.Parameters.Add(new() { Value = isrcs });
        command.Parameters.Add(new() { Value = stores });
        command.Parameters.Add(new() { Value = from.Column() });
        command.Parameters.Add(new() { Value = to.Column() });
        await foreach (var of in ByCase(command, cancellationToken))
        {
            yield return of;
        }
    }

    /// <summary>The readings of some cases, each on its newest days: as many as asked for, back from the newest of which it holds a reading.</summary>
    /// <param name="isrcs">The recordings.</param>
    /// <param name="days">How many days.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async IAsyncEnumerable<(Isrc Isrc, IReadOnlyList<Reading> Readings)> OfNewestDays(
        IReadOnlyCollection<Isrc> isrcs, int days, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select {Columns}
              from unnest($1) c (isrc)
             cross join lateral (select max(n.day) as day from read.reading n where n.isrc = c.isrc) newest
              join read.reading r on r.isrc = c.isrc and r.day > newest.day - $2
              {Withdrawals}
             order by r.isrc, r.position, r.ordinal
            """);
        command.Parameters.Add(new() { Value = isrcs.Select(isrc => isrc.ToString()).ToArray() });
        command.Parameters.Add(new() { Value = days });
        await foreach (var of in ByCase(command, cancellationToken))
        {
            yield return of;
        }
    }

    private async Task<(string[] Isrcs, string[] Stores)> Draw(Store? store, Day from, Day to, int most, CancellationToken cancellationToken)
    {
        const string Dashboard = "r.source = 'artist-dashboard' and r.measure = 'streams'";

        // By one index, from store to store, and on each day the first by their digests.
        await using var command = database.CreateCommand(
            $"""
            with recursive known as (
              (select r.store from read.reading r where {Dashboard} and r.store >= coalesce($1, '') order by r.store limit 1)
              union all
              select (select r.store from read.reading r where {Dashboard} and r.store > k.store order by r.store limit 1)
                from known k where k.store is not null and $1 is null
            )
            select distinct drawn.isrc, k.store
              from known k
             cross join generate_series($2::date, $3::date, interval '1 day') as of (day)
             cross join lateral (
                   select distinct on (md5(r.isrc)) r.isrc from read.reading r
                    where {Dashboard} and r.store = k.store and r.day = of.day::date
                      and not exists (
                            select from read.reading_withdrawal w
                             where w.isrc = r.isrc and w.event_id = r.event_id and (w.day is null or w.day = r.day))
                    order by md5(r.isrc) limit $4) drawn
             where $1 is null or k.store = $1
            """);
        command.Parameters.Add(new() { Value = (object?)store?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = from.Column() });
        command.Parameters.Add(new() { Value = to.Column() });
        command.Parameters.Add(new() { Value = most });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var (isrcs, stores) = (new List<string>(), new List<string>());
        while (await rows.ReadAsync(cancellationToken))
        {
            isrcs.Add(rows.GetString(0));
            stores.Add(rows.GetString(1));
        }

        return ([.. isrcs], [.. stores]);
    }

    // Of rows in the order of their case.
    private static async IAsyncEnumerable<(Isrc Isrc, IReadOnlyList<Reading> Readings)> ByCase(
        NpgsqlCommand command, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var (isrc, readings) = ("", new List<Reading>());
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.GetString(0) != isrc && readings.Count > 0)
            {
                yield return (Isrc.Parse(isrc), readings);
                readings = [];
            }

            isrc = rows.GetString(0);
            readings.Add(Read(rows));
        }

        if (readings.Count > 0)
        {
            yield return (Isrc.Parse(isrc), readings);
        }
    }

    private static void AddFilter(NpgsqlCommand command, ReadingFilter filter)
    {
        command.Parameters.Add(new() { Value = (object?)filter.Store?.ToString() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = (object?)filter.From.Column() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
        command.Parameters.Add(new() { Value = (object?)filter.To.Column() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Date });
    }

    private static Reading Read(NpgsqlDataReader row) => new(
        Store.Parse(row.GetString(1)),
        row.GetDay(2),
        row.GetWord<Source>(3),
        row.GetWord<Measure>(4),
        row.IsDBNull(5) ? null : new StreamCount(row.GetInt64(5)),
        row.GetObserved(6),
        row.GetInstant(9),
        row.GetInt64(10),
        row.GetInt32(11),
        row.GetGuid(12),
        row.IsDBNull(13) ? null : new(row.GetInt64(13), row.GetInstant(14), row.GetString(15)));
}
