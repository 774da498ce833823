using CaseLedger.Web.Http;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Web.Accounts;

/// <summary>The order of both lists, accounts and invitations: when made, the newest first, then the id, since many can be made at once.</summary>
internal static class NewestFirst
{
    // Later than anything that was made, and less than infinity: the index is read from its end.
    private static readonly DateTime Last = new(9000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>The cursor behind a row.</summary>
    public static Cursor After(Instant at, Guid id) => Cursor.Of(InstantPattern.ExtendedIso.Format(at), id.ToString());

    /// <summary>The place of a cursor; the beginning for none, and for one that another list made.</summary>
    public static (DateTime At, Guid Id) Place(Cursor? cursor) =>
        cursor is { Parts: [var at, var id] } && InstantPattern.ExtendedIso.Parse(at).TryGetValue(default, out var instant) && Guid.TryParse(id, out var key)
            ? (instant.ToDateTimeUtc(), key)
            : (Last, Guid.Empty);
}

/// <summary>What somebody looks for, as a question to the index of words.</summary>
internal static class WordsQuery
{
    private const int Most = 8;

    /// <summary>All words, each perhaps only begun. Whatever is neither letter nor digit parts them, and means nothing itself.</summary>
    public static string Of(string text) => string.Join(" & ", new string([.. text.Select(c => char.IsLetterOrDigit(c) ? c : ' ')])
        .Split(' ', StringSplitOptions.RemoveEmptyEntries).Take(Most).Select(word => $"{word}:*"));
}
