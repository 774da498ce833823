using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using Npgsql;

namespace CaseLedger.Web.Cases;

/// <summary>The orders in which cases can be listed.</summary>
/// <remarks>
/// In the orders by what the opening says a case never changes its place while somebody pages. By movement and by waiting
/// it does, as what they order by does: a case that moves meanwhile is found at its new place.
/// </remarks>
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

    /// <summary>The newest event first.</summary>
    [Word("-moved")]
    LastMoved,

    /// <summary>Those first that have waited longest; what waits for nobody last.</summary>
    [Word("waiting")]
    WaitingLongest,
}

/// <summary>What <c>GET /cases</c> asks for.</summary>
/// <param name="Status">How far a case has come.</param>
/// <param name="Store">A store of which it holds a reading.</param>
/// <param name="WaitingOn">Whose move it is.</param>
/// <param name="Assignee">Who works on it.</param>
/// <param name="Incident">An incident on whose days and store it holds a reading.</param>
/// <param name="Q">Words of the title, artist or ISRC, each of which has to occur, or a whole ISRC in any form.</param>
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
/// <para>
/// Each part of the list (one for each status) is an index walked in its order from the cursor on, so a page costs
/// what it shows, however many cases there are. Only the conditions that were asked for stand in the statement.
/// </para>
/// </remarks>
internal sealed class CaseList(NpgsqlDataSource database)
{
    private const string Isrcs = "c.isrc collate \"C\"";

    // Of one incident's days, in all their vintages: beyond, somebody else's many readings would be counted for long.
    private const int ReadingsOfACase = 20;

    /// <summary>How many cases hold a word, or are touched by an incident, at most to be looked for by naming them; more are met on the way.</summary>
    public int Rare { get; init; } = 1_000;

    /// <summary>Reads a page; null where the cursor is another list's.</summary>
    public async Task<Page<CaseSummary>?> Read(CaseListQuery query, Caller caller, CancellationToken cancellationToken)
    {
        var order = Order.Of(query.Sort ?? CaseOrder.LatestFirst);
        var limit = query.Limit ?? PageLimit.Usual;
        if (!Place.TryRead(query.Cursor, order, out var place))
        {
            return null;
        }

        await using var command = database.CreateCommand();
        if (await Conditions(query, caller, command.Parameters, cancellationToken) is not { } conditions)
        {
            return new([], null);
        }

        var parts = Parts(order, query.Status, place, command.Parameters).Select(part =>
            $"""
            (select {CaseSummary.Columns}, {part.Rank} as rank, {part.Key} as key, {Isrcs} as tie
               from read.case_summary c
              where {string.Join("\n                and ", part.Conditions.Concat(conditions))}
              order by {part.Order}
              limit {limit.AndOneMore})
            """);
        var size = place is null ? $"(select position from read.projection where name = '{CasesProjection.TheName}')" : Add(command.Parameters, place.Size);
        command.CommandText =
            $"""
            select c.*, {size} as size from (
            {string.Join("\nunion all\n", parts)}
            ) c
            order by rank, key {order.Direction}, tie {order.Direction}
            limit {limit.AndOneMore}
            """;

        var read = new List<(CaseSummary Summary, Cursor Place)>();
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var summary = CaseSummary.Read(rows);
            var end = rows.FieldCount;
            read.Add((summary, Cursor.Of(
                Words.Of(order.Word), $"{rows.GetInt64(end - 1)}", $"{rows.GetInt32(end - 4)}", order.Written(rows, end - 3), summary.Isrc.ToString())));
        }

        return Page.Of(read, limit, item => item.Place).Select(item => item.Summary);
    }

    // Null: an incident that nobody declared, on whose days there is nothing.
    private async Task<List<string>?> Conditions(
        CaseListQuery query, Caller caller, NpgsqlParameterCollection parameters, CancellationToken cancellationToken)
    {
        var conditions = new List<string>();
        if (caller.IsArtist)
        {
            conditions.Add($"c.artist_account = {Add(parameters, caller.ArtistAccount?.ToString() ?? "")}");
        }

        if (caller.OnlyRecordings is { } only)
        {
            conditions.Add($"c.isrc = any ({Add(parameters, only.Select(recording => recording.ToString()).ToArray())})");
        }

        if (query.WaitingOn is { } party)
        {
            conditions.Add($"c.waiting_on = {Add(parameters, Words.Of(party))}");
        }

        if (query.Assignee is { } assignee)
        {
            conditions.Add($"c.assignee = {Add(parameters, assignee.ToString())}");
        }

        if (query.Store is { } store)
        {
            conditions.Add($"exists (select from read.reading r where r.isrc = c.isrc and r.store = {Add(parameters, store.ToString())})");
        }

        if (query.Incident is { } slug)
        {
            if (await Span(slug, cancellationToken) is not var (of, first, last))
            {
                return null;
            }

            conditions.Add(await Touches(of, first, last, parameters, cancellationToken));
        }

        if (query.Q is { } words)
        {
            conditions.Add(Isrc.TryParse(words, out var isrc)
                ? $"c.isrc = {Add(parameters, isrc.ToString())}"
                : await Holds(words, parameters, cancellationToken));
        }

        return conditions;
    }

    // What differs between the parts is a status, whether the part comes first, and from where it goes on.
    private static IEnumerable<Part> Parts(Order order, CaseStatus? status, Place? place, NpgsqlParameterCollection parameters)
    {
        var size = place is null ? null : Add(parameters, place.Size);
        var tie = place is null ? null : $"{Add(parameters, place.Isrc)} collate \"C\"";
        var key = place is { Rank: 0 } && order.Key is not null ? Add(parameters, place.Key!) : null;
        var beyond = order.IsDescending ? "<" : ">";
        var byTie = $"{Isrcs} {order.Direction}";
        var words = status is { } only ? [only] : Enum.GetValues<CaseStatus>();

        if (place is not { Rank: 1 })
        {
            foreach (var word in words.Where(order.IsRanked))
            {
                var conditions = new List<string> { $"c.status = '{Words.Of(word)}'" };
                conditions.AddRange(order.Ranked);
                if (place is not null)
                {
                    conditions.Add($"{(order.IsOfOpening ? "c.opened_position" : "c.first_position")} < {size}");
                    conditions.Add(order.Key is null ? $"{Isrcs} {beyond} {tie}" : $"({order.Key}, {Isrcs}) {beyond} ({key}{order.Collation}, {tie})");
                }

                yield return new(0, order.Key ?? order.NoKey, conditions, order.Key is null ? byTie : $"{order.Key} {order.Direction}, {byTie}");
            }
        }

        // Behind them what has no such key, by recording.
        var behind = place is { Rank: 1 } ? [$"{Isrcs} {beyond} {tie}"] : Array.Empty<string>();
        var known = place is null ? [] : new[] { $"c.first_position < {size}" };
        foreach (var word in words.Where(word => !order.IsRanked(word)))
        {
            yield return new(1, order.NoKey, [$"c.status = '{Words.Of(word)}'", .. known, .. behind], byTie);
        }

        if (place is not null && order.IsOfOpening)
        {
            // Opened since the first page: it keeps the place that it had while it was only watched.
            var now = status is { } asked ? [$"c.status = '{Words.Of(asked)}'"] : Array.Empty<string>();
            yield return new(1, order.NoKey, [$"c.opened_position >= {size}", .. now, .. known, .. behind], byTie);
        }
    }

    private async Task<(string Store, DateOnly First, DateOnly Last)?> Span(Slug slug, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select store, first_day, last_day from read.incident where slug = $1");
        command.Parameters.Add(new() { Value = slug.ToString() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return await rows.ReadAsync(cancellationToken) ? (rows.GetString(0), rows.GetFieldValue<DateOnly>(1), rows.GetFieldValue<DateOnly>(2)) : null;
    }

    // As with words: few cases are named, and many are met soon on the way.
    private async Task<string> Touches(
        string store, DateOnly first, DateOnly last, NpgsqlParameterCollection parameters, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select r.isrc, count(*)
              from (select r.isrc from read.reading r where r.store = $1 and r.day between $2 and $3 limit $4) r
             group by r.isrc
            """);
        command.Parameters.Add(new() { Value = store });
        command.Parameters.Add(new() { Value = first });
        command.Parameters.Add(new() { Value = last });
        command.Parameters.Add(new() { Value = (Rare * ReadingsOfACase) + 1 });
        var (found, readings) = (new List<string>(), 0L);
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                found.Add(rows.GetString(0));
                readings += rows.GetInt64(1);
            }
        }

        return found.Count <= Rare && readings <= Rare * ReadingsOfACase
            ? $"c.isrc = any ({Add(parameters, found.ToArray())})"
            : $"""
              (select true from read.reading r
                where r.isrc = c.isrc and r.store = {Add(parameters, store)} and r.day between {Add(parameters, first)} and {Add(parameters, last)} limit 1)
              """;
    }

    // Looked up first, up to a bound, because the planner takes the pieces of one word for independent of each other and
    // so any word for rare. Few cases are named; words that many have are met soon on the way through the list's own index.
    private async Task<string> Holds(string words, NpgsqlParameterCollection parameters, CancellationToken cancellationToken)
    {
        var (pieces, patterns) = CaseWords.Wanted(words);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                // With a bound it would rather walk the table, hoping to meet enough of them early.
                new("set local enable_seqscan = off"),
                new("select s.isrc from read.case_search s where s.pieces @> $1 and s.words like all ($2) limit $3")
                {
                    Parameters = { new() { Value = pieces }, new() { Value = patterns }, new() { Value = Rare + 1 } },
                },
            },
        };
        var found = new List<string>();
        await using (var rows = await batch.ExecuteReaderAsync(cancellationToken))
        {
            while (await rows.ReadAsync(cancellationToken))
            {
                found.Add(rows.GetString(0));
            }
        }

        await transaction.CommitAsync(cancellationToken);
        return found.Count <= Rare
            ? $"c.isrc = any ({Add(parameters, found.ToArray())})"
            : $"(select s.words like all ({Add(parameters, patterns)}) from read.case_search s where s.isrc = c.isrc)";
    }

    private static string Add(NpgsqlParameterCollection parameters, object value)
    {
        parameters.Add(new() { Value = value });
        return $"${parameters.Count}";
    }

    /// <summary>A stretch of the list that one index serves.</summary>
    private sealed record Part(int Rank, string Key, IReadOnlyList<string> Conditions, string Order);

    /// <summary>An order, as its statement needs it: each has its index, from the status on (see the projection).</summary>
    private sealed record Order(CaseOrder Word, string? Key, string KeyType, bool IsDescending)
    {
        public string Direction => IsDescending ? "desc" : "asc";

        public string Collation => KeyType == "text" ? " collate \"C\"" : "";

        public string NoKey => $"null::{KeyType}{Collation}";

        /// <summary>Whether its key is of the opening, which never changes.</summary>
        public bool IsOfOpening => Word is CaseOrder.LatestFirst or CaseOrder.OldestFirst or CaseOrder.Title or CaseOrder.Artist;

        /// <summary>What a case needs beside its status to have the key.</summary>
        public IEnumerable<string> Ranked => Word == CaseOrder.WaitingLongest ? ["c.waiting_since is not null"] : [];

        public static Order Of(CaseOrder order) => order switch
        {
            CaseOrder.LatestFirst => new(order, "c.began_by", "timestamptz", true),
            CaseOrder.OldestFirst => new(order, "c.began_by", "timestamptz", false),
            CaseOrder.Isrc => new(order, null, "text", false),
            // Titles may be long, cursors should not be; equal beginnings are told apart by the recording.
            CaseOrder.Title => new(order, "left(lower(c.title), 100) collate \"C\"", "text", false),
            CaseOrder.Artist => new(order, "left(lower(c.artist), 100) collate \"C\"", "text", false),
            CaseOrder.LastMoved => new(order, "c.position", "bigint", true),
            CaseOrder.WaitingLongest => new(order, "c.waiting_since", "timestamptz", false),
            _ => throw new ArgumentOutOfRangeException(nameof(order), order, "Not an order."),
        };

        /// <summary>Whether cases of a status have the key; those without come behind.</summary>
        public bool IsRanked(CaseStatus status) => Word switch
        {
            CaseOrder.Isrc or CaseOrder.LastMoved => true,
            CaseOrder.WaitingLongest => status == CaseStatus.Open,
            _ => status != CaseStatus.Watched,
        };

        /// <summary>A row's key for a cursor.</summary>
        public string Written(NpgsqlDataReader row, int column) =>
            row.IsDBNull(column) ? ""
            : KeyType == "timestamptz" ? row.GetDateTime(column).Ticks.ToString(CultureInfo.InvariantCulture)
            : KeyType == "bigint" ? row.GetInt64(column).ToString(CultureInfo.InvariantCulture)
            : row.GetString(column);

        /// <summary>A cursor's key as the column's value; null where it is none.</summary>
        public object? Read(string key) => KeyType switch
        {
            "timestamptz" => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
                ? new DateTime(ticks, DateTimeKind.Utc) : null,
            "bigint" => long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null,
            _ => key,
        };
    }

    /// <summary>Where the list goes on: how far the table was at the first page, and the last item's part, key and recording.</summary>
    private sealed record Place(long Size, int Rank, object? Key, string Isrc)
    {
        /// <summary>Reads a cursor; false where it is another list's. No cursor is no place: the start.</summary>
        public static bool TryRead(Cursor? cursor, Order order, out Place? place)
        {
            place = null;
            if (cursor is null)
            {
                return true;
            }

            if (cursor.Parts is not [var name, _, "0" or "1", var key, var isrc] || name != Words.Of(order.Word) || !cursor.TryNumber(1, out var size))
            {
                return false;
            }

            var rank = cursor.Parts[2] == "0" ? 0 : 1;
            var value = rank == 0 && order.Key is not null ? order.Read(key) : key;
            place = value is null ? null : new(size, rank, value, isrc);
            return place is not null;
        }
    }
}
