using System.Security.Cryptography;

namespace CaseLedger.Transparency;

/// <summary>
/// The salted commitment to a payload: HMAC-SHA-256 with the event's salt as key over its exact payload bytes.
/// </summary>
/// <remarks>
/// The log commits to this value and never to the payload, so that a payload can be redacted (salt and payload
/// deleted) while every proof still holds; without the salt nobody can test guesses of a redacted payload against it.
/// Source: RFC 2104 (HMAC), FIPS 180-4 (SHA-256).
/// </remarks>
public static class Commitment
{
    /// <summary>Length of a salt in bytes.</summary>
    public const int SaltLength = 16;

    /// <summary>Length of a commitment in bytes.</summary>
    public const int Length = HMACSHA256.HashSizeInBytes;

    /// <summary>The commitment to a payload.</summary>
    /// <param name="salt">The event's salt, <see cref="SaltLength"/> bytes, from a cryptographic random source.</param>
    /// <param name="payload">The exact bytes that are stored; never a re-serialised object.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] To(ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload) => HMACSHA256.HashData(salt, payload);

    /// <summary>Whether a payload is the one that was committed to.</summary>
    /// <param name="commitment">The commitment as stored.</param>
    /// <param name="salt">The salt as stored.</param>
    /// <param name="payload">The payload as stored.</param>
    public static bool Holds(ReadOnlySpan<byte> commitment, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> payload)
    {
        Span<byte> fresh = stackalloc byte[Length];
        HMACSHA256.HashData(salt, payload, fresh);
        return commitment.SequenceEqual(fresh);
    }
}
