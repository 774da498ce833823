using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace CaseLedger.Ledger.Appending;

/// <summary>Writes rows of <c>ledger.event</c> in PostgreSQL's binary COPY format, into one buffer that is used again.</summary>
/// <remarks>
/// A driver's importer decides for each value anew how it is written, which is half of what a row costs its client.
/// Source: PostgreSQL's documentation of COPY, "Binary Format".
/// </remarks>
/// <param name="copy">Takes the bytes.</param>
internal sealed class CopyRows(Stream copy) : IDisposable
{
    private const short Columns = 10;
    private const int GuidBytes = 16;
    private const int BufferBytes = 1 << 16;

    // Everything of a row that has no length of its own: the lengths of ten fields, their count, and four numbers and an id.
    private const int FixedBytes = sizeof(short) + (Columns * sizeof(int)) + (2 * sizeof(long)) + sizeof(int) + GuidBytes;

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int used;

    private static ReadOnlySpan<byte> Signature => [(byte)'P', (byte)'G', (byte)'C', (byte)'O', (byte)'P', (byte)'Y', (byte)'\n', 0xFF, (byte)'\r', (byte)'\n', 0];

    /// <summary>Writes what stands before the first row.</summary>
    internal void Begin()
    {
        Signature.CopyTo(Next(Signature.Length));
        // No flags, no extension.
        Next(2 * sizeof(int)).Clear();
    }

    /// <summary>Writes a row, in the order of <see cref="Reading.EventRows.Columns"/>.</summary>
    internal void Write(Receipt receipt, NewEvent @event, DateTime recordedAt, string actor, SealedPayload sealing)
    {
        Reserve(FixedBytes + @event.Payload.Length + sealing.Salt.Length + sealing.Commitment.Length
            + Encoding.UTF8.GetMaxByteCount(receipt.Stream.Length + @event.Type.Length + actor.Length));
        BinaryPrimitives.WriteInt16BigEndian(Next(sizeof(short)), Columns);
        Long(receipt.Position);
        Text(receipt.Stream);
        Length(sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(Next(sizeof(int)), receipt.Version);
        Length(GuidBytes);
        receipt.EventId.TryWriteBytes(Next(GuidBytes), bigEndian: true, out _);
        Text(@event.Type);
        Long((recordedAt - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
        Text(actor);
        Bytes(sealing.Salt);
        Bytes(@event.Payload);
        Bytes(sealing.Commitment);
    }

    /// <summary>Writes what stands after the last row, and sends all.</summary>
    internal async Task End()
    {
        Reserve(sizeof(short));
        BinaryPrimitives.WriteInt16BigEndian(Next(sizeof(short)), -1);
        await copy.WriteAsync(buffer.AsMemory(0, used));
        used = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = [];
    }

    private void Reserve(int bytes)
    {
        if (used > 0 && buffer.Length - used < bytes)
        {
            copy.Write(buffer, 0, used);
            used = 0;
        }

        if (buffer.Length < bytes)
        {
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = ArrayPool<byte>.Shared.Rent(bytes);
        }
    }

    private Span<byte> Next(int bytes)
    {
        var next = buffer.AsSpan(used, bytes);
        used += bytes;
        return next;
    }

    private void Length(int bytes) => BinaryPrimitives.WriteInt32BigEndian(Next(sizeof(int)), bytes);

    private void Long(long value)
    {
        Length(sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(Next(sizeof(long)), value);
    }

    private void Bytes(ReadOnlySpan<byte> bytes)
    {
        Length(bytes.Length);
        bytes.CopyTo(Next(bytes.Length));
    }

    private void Text(string text)
    {
        var length = Next(sizeof(int));
        var bytes = Encoding.UTF8.GetBytes(text, buffer.AsSpan(used));
        used += bytes;
        BinaryPrimitives.WriteInt32BigEndian(length, bytes);
    }
}
