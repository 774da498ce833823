using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using CaseLedger.Domain;
using CaseLedger.Domain.Imports;

namespace CaseLedger.Imports;

/// <summary>Ids that follow from a file's digest, so that the same file read again records nothing again.</summary>
internal static class ImportIds
{
    private const int Bytes = 16;

    private const string Context = "caseledger/import/v1\n";

    // What a line of most files is called, with room to spare.
    private const int UsualName = 512;

    /// <summary>The id of an import: what is read in, where to, for whom, and how its doubts were decided.</summary>
    /// <remarks>
    /// When the numbers were seen is no part of it: the same file sent again the next day says nothing new. A doubt decided
    /// otherwise makes other readings of the same bytes, and so another import (of a statement only where the other left
    /// nothing, see <see cref="OneReading"/>); an artist's import may touch other cases than the support's, and neither stands
    /// in the other's way.
    /// </remarks>
    public static Guid Of(ImportStarted start)
    {
        // Of a file that names no store Spotify is meant unless somebody says otherwise; saying so changes nothing.
        var store = start.Isrc is null ? null : start.Store ?? Store.Spotify;
        var name = new StringBuilder($"import\n{Words.Of(start.Kind)}\n{start.File}\n{start.Isrc}\n{store}\n{start.ArtistAccount}");
        foreach (var choice in (start.Choices ?? []).OrderBy(choice => choice.Name, StringComparer.Ordinal))
        {
            name.Append('\n').Append(choice.Name).Append('=').Append(choice.Value);
        }

        return Named(name.ToString());
    }

    /// <summary>The id of what certain lines of a file say, whoever sends it and however they found out what it holds.</summary>
    /// <param name="file">The file.</param>
    /// <param name="isrc">The recording.</param>
    /// <param name="part">What tells it from the file's other commands on this recording.</param>
    public static Guid OfLines(Sha256 file, Isrc isrc, string part)
    {
        // By the million: without a text of their own.
        Span<byte> name = stackalloc byte[UsualName];
        return Utf8.TryWrite(name, $"{Context}lines\n{file}\n{isrc}\n{part}", out var length)
            ? Hashed(name[..length])
            : Named($"lines\n{file}\n{isrc}\n{part}");
    }

    /// <summary>The id of what belongs to another id.</summary>
    public static Guid Of(Guid id, string part) => Named($"part\n{id}\n{part}");

    private static Guid Named(string name)
    {
        var text = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(Context.Length + name.Length));
        var length = Encoding.UTF8.GetBytes(Context, text);
        length += Encoding.UTF8.GetBytes(name, text.AsSpan(length));
        var id = Hashed(text.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(text);
        return id;
    }

    // A UUID of version 8 made from SHA-256 (RFC 9562, appendix B.2).
    private static Guid Hashed(ReadOnlySpan<byte> name)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, digest);
        var bytes = digest[..Bytes];
        bytes[6] = (byte)(0x80 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new(bytes, bigEndian: true);
    }
}
