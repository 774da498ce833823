using CaseLedger.Imports.Grids;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>What the name of a column tells about its numbers.</summary>
internal enum HeaderHint
{
    /// <summary>Nothing that is known.</summary>
    Unknown = 1,

    /// <summary>Streams, or nothing at all: of which source it does not say.</summary>
    Plain,

    /// <summary>The artist's dashboard.</summary>
    Dashboard,

    /// <summary>Spotify, which both sources are about.</summary>
    Spotify,

    /// <summary>The distributor.</summary>
    Trends,

    /// <summary>Anything but streams by day.</summary>
    Other,
}

/// <summary>The names that artists give to columns, in five languages.</summary>
internal static class HeaderWords
{
    private static readonly string[] Dashboard = ["spotify for artists", "for artists", "s4a", "sfa", "dashboard", "spotify4artists"];

    private static readonly string[] Trends =
    [
        "trends", "trend", "distributor", "distributors", "distribution", "distributore", "distribuzione", "vertrieb", "distributeur", "distribuidor",
        "distribuidora", "distribución", "distrokid", "tunecore", "imusician", "cd baby", "cdbaby", "believe", "orchard", "symphonic", "ditto", "awal",
    ];

    // Another store's streams are no dashboard of Spotify: whose they are, a person says.
    private static readonly string[] OtherStores = ["apple", "itunes", "deezer", "amazon", "youtube", "tidal", "soundcloud", "tiktok", "instagram", "facebook", "meta", "shazam", "pandora"];

    private static readonly string[] Other =
    [
        "listener", "listeners", "follower", "followers", "saves", "save", "playlist", "playlists", "ascoltatori", "salvataggi", "hörer", "hörerinnen",
        "speicherungen", "auditeurs", "abonnés", "enregistrements", "oyentes", "seguidores", "guardados", "difference", "diff", "delta", "change", "differenza",
        "variazione", "differenz", "unterschied", "abweichung", "différence", "écart", "diferencia", "missing", "mancanti", "fehlend", "manquants", "faltan",
        "revenue", "earnings", "royalties", "royalty", "eur", "usd", "ricavi", "guadagni", "umsatz", "einnahmen", "revenus", "ingresos", "percent", "%", "€", "$",
        "week", "settimana", "woche", "semaine", "semana", "cumulative", "cumulativo", "kumuliert", "cumul", "acumulado", "note", "notes",
    ];

    /// <summary>What a name tells.</summary>
    /// <param name="header">The name, perhaps of several lines.</param>
    public static HeaderHint Of(string header)
    {
        var words = $" {Plainly(header)} ";
        return string.IsNullOrWhiteSpace(words) ? HeaderHint.Plain
            : Holds(words, Other) ? HeaderHint.Other
            : (Holds(words, Dashboard), Holds(words, Trends)) switch
            {
                (true, true) => HeaderHint.Unknown,
                (true, false) => HeaderHint.Dashboard,
                (false, true) => HeaderHint.Trends,
                _ when Holds(words, OtherStores) => HeaderHint.Unknown,
                _ when Holds(words, ["spotify"]) => HeaderHint.Spotify,
                _ when Holds(words, GridLines.CountNames) => HeaderHint.Plain,
                _ => HeaderHint.Unknown,
            };
    }

    /// <summary>Whether a cell names a column of days.</summary>
    public static bool IsDay(string cell) => GridLines.DayNames.Contains(Plainly(cell));

    /// <summary>Whether a cell names a column, and is no day or number.</summary>
    public static bool IsName(string cell) =>
        cell.Length > 0 && (IsDay(cell) || Of(cell) is not HeaderHint.Unknown) && Plainly(cell).Length > 0 && !cell.StartsWith('=');

    /// <summary>Whether a cell begins a sum over days.</summary>
    public static bool IsTotal(string cell)
    {
        var plain = Plainly(cell);
        return GridLines.TotalNames.Contains(plain) || (plain.IndexOf(' ', StringComparison.Ordinal) is > 0 and var end && GridLines.TotalNames.Contains(plain[..end]) && !plain.Any(char.IsAsciiDigit));
    }

    private static bool Holds(string words, IEnumerable<string> names) => names.Any(name => words.Contains($" {name} ", StringComparison.OrdinalIgnoreCase));

    private static string Plainly(string text) =>
        string.Join(' ', new string([.. text.Select(c => char.IsLetterOrDigit(c) || c is '%' or '€' or '$' ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
