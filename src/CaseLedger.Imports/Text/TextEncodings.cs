using System.Buffers;
using System.Text;

namespace CaseLedger.Imports.Text;

/// <summary>Finds how a text's characters are written, by its first bytes.</summary>
internal static class TextEncodings
{
    private const int LeastPairs = 2;

    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
    private static readonly Rune[] Windows1252Runes = [.. Enumerable.Range(0, 256).Select(b => new Rune(Windows1252.GetString([(byte)b])[0]))];

    /// <summary>What one byte is in Windows-1252.</summary>
    public static Rune Windows1252Rune(byte b) => Windows1252Runes[b];

    /// <summary>Finds the encoding.</summary>
    /// <param name="head">The first bytes.</param>
    /// <returns>UTF-8, UTF-16 of either order or Windows-1252.</returns>
    public static Encoding Find(ReadOnlySpan<byte> head) =>
        head.StartsWith<byte>([0xEF, 0xBB, 0xBF]) ? Encoding.UTF8
        : head.StartsWith<byte>([0xFF, 0xFE]) ? Encoding.Unicode
        : head.StartsWith<byte>([0xFE, 0xFF]) ? Encoding.BigEndianUnicode
        : Utf16WithoutMark(head) ?? (IsUtf8(head) ? Encoding.UTF8 : Windows1252);

    /// <summary>
    /// In UTF-16 the digits, delimiters and line ends of any table have a zero byte on the same side, and on the other side
    /// none has: there a zero would be a NUL or a character of no table.
    /// </summary>
    private static Encoding? Utf16WithoutMark(ReadOnlySpan<byte> head)
    {
        var pairs = head.Length / 2;
        var (first, second) = (0, 0);
        for (var i = 0; i < pairs; i++)
        {
            first += head[2 * i] == 0 ? 1 : 0;
            second += head[(2 * i) + 1] == 0 ? 1 : 0;
        }

        return pairs < LeastPairs ? null
            : first == 0 && second > pairs / 4 ? Encoding.Unicode
            : second == 0 && first > pairs / 4 ? Encoding.BigEndianUnicode
            : null;
    }

    /// <summary>One byte gone wrong does not make a file of another encoding: the greater number decides.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        var (good, bad) = (0, 0);
        while (!head.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(head, out _, out var length);
            if (status == OperationStatus.NeedMoreData)
            {
                break;
            }

            good += status == OperationStatus.Done && length > 1 ? 1 : 0;
            bad += status == OperationStatus.Done ? 0 : 1;
            head = head[length..];
        }

        return bad == 0 || good > bad;
    }
}
