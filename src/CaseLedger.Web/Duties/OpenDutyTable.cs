using CaseLedger.Domain;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using Npgsql;

namespace CaseLedger.Web.Duties;

/// <summary>An open duty beside the case that it belongs to.</summary>
/// <param name="Duty">What is owed.</param>
/// <param name="Title">The recording's title; null while its case is not opened.</param>
/// <param name="Artist">The name that the artist goes by.</param>
internal sealed record OpenDuty(Duty Duty, string? Title, string? Artist)
{
    /// <summary>How many days its last day is past; null where it is not.</summary>
    public int? DaysLate(Day asOf) => Domain.Duties.Overdue.Is(true, Duty.DueOn, asOf)
        ? NodaTime.Period.DaysBetween(Duty.DueOn!.Value.Date, asOf.Date)
        : null;
}

/// <summary>What a party owes and is late with.</summary>
/// <param name="Party">Who.</param>
/// <param name="Promises">Promises that are late.</param>
/// <param name="Requests">Requests to them that are late.</param>
/// <param name="Oldest">The oldest of their last days.</param>
internal sealed record PartyOverdue(Party Party, int Promises, int Requests, Day? Oldest)
{
    /// <summary>As many are counted of a party; from here on it only says that there are more.</summary>
    public const int Most = 10_000;

    /// <summary>Whether there are more than were counted.</summary>
    public bool IsMore => Promises + Requests > Most;
}

/// <summary>Reads what is open across all cases, from the table that holds nothing else: what is late longest comes first, what has no day last.</summary>
internal sealed class OpenDutyTable(NpgsqlDataSource database)
{
    /// <summary>Reads a page; null where the cursor is another list's.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="asOf">The day from which lateness is judged, unless the cursor says another: at midnight, in the middle of paging, what is late would shift.</param>
    /// <param name="cursor">Where to go on.</param>
    /// <param name="limit">How many.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<Page<OpenDuty>?> Read(OpenDutyFilter filter, Day asOf, Cursor? cursor, PageLimit limit, CancellationToken cancellationToken)
    {
        Day? behindDue = null;
        long? behind = null;
        if (cursor is not null)
        {
            if (cursor.Parts is not [var judged, var due, _] || !cursor.TryNumber(2, out var position)
                || !Day.TryParse(judged, out asOf) || (due.Length > 0 && !Day.TryParse(due, out _)))
            {
                return null;
            }

            (behind, behindDue) = (position, due.Length > 0 ? Day.Parse(due) : null);
        }

        await using var command = database.CreateCommand();
        var parameters = command.Parameters;
        var conditions = new List<string>();
        if (filter.OwedBy is { } party)
        {
            conditions.Add($"o.owed_by = {Add(Words.Of(party))}");
        }

        if (filter.Kind is { } kind)
        {
            conditions.Add($"o.kind = {Add(kind)}");
        }

        var parts = new List<string>();
        if (behind is null || behindDue is not null)
        {
            var dated = conditions.Append(filter.IsOverdue ? $"o.due_on < {Add(asOf.Column())}" : "o.due_on is not null");
            parts.Add(Part(behindDue is { } due ? dated.Append($"(o.due_on, o.position) > ({Add(due.Column())}, {Add(behind!.Value)})") : dated, "o.due_on, o.position"));
        }

        if (!filter.IsOverdue)
        {
            var undated = conditions.Append("o.due_on is null");
            parts.Add(Part(behind is not null && behindDue is null ? undated.Append($"o.position > {Add(behind.Value)}") : undated, "o.position"));
        }

        // Nothing follows what is late but what is late: a cursor behind a duty without a day is of a wider list.
        if (parts.Count == 0)
        {
            return null;
        }

        command.CommandText =
            $"""
            select {DutyTable.Columns}, c.title, c.artist
              from ({string.Join("\nunion all\n", parts)}) o
              join read.duty d on d.position = o.position
              left join read.duty_settlement s on s.duty_id = d.event_id
              left join read.case_summary c on c.isrc = d.isrc
             order by o.due_on nulls last, o.position
             limit {Add(limit.AndOneMore)}
            """;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var duties = new List<OpenDuty>();
        while (await rows.ReadAsync(cancellationToken))
        {
            duties.Add(new(DutyTable.Read(rows), rows.GetTextOrNull(DutyTable.ColumnCount), rows.GetTextOrNull(DutyTable.ColumnCount + 1)));
        }

        return Page.Of(duties, limit, open => Cursor.Of($"{asOf}", $"{open.Duty.DueOn}", $"{open.Duty.Position}"));

        string Part(IEnumerable<string> where, string order) =>
            $"(select o.position, o.due_on from read.duty_open o where {string.Join(" and ", where)} order by {order} limit {Add(limit.AndOneMore)})";

        string Add(object value)
        {
            parameters.Add(new() { Value = value });
            return $"${parameters.Count}";
        }
    }

    /// <summary>What each party is late with, in the order of the parties; counted up to a bound, so that it stays quick.</summary>
    public async Task<IReadOnlyList<PartyOverdue>> OverdueByParty(Day asOf, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            select p.party, late.promises, late.requests, late.oldest
              from unnest($1) with ordinality as p (party, n)
              cross join lateral (
                    select count(*) filter (where o.kind = '{DutiesProjection.Promise}')::int as promises,
                           count(*) filter (where o.kind = '{DutiesProjection.Request}')::int as requests,
                           min(o.due_on) as oldest
                      from (select o.kind, o.due_on from read.duty_open o
                             where o.owed_by = p.party and o.due_on < $2
                             order by o.due_on limit {PartyOverdue.Most + 1}) o) as late
             order by p.n
            """);
        command.Parameters.Add(new() { Value = Words.All<Party>().ToArray() });
        command.Parameters.Add(new() { Value = asOf.Column() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var parties = new List<PartyOverdue>();
        while (await rows.ReadAsync(cancellationToken))
        {
            parties.Add(new(rows.GetWord<Party>(0), rows.GetInt32(1), rows.GetInt32(2), rows.GetDayOrNull(3)));
        }

        return parties;
    }
}
