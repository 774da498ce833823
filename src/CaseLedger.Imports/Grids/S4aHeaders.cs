namespace CaseLedger.Imports.Grids;

/// <summary>Tells the exports of Spotify for Artists by their headers, which are English in every language of its pages.</summary>
internal static class S4aHeaders
{
    /// <summary>Whether a header is that of a song's timeline: <c>date,streams</c>.</summary>
    public static bool IsSongTimeline(IReadOnlyList<string> header) => Filled(header) is ["date", "streams"];

    /// <summary>Whether a header is that of an artist's audience timeline, old or new.</summary>
    public static bool IsAudienceTimeline(IReadOnlyList<string> header) =>
        Filled(header) is ["date", "listeners", ..] and var names && names.Contains("streams") && names.Contains("followers");

    /// <summary>Whether a header is that of a list of songs.</summary>
    public static bool IsSongList(IReadOnlyList<string> header) =>
        Filled(header) is ["song", ..] and var names && names.Contains("listeners") && names.Contains("streams");

    /// <summary>Whether a header is that of a list of playlists.</summary>
    public static bool IsPlaylistList(IReadOnlyList<string> header) =>
        Filled(header) is ["title", "author", ..] and var names && names.Contains("listeners") && names.Contains("streams");

    /// <summary>Why an export holds no song's counts by day; null of every other header.</summary>
    /// <param name="header">The names of the columns, as they stand.</param>
    public static FileFault? FaultOf(IReadOnlyList<string> header) =>
        IsAudienceTimeline(header) ? new(
            "catalogue",
            "This audience timeline counts the artist's whole catalogue, not one song.",
            "In Spotify for Artists open Music, then the song, and export its own timeline (date, streams).",
            1)
        : IsSongList(header) ? new(
            "window-totals",
            "This list of songs holds totals over a window of time, which are no day counts.",
            "In Spotify for Artists open the song, and export its own timeline (date, streams).",
            1)
        : IsPlaylistList(header) ? new(
            "window-totals",
            "This list of playlists holds totals over a window of time, which are no day counts.",
            "In Spotify for Artists open Music, then the song, and export its own timeline (date, streams).",
            1)
        : null;

    /// <summary>Why a file is no song's timeline; null where it is one.</summary>
    /// <param name="header">The names of the columns, as they stand.</param>
    public static FileFault? FaultOfTimeline(IReadOnlyList<string> header) =>
        IsSongTimeline(header)
            ? null
            : FaultOf(header) ?? new(
                "header-unknown",
                "The first line is not that of a song's timeline, which is 'date,streams'.",
                "Send the export of Spotify for Artists as it came, or send the file as a spreadsheet.",
                1);

    // A mark of the byte order may be stuck to the first name more than once, by programs that add their own.
    private static string[] Filled(IReadOnlyList<string> header) =>
        [.. header.Select(name => name.Trim('\uFEFF', ' ', '\t', '\u00A0', '"').ToLowerInvariant()).Where(name => name.Length > 0)];
}
