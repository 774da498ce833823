using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace CaseLedger.Imports.Text;

/// <summary>
/// UTF-8 that is valid throughout: each byte of the source that belongs to no character is taken as Windows-1252, marks of
/// byte order at the beginning are dropped, and a NUL ends it, with the fault <c>binary</c>.
/// </summary>
/// <remarks>
/// Whether the whole of a file is UTF-8 is known only at its end. A file whose first accent comes late, or that was joined
/// from two, is read right by this all the same, and in one go.
/// </remarks>
internal sealed class Utf8Stream : ForwardStream
{
    private const int ChunkSize = 1 << 16;
    private const int LongestCharacter = 4;

    // A Windows-1252 character takes up to three bytes (the euro sign).
    private const int MostGrowth = 3;

    private readonly Stream from;
    private readonly byte[] chunk = new byte[ChunkSize];
    private readonly ArrayBufferWriter<byte> repaired = new();
    private int rest;
    private ReadOnlyMemory<byte> ready;
    private bool begun;
    private bool ended;

    /// <summary>Begins to read.</summary>
    /// <param name="from">Bytes that are UTF-8, more or less; it stays open.</param>
    public Utf8Stream(Stream from) => this.from = from;

    /// <summary>Why it ended, where it ended before its end. Of the last line only a part may have been read.</summary>
    public FileFault? Fault { get; private set; }

    /// <summary>How many bytes were handed out.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (ready.IsEmpty)
        {
            if (ended)
            {
                return 0;
            }

            ReadChunk();
        }

        var count = Math.Min(buffer.Length, ready.Length);
        ready.Span[..count].CopyTo(buffer);
        ready = ready[count..];
        Count += count;
        return count;
    }

    private void ReadChunk()
    {
        var read = ReadOn(chunk.AsSpan(rest));
        ended = read == 0;
        var length = rest + read;
        var whole = ended ? length : WholeCharacters(chunk.AsSpan(0, length));
        var text = Valid(chunk.AsMemory(0, whole));
        if (text.Span.IndexOf((byte)0) is >= 0 and var nul)
        {
            text = text[..nul];
            ended = true;
            Fault = new(
                "binary",
                "The file holds NUL bytes: it is no text.",
                "Export the table as CSV (UTF-8) and send that; a spreadsheet can be sent as .xlsx.");
        }

        ready = begun || text.IsEmpty ? text : WithoutMarks(text);
        begun |= !text.IsEmpty;
        // The text may lie in the chunk itself, so what is left over is moved only when the text was copied.
        if (whole < length)
        {
            ready = ready.ToArray();
            chunk.AsSpan(whole, length - whole).CopyTo(chunk);
        }

        rest = length - whole;
    }

    private int ReadOn(Span<byte> buffer)
    {
        try
        {
            return from.Read(buffer);
        }
        catch (FileFaultException e)
        {
            // As an exception it would reach the reader before the rows that the reader has not split yet.
            Fault = e.Fault;
            return 0;
        }
    }

    /// <summary>How many bytes there are up to a character that the next chunk may complete.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back < LongestCharacter && back <= bytes.Length; back++)
        {
            var tail = bytes[^back..];
            if (Rune.DecodeFromUtf8(tail, out _, out _) == OperationStatus.NeedMoreData)
            {
                return bytes.Length - back;
            }
        }

        return bytes.Length;
    }

    private ReadOnlyMemory<byte> Valid(ReadOnlyMemory<byte> bytes)
    {
        if (Utf8.IsValid(bytes.Span))
        {
            return bytes;
        }

        repaired.ResetWrittenCount();
        var left = bytes.Span;
        while (!left.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(left, out _, out var length);
            if (status == OperationStatus.Done)
            {
                repaired.Write(left[..length]);
            }
            else
            {
                foreach (var b in left[..length])
                {
                    var room = repaired.GetSpan(MostGrowth);
                    repaired.Advance(TextEncodings.Windows1252Rune(b).EncodeToUtf8(room));
                }
            }

            left = left[length..];
        }

        return repaired.WrittenMemory;
    }

    // Tools that join files leave a second mark behind the first, and others write the mark as if it were three characters.
    private static ReadOnlyMemory<byte> WithoutMarks(ReadOnlyMemory<byte> text)
    {
        while (true)
        {
            var length = text.Span.StartsWith("\uFEFF"u8) ? "\uFEFF"u8.Length
                : text.Span.StartsWith("ï»¿"u8) ? "ï»¿"u8.Length
                : 0;
            if (length == 0)
            {
                return text;
            }

            text = text[length..];
        }
    }
}
