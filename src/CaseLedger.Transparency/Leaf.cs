using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CaseLedger.Transparency;

/// <summary>
/// One leaf of the log: the canonical text of an event's envelope, and its hash.
/// </summary>
/// <remarks>
/// <para>The text is UTF-8, one field a line, each line ended by one LF, in this order:</para>
/// <code>
/// caseledger/leaf/v1
/// 41                                     position
/// case-AADEM2400001                      stream
/// 7                                      version
/// 0190b0e2-7d5f-7cc1-8c3e-8a2f5a7d9a11   event id, lower case
/// screenshot-reported.v1                 type
/// 1714060800000000                       recordedAt, microseconds since 1970-01-01T00:00:00Z
/// agent:ada                              actor
/// 9f86d0…                                commitment, lower-case hex
/// </code>
/// <para>
/// It can be recomputed with standard tools: <c>(printf '\0'; printf '%s\n' …) | sha256sum</c>. No field may hold
/// a line feed, so no two envelopes share a text. Hash: RFC 6962, section 2.1 (a zero byte before the leaf).
/// </para>
/// </remarks>
public static class Leaf
{
    /// <summary>The first line of every leaf: the format and its version.</summary>
    public const string FormatTag = "caseledger/leaf/v1";

    /// <summary>The canonical text of an envelope.</summary>
    /// <param name="position">Position in the whole ledger, from 0.</param>
    /// <param name="stream">The stream's name.</param>
    /// <param name="version">Version in the stream, from 1.</param>
    /// <param name="eventId">The event's id.</param>
    /// <param name="type">The event's wire name.</param>
    /// <param name="recordedAtMicroseconds">Database time, microseconds since the Unix epoch.</param>
    /// <param name="actor">The pseudonymous account that recorded it.</param>
    /// <param name="commitment">The payload's commitment, 32 bytes.</param>
    public static string Text(
        long position, string stream, int version, Guid eventId, string type,
        long recordedAtMicroseconds, string actor, ReadOnlySpan<byte> commitment) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{FormatTag}\n{position}\n{stream}\n{version}\n{eventId:D}\n{type}\n{recordedAtMicroseconds}\n{actor}\n{Convert.ToHexStringLower(commitment)}\n");

    /// <summary>The hash of a leaf: SHA-256 of a zero byte and the text.</summary>
    /// <param name="text">The canonical text.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Hash(string text)
    {
        var bytes = new byte[1 + Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(1));
        return SHA256.HashData(bytes);
    }
}
