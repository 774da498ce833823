using System.IO.Compression;

namespace CaseLedger.Imports.Text;

/// <summary>A file's bytes, unpacked where they are gzip (RFC 1952, known by the first two bytes and never by a name).</summary>
/// <remarks>What is wrong with the packing comes as <see cref="FileFaultException"/>, after what could be unpacked before it.</remarks>
internal sealed class UnpackedStream : ForwardStream
{
    /// <summary>Text unpacks to some 3 to 20 times its size, the most regular of snapshots to below 100: what unpacks to more was made to.</summary>
    internal const int MostRatio = 200;

    /// <summary>A small file may unpack to any ratio: this many bytes are read in a few seconds and harm nobody.</summary>
    internal const long HarmlessSize = 1L << 30;

    private const int HeadSize = 2;
    private static readonly byte[] GzipMagic = [0x1F, 0x8B];

    private readonly HeadStream packed;
    private readonly SealedGzip? gzip;
    private readonly Stream unpacked;
    private readonly long harmless;
    private readonly long? most;
    private long count;
    private bool hasEnded;

    /// <summary>Begins to unpack a file.</summary>
    /// <param name="file">The file; it stays open.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <param name="harmless">Up to how many unpacked bytes their ratio to the packed ones does not matter.</param>
    /// <param name="most">The most unpacked bytes; null: as many as there are.</param>
    public UnpackedStream(Stream file, CancellationToken cancellationToken, long harmless = HarmlessSize, long? most = null)
    {
        packed = new(file, HeadSize, cancellationToken);
        IsPacked = packed.Head.SequenceEqual(GzipMagic);
        gzip = IsPacked ? new(packed) : null;
        unpacked = gzip is null ? packed : new GZipStream(gzip, CompressionMode.Decompress);
        this.harmless = harmless;
        this.most = most;
    }

    /// <summary>Whether the file is gzip.</summary>
    public bool IsPacked { get; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || hasEnded)
        {
            return 0;
        }

        var read = Unpack(buffer);
        hasEnded = read == 0;
        count += read;
        if (IsPacked && count > harmless && count / MostRatio > packed.Count)
        {
            throw new FileFaultException(new(
                "bomb",
                $"{packed.Count} bytes unpack to more than {count}: over {MostRatio} times as much, as no table does.",
                "If the file is genuine, send it unpacked."));
        }

        if (count > most)
        {
            throw new FileFaultException(new("too-large", $"The file holds more than {most} bytes, unpacked.", "Send it in parts."));
        }

        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Unpack(Span<byte> buffer)
    {
        try
        {
            var read = unpacked.Read(buffer);
            if (read == 0 && gzip is not null)
            {
                CheckEnd(gzip);
            }

            return read;
        }
        catch (InvalidDataException) when (packed.MetEnd)
        {
            throw Truncated();
        }
        catch (InvalidDataException)
        {
            throw new FileFaultException(new(
                "gzip-damaged",
                $"The gzip is damaged within its first {packed.Count} bytes.",
                "Check it with 'gzip -t', and send it again."));
        }
    }

    private void CheckEnd(SealedGzip sealedGzip)
    {
        sealedGzip.IsSealing = true;
        Span<byte> seal = stackalloc byte[SealedGzip.Word.Length + 1];
        var read = unpacked.ReadAtLeast(seal, seal.Length, throwOnEndOfStream: false);
        if (!sealedGzip.IsSealRead)
        {
            throw new FileFaultException(new(
                "gzip-damaged",
                "Something else stands behind the end of the gzip.",
                "Pack all of the table, and nothing else, and send it again."));
        }

        if (!seal[..read].SequenceEqual(SealedGzip.Word))
        {
            throw Truncated();
        }
    }

    private FileFaultException Truncated() => new(new(
        "gzip-truncated",
        $"The gzip ends after {packed.Count} bytes, before its end.",
        "Check it with 'gzip -t', and send the whole file."));

    /// <summary>
    /// A gzip file with one more member behind it. The library takes the end of the bytes for the end of the data, wherever
    /// that is; only behind a whole member does it find the next one. So the word of the last is read exactly if nothing is missing.
    /// </summary>
    private sealed class SealedGzip(Stream file) : ForwardStream
    {
        private static readonly byte[] Seal = Pack(Word);
        private int taken;

        public static ReadOnlySpan<byte> Word => "CaseLedger: end of file"u8;

        public bool IsSealing { get; set; }

        public bool IsSealRead => taken > 0;

        public override int Read(Span<byte> buffer)
        {
            if (file.Read(buffer) is > 0 and var read)
            {
                return read;
            }

            var count = IsSealing ? Math.Min(buffer.Length, Seal.Length - taken) : 0;
            Seal.AsSpan(taken, count).CopyTo(buffer);
            taken += count;
            return count;
        }

        private static byte[] Pack(ReadOnlySpan<byte> word)
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            {
                gzip.Write(word);
            }

            return packed.ToArray();
        }
    }
}
