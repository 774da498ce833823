using CaseLedger.Domain;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Inbox;

/// <summary>The parts of the inbox.</summary>
internal enum InboxTab
{
    /// <summary>Open cases that are assigned to the viewer.</summary>
    [Word("mine")]
    Mine = 1,

    /// <summary>Open cases of nobody.</summary>
    [Word("unassigned")]
    Unassigned,

    /// <summary>Open cases in which it is the distributor's move.</summary>
    [Word("us")]
    Us,

    /// <summary>Open cases in which it is somebody else's move.</summary>
    [Word("them")]
    Them,

    /// <summary>Open cases with a promise or request that is late.</summary>
    [Word("overdue")]
    Overdue,
}

/// <summary>How many cases a tab has: exact up to a bound, so that counting stays quick.</summary>
internal readonly record struct TabCount(InboxTab Tab, int Count)
{
    /// <summary>From here on it only says that there are more.</summary>
    public const int Most = 1_000;
}

/// <summary>Reads the inbox, from partial indexes over open cases alone: those who have waited longest come first.</summary>
internal sealed class InboxTable(NpgsqlDataSource database)
{
    private const string LateCases =
        """
        select d.isrc from read.duty_open d where d.due_on < $2
        """;

    /// <summary>The counts of all tabs.</summary>
    public async Task<IReadOnlyList<TabCount>> Counts(AccountId viewer, Day today, CancellationToken cancellationToken)
    {
        var parts = Enum.GetValues<InboxTab>().Select(tab =>
            $"(select count(*)::int from (select from read.case_summary c where {Where(tab)} limit {TabCount.Most + 1}) n)");
        await using var command = database.CreateCommand($"select {string.Join(", ", parts)}, $1::text, $2::date");
        command.Parameters.Add(new() { Value = viewer.ToString(), NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = today.Column(), NpgsqlDbType = NpgsqlDbType.Date });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return [.. Enum.GetValues<InboxTab>().Select((tab, i) => new TabCount(tab, rows.GetInt32(i)))];
    }

    /// <summary>A page of a tab; null where the cursor is none of it.</summary>
    public async Task<Page<CaseSummary>?> Read(
        InboxTab tab, AccountId viewer, Day today, Cursor? cursor, PageLimit limit, CancellationToken cancellationToken)
    {
        DateTime? since = null;
        string? behind = null;
        if (cursor is not null)
        {
            if (cursor.Parts is not [var name, _, var isrc] || name != Words.Of(tab) || !cursor.TryNumber(1, out var ticks) || ticks > DateTime.MaxValue.Ticks)
            {
                return null;
            }

            (since, behind) = (new DateTime(ticks, DateTimeKind.Utc), isrc);
        }

        // A condition that is always true would keep the planner from starting the index at the cursor.
        var beyond = behind is null ? "" : "and (c.waiting_since, c.isrc) > ($3, $4)";
        await using var command = database.CreateCommand(
            $"""
            select {CaseSummary.Columns} from read.case_summary c
             where {Where(tab)} {beyond} and ($1::text is not null and $2::date is not null)
             order by c.waiting_since, c.isrc limit {limit.AndOneMore}
            """);
        command.Parameters.Add(new() { Value = viewer.ToString(), NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = today.Column(), NpgsqlDbType = NpgsqlDbType.Date });
        if (behind is not null)
        {
            command.Parameters.Add(new() { Value = since!.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
            command.Parameters.Add(new() { Value = behind, NpgsqlDbType = NpgsqlDbType.Text });
        }

        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var read = new List<CaseSummary>();
        while (await rows.ReadAsync(cancellationToken))
        {
            read.Add(CaseSummary.Read(rows));
        }

        return Page.Of(read, limit, found => Cursor.Of(
            Words.Of(tab), $"{found.WaitingOn!.Since.ToDateTimeUtc().Ticks}", found.Isrc.ToString()));
    }

    private static string Where(InboxTab tab) => tab switch
    {
        InboxTab.Mine => "c.status = 'open' and c.assignee = $1",
        InboxTab.Unassigned => "c.status = 'open' and c.assignee is null",
        InboxTab.Us => "c.status = 'open' and c.waiting_on = 'distributor'",
        InboxTab.Them => "c.status = 'open' and c.waiting_on <> 'distributor'",
        InboxTab.Overdue => $"c.status = 'open' and c.isrc in ({LateCases})",
        _ => throw new ArgumentOutOfRangeException(nameof(tab), tab, "Not a tab."),
    };
}
