using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace CaseLedger.Web.Access;

/// <summary>The secret that a caller shows: 256 random bits behind a prefix by which secret scanners find it.</summary>
internal static class TokenSecret
{
    /// <summary>What every token begins with.</summary>
    public const string Prefix = "clt_";

    private const int Bytes = 32;

    /// <summary>A new secret. It is shown once and kept nowhere.</summary>
    public static string Make() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>What is stored of a secret.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
