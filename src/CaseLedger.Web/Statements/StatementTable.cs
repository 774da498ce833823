using CaseLedger.Domain;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.ReadSide;
using NodaTime;
using Npgsql;

namespace CaseLedger.Web.Statements;

/// <summary>A statement with its place in the case and what became of it.</summary>
/// <param name="Statement">The words and whether they stand.</param>
/// <param name="Version">The event's place in its case.</param>
/// <param name="Actor">Who recorded it.</param>
/// <param name="SupersededBy">The statement that is its newer wording.</param>
/// <param name="Withdrawn">Why and when it was withdrawn.</param>
internal sealed record StatementRow(
    Statement Statement, int Version, AccountId Actor, Guid? SupersededBy, (string Reason, Instant RecordedAt, long Position)? Withdrawn)
{
    /// <summary>Whether somebody may read it: an artist reads what is private only where they recorded it.</summary>
    public static bool MayRead(Caller caller, Visibility visibility, AccountId actor) =>
        !caller.IsArtist || visibility != Visibility.Private || actor == caller.Account;
}

/// <summary>Reads the statements' tables.</summary>
internal sealed class StatementTable(NpgsqlDataSource database)
{
    /// <summary>All statements of a case that somebody may read, in the order recorded.</summary>
    public async Task<IReadOnlyList<StatementRow>> Of(Isrc isrc, Caller caller, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select s.event_id, s.version, s.position, s.recorded_at, s.actor, s.party, s.said_at, s.said_on, s.approximate, s.quote,
                   s.kind, s.visibility, s.speaker, s.proposition, s.stance, s.supersedes, w.reason, w.recorded_at, w.position
              from read.statement s
              left join read.statement_withdrawal w on w.isrc = s.isrc and w.statement_id = s.event_id
             where s.isrc = $1
             order by s.position
            """);
        command.Parameters.Add(new() { Value = isrc.ToString() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var read = new List<StatementRow>();
        while (await rows.ReadAsync(cancellationToken))
        {
            var row = Read(rows);
            if (StatementRow.MayRead(caller, row.Statement.Made.Visibility, row.Actor))
            {
                read.Add(row);
            }
        }

        // Among those that this reader sees: that a private wording took a public one's place, or a public one a
        // private one's, is itself private.
        var seen = read.Select(row => row.Statement.Id).ToHashSet();
        var newer = read.Where(row => row.Statement.Made.Supersedes is { } earlier && seen.Contains(earlier))
            .ToDictionary(row => row.Statement.Made.Supersedes!.Value, row => row.Statement.Id);
        return [.. read.Select(row => Seen(row, newer, seen))];
    }

    private static StatementRow Seen(StatementRow row, Dictionary<Guid, Guid> newer, HashSet<Guid> seen)
    {
        var (statement, made) = (row.Statement, row.Statement.Made);
        if (made.Supersedes is { } earlier && !seen.Contains(earlier))
        {
            statement = statement with { Made = made with { Supersedes = null } };
        }

        if (!newer.TryGetValue(statement.Id, out var by))
        {
            return row with { Statement = statement };
        }

        return row with
        {
            SupersededBy = by,
            Statement = statement.Standing == Standing.Stands ? statement with { Standing = Standing.Superseded } : statement,
        };
    }

    private static StatementRow Read(NpgsqlDataReader row)
    {
        var made = new StatementMade(
            row.GetWord<Party>(5),
            row.GetObserved(6),
            row.GetString(9),
            row.GetWord<StatementKind>(10),
            row.GetWord<Visibility>(11),
            row.GetTextOrNull(12),
            row.GetTextOrNull(13) is { } proposition ? Slug.Parse(proposition) : null,
            row.GetWordOrNull<Stance>(14),
            row.GetIdOrNull(15));
        (string, Instant, long)? withdrawn = row.IsDBNull(16) ? null : (row.GetString(16), row.GetInstant(17), row.GetInt64(18));
        return new(
            new(row.GetGuid(0), made, withdrawn is null ? Standing.Stands : Standing.Withdrawn, row.GetInt64(2), row.GetInstant(3)),
            row.GetInt32(1),
            AccountId.Parse(row.GetString(4)),
            null,
            withdrawn);
    }
}
