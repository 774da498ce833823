using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CaseLedger.Web.Accounts;

/// <summary>The secret in a link that opens something once: 256 random bits, of which the hash is kept.</summary>
internal static class LinkSecret
{
    private const int Bytes = 32;
    private const int Longest = 100;

    /// <summary>A new secret. It is shown once and kept nowhere.</summary>
    public static string Make() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is stored of a secret; null for what is too long to be one.</summary>
    public static byte[]? Hash(string secret) => secret.Length > Longest ? null : SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
