using System.Runtime.ExceptionServices;

namespace CaseLedger.Imports.Text;

/// <summary>A stream whose first bytes can be looked at before it is read, and which counts what it read.</summary>
internal sealed class HeadStream : ForwardStream
{
    private readonly Stream from;
    private readonly byte[] head;
    private readonly int headLength;
    private readonly ExceptionDispatchInfo? fault;
    private readonly CancellationToken cancellationToken;
    private int taken;

    /// <summary>Reads the head.</summary>
    /// <param name="from">Where from; it stays open.</param>
    /// <param name="headSize">How many bytes to look at, if there are so many.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public HeadStream(Stream from, int headSize, CancellationToken cancellationToken)
    {
        this.from = from;
        this.cancellationToken = cancellationToken;
        head = new byte[headSize];
        try
        {
            while (headLength < headSize && ReadOn(head.AsSpan(headLength)) is > 0 and var count)
            {
                headLength += count;
            }
        }
        catch (FileFaultException e)
        {
            // What stands before the fault is handed out first.
            fault = ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <summary>The first bytes.</summary>
    public ReadOnlySpan<byte> Head => head.AsSpan(0, headLength);

    /// <summary>How many bytes were read.</summary>
    public long Count { get; private set; }

    /// <summary>Whether more was asked for than there is.</summary>
    public bool MetEnd { get; private set; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (taken < headLength)
        {
            var count = Math.Min(buffer.Length, headLength - taken);
            head.AsSpan(taken, count).CopyTo(buffer);
            taken += count;
            return count;
        }

        fault?.Throw();
        return ReadOn(buffer);
    }

    private int ReadOn(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var count = buffer.IsEmpty ? 0 : from.Read(buffer);
        MetEnd |= count == 0 && !buffer.IsEmpty;
        Count += count;
        return count;
    }
}
