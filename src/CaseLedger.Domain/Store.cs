using System.Diagnostics.CodeAnalysis;

namespace CaseLedger.Domain;

/// <summary>A streaming service, by its slug of at most 40 characters. The list is open: the constants are only the usual ones.</summary>
public sealed record Store
{
    /// <summary>The longest slug of a store.</summary>
    public const int LongestLength = 40;

    private readonly string slug;

    private Store(string slug) => this.slug = slug;

    /// <summary>Spotify.</summary>
    public static Store Spotify { get; } = new("spotify");

    /// <summary>Apple Music.</summary>
    public static Store AppleMusic { get; } = new("apple-music");

    /// <summary>Deezer.</summary>
    public static Store Deezer { get; } = new("deezer");

    /// <summary>Amazon Music.</summary>
    public static Store AmazonMusic { get; } = new("amazon-music");

    /// <summary>YouTube Music.</summary>
    public static Store YouTubeMusic { get; } = new("youtube-music");

    /// <summary>Tidal.</summary>
    public static Store Tidal { get; } = new("tidal");

    /// <summary>Takes a store if the text is a slug.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="store">The store.</param>
    /// <returns>Whether the text names a store.</returns>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Store? store)
    {
        // Most readings are Spotify's: sharing the instance spares an allocation per event of a long case.
        store = text is null ? null
            : text == Spotify.slug ? Spotify
            : Slug.IsWellFormed(text, LongestLength) ? new(text)
            : null;
        return store is not null;
    }

    /// <summary>Takes a text that is known to name a store.</summary>
    /// <param name="text">The slug.</param>
    /// <returns>The store.</returns>
    /// <exception cref="FormatException">The text is no slug of at most 40 characters.</exception>
    public static Store Parse(string text) =>
        TryParse(text, out var store) ? store : throw new FormatException($"'{text}' is not a store.");

    /// <summary>The slug.</summary>
    /// <returns>For example <c>spotify</c>.</returns>
    public override string ToString() => slug;
}
