using System.Buffers.Binary;

namespace CaseLedger.Web.Evidence;

/// <summary>How large a picture says it is, in pixels: read from its header, before anything decodes it.</summary>
/// <param name="Width">From 0.</param>
/// <param name="Height">From 0.</param>
internal readonly record struct PictureSize(uint Width, uint Height)
{
    /// <summary>The most pixels that are taken: 40 million, which is more than any screen has and as much as phones' cameras make.</summary>
    public const long MostPixels = 40_000_000;

    /// <summary>The longest side, in pixels: a long page as one screenshot stays below it, and WebP and most decoders end there.</summary>
    public const uint LongestSide = 16_384;

    // A camera's notes, thumbnails and colour profile come before a JPEG's size: each at most 64 KiB, seldom a dozen.
    private const int MostSegments = 400;

    private const int PngHeader = 33; // signature, and the first chunk with its checksum
    private const int WebPHeader = 30;

    /// <summary>Whether the picture may be decoded.</summary>
    public bool IsTaken => Width is > 0 and <= LongestSide && Height is > 0 and <= LongestSide && (long)Width * Height <= MostPixels;

    /// <summary>Reads the size of a PNG (W3C PNG, 11.2.1); null where its header is not whole.</summary>
    public static PictureSize? OfPng(ReadOnlySpan<byte> head) =>
        head.Length >= PngHeader && BinaryPrimitives.ReadUInt32BigEndian(head[8..]) == 13 && head[12..16].SequenceEqual("IHDR"u8)
            ? new(BinaryPrimitives.ReadUInt32BigEndian(head[16..]), BinaryPrimitives.ReadUInt32BigEndian(head[20..]))
            : null;

    /// <summary>Reads the size of a WebP (RFC 9649): of its canvas, or of its only frame; null where its header is not whole.</summary>
    public static PictureSize? OfWebP(ReadOnlySpan<byte> head)
    {
        if (head.Length < WebPHeader)
        {
            return null;
        }

        var data = head[20..];
        return head[12..16] switch
        {
            [(byte)'V', (byte)'P', (byte)'8', (byte)'X'] => new(1 + UInt24(data[4..]), 1 + UInt24(data[7..])),
            [(byte)'V', (byte)'P', (byte)'8', (byte)'L'] when data[0] == 0x2F && BinaryPrimitives.ReadUInt32LittleEndian(data[1..]) is var bits =>
                new(1 + (bits & 0x3FFF), 1 + ((bits >> 14) & 0x3FFF)),
            [(byte)'V', (byte)'P', (byte)'8', (byte)' '] when data[3..6] is [0x9D, 0x01, 0x2A] =>
                new(BinaryPrimitives.ReadUInt16LittleEndian(data[6..]) & 0x3FFFu, BinaryPrimitives.ReadUInt16LittleEndian(data[8..]) & 0x3FFFu),
            _ => null,
        };
    }

    /// <summary>Reads the size of a JPEG (ITU T.81, B.2.2): the frame comes behind segments of any kind; null where none comes.</summary>
    /// <param name="file">The file, seekable.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PictureSize? OfJpeg(Stream file)
    {
        file.Position = 2;
        Span<byte> marker = stackalloc byte[4];
        Span<byte> frame = stackalloc byte[5];
        for (var i = 0; i < MostSegments; i++)
        {
            if (file.ReadAtLeast(marker, marker.Length, throwOnEndOfStream: false) < marker.Length || marker[0] != 0xFF)
            {
                return null;
            }

            // Filling bytes before a marker.
            if (marker[1] == 0xFF)
            {
                file.Position -= 3;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(marker[2..]);
            // C4, C8 and CC of this range say other things than frames.
            if (marker[1] is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return file.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) < frame.Length
                    ? null
                    : new(BinaryPrimitives.ReadUInt16BigEndian(frame[3..]), BinaryPrimitives.ReadUInt16BigEndian(frame[1..]));
            }

            // The picture itself begins, or a length that cannot be: no frame came.
            if (marker[1] == 0xDA || length < 2)
            {
                return null;
            }

            file.Position += length - 2;
        }

        return null;
    }

    private static uint UInt24(ReadOnlySpan<byte> bytes) => bytes[0] | ((uint)bytes[1] << 8) | ((uint)bytes[2] << 16);
}
