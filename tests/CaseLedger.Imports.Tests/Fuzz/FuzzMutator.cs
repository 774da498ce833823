using System.Buffers;
using System.Text;
using CaseLedger.Imports.Tests.Text;

namespace CaseLedger.Imports.Tests.Fuzz;

/// <summary>Makes damaged files out of good ones, the same from the same seed.</summary>
internal sealed class FuzzMutator(int seed)
{
    private const int MostChanges = 10;
    private const int MostBytes = 1 << 18;

    private static readonly byte[][] Insertions =
    [
        [0], "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(), ";"u8.ToArray(), "\t"u8.ToArray(), "|"u8.ToArray(), "\n"u8.ToArray(), "\r"u8.ToArray(),
        "\r\n"u8.ToArray(), "-"u8.ToArray(), "0"u8.ToArray(), "9"u8.ToArray(), "."u8.ToArray(), " "u8.ToArray(), "null"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(),
        "\uFEFF"u8.ToArray(), "é"u8.ToArray(), [0xE9], [0xFF], [0x1F, 0x8B], "99999999999999999999"u8.ToArray(), "=1+1"u8.ToArray(), "\\u0000"u8.ToArray(),
    ];

    private static readonly SearchValues<byte> Edges = SearchValues.Create(",;:\t|\"\n\r"u8);

    private readonly Random random = new(seed);

    /// <summary>Changes a file here and there; now and then as UTF-16 or within gzip.</summary>
    public byte[] Mutate(byte[] file, byte[] other)
    {
        var bytes = file;
        switch (random.Next(12))
        {
            case 0: bytes = Encoding.Convert(Encoding.UTF8, Encoding.Unicode, bytes); break;
            case 1: bytes = [0xFE, 0xFF, .. Encoding.Convert(Encoding.UTF8, Encoding.BigEndianUnicode, bytes)]; break;
            case 2: bytes = [.. bytes.Where(b => b != '\r').Select(b => b == '\n' ? (byte)'\r' : b)]; break;
            case 3: bytes = TextTableTests.Gzip(bytes); break;
        }

        for (var changes = random.Next(1, MostChanges + 1); changes > 0; changes--)
        {
            bytes = Change(bytes, other);
        }

        bytes = bytes.Length > MostBytes ? bytes[..MostBytes] : bytes;
        return random.Next(8) == 0 ? TextTableTests.Gzip(bytes) : bytes;
    }

    private byte[] Change(byte[] bytes, byte[] other)
    {
        var (from, to) = Range(bytes);
        switch (random.Next(13))
        {
            case 0:
                // One bit, as a bad disk flips it.
                var flipped = bytes.ToArray();
                if (flipped.Length > 0) flipped[Math.Min(from, flipped.Length - 1)] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 1:
                var overwritten = bytes.ToArray();
                random.NextBytes(overwritten.AsSpan(from, Math.Min(to - from, 8)));
                return overwritten;
            case 2:
                return bytes[..from];
            case 3:
                return [.. bytes[..from], .. bytes[to..]];
            case 4:
                // The same piece again, as a transfer that was taken up in the wrong place.
                return [.. bytes[..to], .. bytes[from..]];
            case 5:
                var (a, b) = Range(other);
                return [.. bytes[..from], .. other[a..b], .. bytes[from..]];
            case 6:
                return [.. bytes, .. other];
            case 7:
                // A number that is another one.
                var changed = bytes.ToArray();
                var digit = changed.AsSpan(from).IndexOfAnyInRange((byte)'0', (byte)'9');
                if (digit >= 0) changed[from + digit] = (byte)('0' + random.Next(10));
                return changed;
            case 8 or 9:
                // At the edge of a cell, where a sign or a letter makes another value of it.
                var edge = bytes.AsSpan(from).IndexOfAny(Edges);
                var at = edge < 0 ? from : from + edge + random.Next(2);
                return [.. bytes[..at], .. Insertions[random.Next(Insertions.Length)], .. bytes[at..]];
            case 10:
                // A cell without its content.
                var begin = bytes.AsSpan(from).IndexOfAny(Edges);
                var end = begin < 0 ? -1 : bytes.AsSpan(from + begin + 1).IndexOfAny(Edges);
                return end < 0 ? bytes : [.. bytes[..(from + begin + 1)], .. bytes[(from + begin + 1 + end)..]];
            default:
                return [.. bytes[..from], .. Insertions[random.Next(Insertions.Length)], .. bytes[from..]];
        }
    }

    private (int From, int To) Range(byte[] bytes)
    {
        var from = random.Next(bytes.Length + 1);
        // Mostly small pieces: they leave most of the file to be read.
        var longest = random.Next(4) == 0 ? bytes.Length - from : Math.Min(40, bytes.Length - from);
        return (from, from + random.Next(longest + 1));
    }
}
