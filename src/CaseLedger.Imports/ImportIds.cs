using System.Security.Cryptography;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Imports;

namespace CaseLedger.Imports;

/// <summary>Ids that follow from a file's digest, so that the same file read again records nothing again.</summary>
internal static class ImportIds
{
    private const int Bytes = 16;

    /// <summary>The id of an import: what is read in, where to, and how its doubts were decided.</summary>
    /// <remarks>
    /// When the numbers were seen is no part of it: the same file sent again the next day says nothing new. A doubt decided
    /// otherwise makes other readings of the same bytes, and so another import.
    /// </remarks>
    public static Guid Of(ImportStarted start)
    {
        var name = new StringBuilder($"import\n{Words.Of(start.Kind)}\n{start.File}\n{start.Isrc}\n{start.Store}");
        foreach (var choice in start.Choices ?? [])
        {
            name.Append('\n').Append(choice.Name).Append('=').Append(choice.Value);
        }

        return Named(name.ToString());
    }

    /// <summary>The id of what belongs to another id.</summary>
    public static Guid Of(Guid id, string part) => Named($"part\n{id}\n{part}");

    // A UUID of version 8 made from SHA-256 (RFC 9562, appendix B.2).
    private static Guid Named(string name)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes("caseledger/import/v1\n" + name), digest);
        var bytes = digest[..Bytes];
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }
}
