using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Duties;

/// <summary>A request or promise, and how it ended.</summary>
/// <param name="Id">The event that asked or promised.</param>
/// <param name="Isrc">The case.</param>
/// <param name="Kind">request or promise.</param>
/// <param name="OwedBy">Whose duty it is.</param>
/// <param name="AskedBy">Who asked; null for a promise.</param>
/// <param name="Speaker">Who promised, by a display name.</param>
/// <param name="What">What is to be done.</param>
/// <param name="Since">When it was asked or promised.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Rule">By which an answer is judged.</param>
/// <param name="Position">The event's place in the ledger.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="Settled">How it ended; null while it is open.</param>
internal sealed record Duty(
    Guid Id,
    Isrc Isrc,
    string Kind,
    Party OwedBy,
    Party? AskedBy,
    string? Speaker,
    string What,
    Observed Since,
    Day? DueOn,
    string? Rule,
    long Position,
    Instant RecordedAt,
    DutySettlement? Settled);

/// <summary>How a duty ended.</summary>
/// <param name="Id">The event that ended it.</param>
/// <param name="Outcome">answered, kept or withdrawn.</param>
/// <param name="EventIds">The events that answer a request.</param>
/// <param name="Note">The answer in words, or a note.</param>
/// <param name="RecordedAt">When.</param>
internal sealed record DutySettlement(Guid Id, string Outcome, IReadOnlyList<Guid>? EventIds, string? Note, Instant RecordedAt);

/// <summary>Which duties.</summary>
/// <param name="Isrc">Only of this case.</param>
/// <param name="OverdueAsOf">Only what was open and late on this day …</param>
/// <param name="Overdue">… or, where this is false, only what was not; null: both.</param>
internal sealed record DutyFilter(Isrc? Isrc, Day OverdueAsOf, bool? Overdue);

/// <summary>Reads the duties' tables.</summary>
internal sealed class DutyTable(NpgsqlDataSource database)
{
    /// <summary>How many <see cref="Columns"/> there are.</summary>
    public const int ColumnCount = 19;

    /// <summary>The columns in the order of <see cref="Read"/>: of a duty d, and of its settlement s where it has one.</summary>
    public const string Columns =
        """
        d.event_id, d.isrc, d.kind, d.owed_by, d.asked_by, d.speaker, d.what, d.since_at, d.since_on, d.approximate,
        d.due_on, d.rule, d.position, d.recorded_at, s.event_id, s.outcome, s.event_ids, s.note, s.recorded_at
        """;

    /// <summary>Duties of the cases that somebody may see, in the order recorded, behind a position.</summary>
    public async Task<List<Duty>> List(DutyFilter filter, Caller caller, long after, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand();
        var parameters = command.Parameters;
        var conditions = new List<string> { $"d.position > {Add(after)}" };
        if (filter.Isrc is { } isrc)
        {
            conditions.Add($"d.isrc = {Add(isrc.ToString())}");
        }

        if (caller.IsArtist && filter.Isrc is { } asked)
        {
            // Settled once, before any duty is looked at: a foreign case with many would else take longer than none.
            conditions.Add(
                $"(select exists (select from read.case_summary c where c.isrc = {Add(asked.ToString())} and c.artist_account = {Add(caller.ArtistAccount?.ToString() ?? "")}))");
        }
        else if (caller.IsArtist)
        {
            conditions.Add($"d.isrc in (select c.isrc from read.case_summary c where c.artist_account = {Add(caller.ArtistAccount?.ToString() ?? "")})");
        }

        if (filter.Overdue is { } overdue)
        {
            // Few of all duties are open: that, not their day, is where to begin.
            conditions.Add($"""
                {(overdue ? "" : "not ")}exists (
                  select from read.duty_open o where o.duty_id = d.event_id and o.position = d.position and o.due_on < {Add(filter.OverdueAsOf.Column())})
                """);
        }

        command.CommandText =
            $"""
            select {Columns}
              from read.duty d
              left join read.duty_settlement s on s.duty_id = d.event_id
             where {string.Join(" and ", conditions)}
             order by d.position
             limit {Add(count)}
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var duties = new List<Duty>();
        while (await rows.ReadAsync(cancellationToken))
        {
            duties.Add(Read(rows));
        }

        return duties;

        string Add(object value)
        {
            parameters.Add(new() { Value = value });
            return $"${parameters.Count}";
        }
    }

    /// <summary>The open duties of some cases, those first that are due first: at most so many of each case.</summary>
    /// <remarks>Whether the caller may see the cases was asked before.</remarks>
    public async Task<ILookup<Isrc, Duty>> OpenOf(IReadOnlyCollection<Isrc> isrcs, int mostOfEach, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select d.event_id, d.isrc, d.kind, d.owed_by, d.asked_by, d.speaker, d.what, d.since_at, d.since_on, d.approximate,
                   d.due_on, d.rule, d.position, d.recorded_at, null::uuid
              from unnest($1) c (isrc)
             cross join lateral (
                   select o.position from read.duty_open o where o.isrc = c.isrc order by o.due_on nulls last, o.position limit $2) o
              join read.duty d on d.position = o.position
             order by d.due_on nulls last, d.position
            """);
        command.Parameters.Add(new() { Value = isrcs.Select(isrc => isrc.ToString()).ToArray() });
        command.Parameters.Add(new() { Value = mostOfEach });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var duties = new List<Duty>();
        while (await rows.ReadAsync(cancellationToken))
        {
            duties.Add(Read(rows));
        }

        return duties.ToLookup(duty => duty.Isrc);
    }

    /// <summary>Reads a row of <see cref="Columns"/>.</summary>
    public static Duty Read(NpgsqlDataReader row) => new(
        row.GetGuid(0),
        Isrc.Parse(row.GetString(1)),
        row.GetString(2),
        row.GetWord<Party>(3),
        row.GetWordOrNull<Party>(4),
        row.GetTextOrNull(5),
        row.GetString(6),
        row.GetObserved(7),
        row.GetDayOrNull(10),
        row.GetTextOrNull(11),
        row.GetInt64(12),
        row.GetInstant(13),
        row.IsDBNull(14)
            ? null
            : new(
                row.GetGuid(14), row.GetString(15), row.IsDBNull(16) ? null : row.GetFieldValue<Guid[]>(16), row.GetTextOrNull(17), row.GetInstant(18)));
}
