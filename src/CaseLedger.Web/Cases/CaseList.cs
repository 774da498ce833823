using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using Npgsql;
using NpgsqlTypes;

namespace CaseLedger.Web.Cases;

/// <summary>The orders in which cases can be listed. A case never changes its place while somebody pages.</summary>
internal enum CaseOrder
{
    /// <summary>The latest matter first; what was never opened last.</summary>
    [Word("-opened")]
    LatestFirst = 1,

    /// <summary>The oldest matter first; what was never opened last.</summary>
    [Word("opened")]
    OldestFirst,

    /// <summary>By recording.</summary>
    [Word("isrc")]
    Isrc,

    /// <summary>By title; what was never opened last.</summary>
    [Word("title")]
    Title,

    /// <summary>By artist; what was never opened last.</summary>
    [Word("artist")]
    Artist,
}

/// <summary>What <c>GET /cases</c> asks for.</summary>
/// <param name="Status">How far a case has come.</param>
/// <param name="Store">A store of which it holds a reading.</param>
/// <param name="WaitingOn">Whose move it is.</param>
/// <param name="Assignee">Who works on it.</param>
/// <param name="Incident">An incident on whose days and store it holds a reading.</param>
/// <param name="Q">Words of the title or artist, or an ISRC in any form.</param>
/// <param name="Sort">The order.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Limit">How many.</param>
internal sealed record CaseListQuery(
    CaseStatus? Status,
    Store? Store,
    Party? WaitingOn,
    AccountId? Assignee,
    Slug? Incident,
    string? Q,
    CaseOrder? Sort,
    Cursor? Cursor,
    PageLimit? Limit);

/// <summary>The case list.</summary>
/// <remarks>
/// Stable while events arrive: a cursor holds how far the table was when the first page was read, and what was first
/// seen or opened since counts as it did then. So every case of that moment comes up exactly once.
/// </remarks>
internal sealed class CaseList(NpgsqlDataSource database)
{
    /// <summary>Reads a page; null where the cursor is another list's.</summary>
    public async Task<Page<CaseSummary>?> Read(CaseListQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var order = query.Sort ?? CaseOrder.LatestFirst;
        var limit = query.Limit ?? PageLimit.Usual;
        if (Place.Of(query.Cursor, order) is not { } place)
        {
            return null;
        }

        await using var command = database.CreateCommand(Sql(order));
        var parameters = command.Parameters;
        parameters.Add(Text(caller.IsArtist ? caller.ArtistAccount?.ToString() ?? "" : null));
        parameters.Add(Text(query.Status is { } status ? Words.Of(status) : null));
        parameters.Add(Text(query.Store?.ToString()));
        parameters.Add(Text(query.WaitingOn is { } party ? Words.Of(party) : null));
        parameters.Add(Text(query.Assignee?.ToString()));
        parameters.Add(Text(query.Incident?.ToString()));
        parameters.Add(Text(query.Q is { } words ? $"%{Like.Escape(words)}%" : null));
        parameters.Add(Text(query.Q is { } code && Isrc.TryParse(code, out var isrc) ? isrc.ToString() : null));
        parameters.Add(new() { Value = (object?)place.Size ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
        parameters.Add(new() { Value = place.Rank });
        parameters.Add(Text(place.Key));
        parameters.Add(Text(place.Isrc));
        parameters.Add(new() { Value = limit.AndOneMore });
        parameters.Add(new()
        {
            Value = (object?)caller.OnlyRecordings?.Select(recording => recording.ToString()).ToArray() ?? DBNull.Value,
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        });
        var read = new List<(CaseSummary Summary, Cursor Place)>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var summary = CaseSummary.Read(rows);
            var (size, rank, key) = (rows.FieldCount - 3, rows.FieldCount - 2, rows.FieldCount - 1);
            read.Add((summary, Cursor.Of(
                Words.Of(order), $"{rows.GetInt64(size)}", $"{rows.GetInt32(rank)}", rows.GetString(key), summary.Isrc.ToString())));
        }

        return Page.Of(read, limit, item => item.Place).Select(item => item.Summary);
    }

    private static NpgsqlParameter Text(string? value) => new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    // What differs between the orders is the key, its direction, and nothing else.
    private static string Sql(CaseOrder order)
    {
        const string BeganBy = "to_char(began_by at time zone 'utc', 'YYYY-MM-DD HH24:MI:SS.US')";
        // Titles may be long, cursors should not be; equal beginnings are told apart by the recording.
        const string Title = "left(lower(title), 100)";
        const string Artist = "left(lower(artist), 100)";
        var (key, descending) = order switch
        {
            CaseOrder.LatestFirst => (BeganBy, true),
            CaseOrder.OldestFirst => (BeganBy, false),
            CaseOrder.Isrc => ("''", false),
            CaseOrder.Title => (Title, false),
            CaseOrder.Artist => (Artist, false),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not an order."),
        };
        var (direction, beyond, opened, watched) = descending ? ("desc", "<", 1, 0) : ("asc", ">", 0, 1);
        return $"""
            with shown as (
              select coalesce($9, (select position from read.projection where name = '{CasesProjection.TheName}')) as size
            ),
            placed as (
              select c.*, s.size,
                     case when {(order == CaseOrder.Isrc ? "true" : "coalesce(opened_position < s.size, false)")} then {opened} else {watched} end as rank,
                     (case when coalesce(opened_position < s.size, false) then {key} else '' end) collate "C" as key
                from read.case_summary c cross join shown s
               where first_position < s.size
                 and ($1 is null or artist_account = $1)
                 and ($14 is null or c.isrc = any ($14))
                 and ($2 is null or status = $2)
                 and ($3 is null or exists (select from read.reading r where r.isrc = c.isrc and r.store = $3))
                 and ($4 is null or waiting_on = $4)
                 and ($5 is null or assignee = $5)
                 and ($6 is null or exists (
                       select from read.incident i join read.reading r on r.store = i.store and r.day between i.first_day and i.last_day
                        where i.slug = $6 and r.isrc = c.isrc))
                 and ($7 is null or title ilike $7 or artist ilike $7 or c.isrc ilike $7 or c.isrc = $8)
            )
            select {CaseSummary.Columns}, size, rank, key
              from placed c
             where $12 is null or (rank, key, isrc collate "C") {beyond} ($10, $11 collate "C", $12 collate "C")
             order by rank {direction}, key {direction}, isrc collate "C" {direction}
             limit $13
            """;
    }

    /// <summary>Where the list goes on: how far the table was at the first page, and the last item's key; all null at the start.</summary>
    private sealed record Place(long? Size, int Rank, string? Key, string? Isrc)
    {
        public static Place? Of(Cursor? cursor, CaseOrder order) => cursor switch
        {
            null => new(null, 0, null, null),
            { Parts: [var name, _, var rank, var key, var isrc] } when name == Words.Of(order) && rank is "0" or "1" && cursor.TryNumber(1, out var size) =>
                new(size, rank == "1" ? 1 : 0, key, isrc),
            _ => null,
        };
    }
}

/// <summary>Patterns of <c>like</c>.</summary>
internal static class Like
{
    /// <summary>A text that is found as it is.</summary>
    public static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
