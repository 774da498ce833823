using System.Collections.Frozen;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CaseLedger.Domain;

namespace CaseLedger.Imports.Statements;

/// <summary>The stores behind the names that statements give them.</summary>
/// <remarks>
/// Several offers of one service (free, paid, family) are one store; downloads and other uses of the same company are not. A
/// name that is not known becomes its own slug. A statement's own word for the store is kept beside it.
/// </remarks>
internal static class StatementStores
{
    private const int HashBytes = 6;

    private static readonly FrozenDictionary<string, Store> Known = new Dictionary<Store, string[]>
    {
        [Store.Spotify] = ["spotify", "spotify-ab", "spotify-premium", "spotify-free", "spotify-ad-supported", "spotify-streaming"],
        [Store.AppleMusic] = ["apple-music", "apple", "apple-inc", "apple-itunes", "itunes-apple", "itunes-apple-music", "apple-music-itunes", "itunes-streaming"],
        [Store.Parse("itunes")] = ["itunes", "itunes-store", "itunes-download", "itunes-downloads", "itunes-songs"],
        [Store.Deezer] = ["deezer", "deezer-sa", "deezer-premium", "deezer-free", "deezer-hifi"],
        [Store.AmazonMusic] =
        [
            "amazon-music", "amazon-music-unlimited", "amazon-unlimited", "amazon-prime", "amazon-prime-music", "amazon-music-prime", "amazon-streaming",
            "amazon-ads", "amazon-music-ads", "amazon-music-ad-supported", "amazon-music-free",
        ],
        [Store.YouTubeMusic] = ["youtube-music", "youtube-premium", "youtube-red", "youtube-music-premium", "youtube-subscription", "youtube-music-streaming"],
        [Store.Parse("youtube")] = ["youtube", "youtube-ads", "youtube-ad-supported", "youtube-ad-revenue"],
        [Store.Parse("youtube-content-id")] = ["youtube-content-id", "youtube-contentid", "content-id", "youtube-ugc"],
        [Store.Tidal] = ["tidal", "tidal-music", "tidal-hifi", "tidal-premium", "aspiro", "wimp"],
        [Store.Parse("tiktok")] = ["tiktok", "tik-tok", "bytedance", "tiktok-bytedance"],
        [Store.Parse("facebook")] = ["facebook", "meta", "facebook-instagram", "facebook-and-instagram", "instagram-facebook"],
    }.SelectMany(pair => pair.Value.Select(name => (name, pair.Key))).ToFrozenDictionary(pair => pair.name, pair => pair.Key);

    /// <summary>The store of a name.</summary>
    /// <param name="name">The statement's word, which is not blank.</param>
    public static Store Of(string name)
    {
        var slug = SlugOf(name);
        return Known.TryGetValue(slug, out var store) ? store : Store.Parse(slug);
    }

    private static string SlugOf(string name)
    {
        var slug = new StringBuilder(Store.LongestLength);
        var isGap = false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                isGap = slug.Length > 0;
                continue;
            }

            if (slug.Length + (isGap ? 2 : 1) > Store.LongestLength)
            {
                break;
            }

            if (isGap)
            {
                slug.Append('-');
                isGap = false;
            }

            slug.Append(char.ToLowerInvariant(c));
        }

        // A name in another script has no letter that a slug can hold, but the same name must always be the same store.
        return slug.Length > 0
            ? slug.ToString()
            : string.Create(CultureInfo.InvariantCulture, $"store-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name.Trim())).AsSpan(0, HashBytes))}");
    }
}
