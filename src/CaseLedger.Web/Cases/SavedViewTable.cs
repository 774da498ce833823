using CaseLedger.Domain;
using CaseLedger.Ledger;
using Npgsql;

namespace CaseLedger.Web.Cases;

/// <summary>A filter of the case list that somebody keeps.</summary>
/// <param name="Id">Made with the form that saved it.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Query">What stands behind the question mark of its address.</param>
internal sealed record SavedView(Guid Id, string Name, string Query)
{
    /// <summary>The longest name, in characters.</summary>
    public const int LongestName = 60;

    /// <summary>The longest filter, in characters.</summary>
    public const int LongestQuery = 1_000;

    /// <summary>How many views an account keeps at most.</summary>
    public const int Most = 30;

    /// <summary>Its address.</summary>
    public string Address => Query.Length == 0 ? "/cases" : $"/cases?{Query}";
}

/// <summary>What became of saving a view.</summary>
internal enum ViewSaving
{
    /// <summary>It is kept; perhaps it was before.</summary>
    Saved = 1,

    /// <summary>The account keeps another view under this name.</summary>
    NameTaken,

    /// <summary>The account keeps as many as it may.</summary>
    TooMany,
}

/// <summary>Reads and writes saved views. Each account has its own.</summary>
internal sealed class SavedViewTable(NpgsqlDataSource database)
{
    /// <summary>The table.</summary>
    public static MigrationSet Migrations { get; } = new("views", typeof(SavedViewTable).Assembly, "Cases/Schema/");

    /// <summary>The views of an account, by name.</summary>
    public async Task<IReadOnlyList<SavedView>> Of(AccountId account, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select id, name, query from views.saved_view where account = $1 order by lower(name), name");
        command.Parameters.Add(new() { Value = account.ToString() });
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var views = new List<SavedView>();
        while (await rows.ReadAsync(cancellationToken))
        {
            views.Add(new(rows.GetGuid(0), rows.GetString(1), rows.GetString(2)));
        }

        return views;
    }

    /// <summary>Keeps a view; the same one again changes nothing.</summary>
    public async Task<ViewSaving> Save(AccountId account, SavedView view, CancellationToken cancellationToken)
    {
        await using var insert = database.CreateCommand(
            """
            insert into views.saved_view (id, account, name, query)
            select $1, $2, $3, $4 where (select count(*) from views.saved_view where account = $2) < $5
            on conflict do nothing
            """);
        insert.Parameters.Add(new() { Value = view.Id });
        insert.Parameters.Add(new() { Value = account.ToString() });
        insert.Parameters.Add(new() { Value = view.Name });
        insert.Parameters.Add(new() { Value = view.Query });
        insert.Parameters.Add(new() { Value = SavedView.Most });
        if (await insert.ExecuteNonQueryAsync(cancellationToken) == 1)
        {
            return ViewSaving.Saved;
        }

        var kept = await Of(account, cancellationToken);
        return kept.Contains(view) ? ViewSaving.Saved
            : kept.Any(other => other.Name == view.Name || other.Id == view.Id) ? ViewSaving.NameTaken
            : ViewSaving.TooMany;
    }

    /// <summary>Throws a view of the account away; nothing happens where it has none of this id.</summary>
    /// <returns>Whether there was one.</returns>
    public async Task<bool> Remove(AccountId account, Guid id, CancellationToken cancellationToken)
    {
        await using var delete = database.CreateCommand("delete from views.saved_view where account = $1 and id = $2");
        delete.Parameters.Add(new() { Value = account.ToString() });
        delete.Parameters.Add(new() { Value = id });
        return await delete.ExecuteNonQueryAsync(cancellationToken) == 1;
    }
}
