using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CaseLedger.Web.Tests.Evidence;

/// <summary>Files as people send them, and as nobody should, made byte by byte.</summary>
internal static class Files
{
    /// <summary>The antivirus industry's harmless test string, put together so that no scanner takes this file for it.</summary>
    public static readonly byte[] Eicar = Encoding.ASCII.GetBytes(@"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

    public static readonly byte[] Svg = Encoding.UTF8.GetBytes(
        """<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>""");

    public static readonly byte[] Html = Encoding.UTF8.GetBytes("<!DOCTYPE html><html><script>alert(1)</script></html>");

    public static readonly byte[] Heic = [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8];

    public static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    public static readonly byte[] Email = Encoding.ASCII.GetBytes(
        "From: artist@example.com\r\nTo: support@example.com\r\nSubject: my numbers\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<html><b>They are wrong</b></html>\r\n");

    // 40 by 30 pixels, a grey slope; by ImageMagick.
    private const string JpegBase64 =
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAAeACgBAREA/8QAFgABAQEAAAAAAAAAAAAA"
        + "AAAAAAgJ/8QAHhAAAQMEAwAAAAAAAAAAAAAAAAEXoQIEFlRRZJH/2gAIAQEAAD8A0AdBNmQ6CbMh0E2ZDoJsyHQTZkkR0F2ZDoLsyHQXZkOguzIdBdmSRHQ7Eh0OxIdDsSHQ7Eh0OxJJmf33Ffoz++4r9Gf33Ffoz++4r9Gf33Ffp//Z";

    private const string WebPBase64 =
        "UklGRkoAAABXRUJQVlA4ID4AAACwAwCdASooAB4ALmlIpFIiJaWlhYBoS0gAXzD1/UbfflIxjYl8AAD+/cKQSEhuFerfQsJQdFUHgrVKYRAAAA==";

    // Latitude 41 degrees north, in EXIF's way (TIFF inside, little-endian).
    private static readonly byte[] Gps =
    [
        .. "Exif\0\0II*\0"u8, 8, 0, 0, 0,
        1, 0, 0x25, 0x88, 4, 0, 1, 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0, // one field: where the place is said
        2, 0,                                                        // two fields of the place
        1, 0, 2, 0, 2, 0, 0, 0, (byte)'N', 0, 0, 0,
        2, 0, 5, 0, 3, 0, 0, 0, 56, 0, 0, 0,
        0, 0, 0, 0,
        41, 0, 0, 0, 1, 0, 0, 0, 53, 0, 0, 0, 1, 0, 0, 0, 24, 0, 0, 0, 1, 0, 0, 0,
        .. "SecretPlace"u8,
    ];

    public static byte[] WebP => Convert.FromBase64String(WebPBase64);

    public static byte[] Jpeg => Convert.FromBase64String(JpegBase64);

    /// <summary>A JPEG that says where it was taken.</summary>
    public static byte[] JpegWithPlace()
    {
        var jpeg = Jpeg;
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(Gps.Length + 2), .. Gps, .. jpeg[2..]];
    }

    /// <summary>A grey PNG that is whole, with a comment.</summary>
    public static byte[] Png(int width = 20, int height = 10, string comment = "")
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                zlib.Write([0, .. Enumerable.Range(0, width).Select(column => unchecked((byte)(column + row)))]);
            }
        }

        return
        [
            .. PngHeader((uint)width, (uint)height),
            .. comment.Length == 0 ? [] : Chunk("tEXt", [.. Encoding.Latin1.GetBytes($"Comment\0{comment}")]),
            .. Chunk("IDAT", packed.ToArray()),
            .. Chunk("IEND", []),
        ];
    }

    /// <summary>A PNG's beginning, whatever size it claims.</summary>
    public static byte[] PngHeader(uint width, uint height)
    {
        var size = new byte[13];
        BinaryPrimitives.WriteUInt32BigEndian(size, width);
        BinaryPrimitives.WriteUInt32BigEndian(size.AsSpan(4), height);
        size[8] = 8; // bits, of grey
        return [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", size)];
    }

    /// <summary>A JPEG's frame header behind a segment, whatever size it claims.</summary>
    public static byte[] JpegHeader(ushort width, ushort height) =>
    [
        0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 0, 0, 0xFF, 0xC2, 0, 11, 8, (byte)(height >> 8), (byte)(height & 0xFF), (byte)(width >> 8), (byte)(width & 0xFF), 1, 1, 0x11, 0,
    ];

    /// <summary>The header of a WebP with a canvas, whatever size it claims.</summary>
    public static byte[] WebPHeader(int width, int height) =>
    [
        .. "RIFF"u8, 22, 0, 0, 0, .. "WEBPVP8X"u8, 10, 0, 0, 0, 0, 0, 0, 0,
        .. BitConverter.GetBytes(width - 1)[..3], .. BitConverter.GetBytes(height - 1)[..3],
    ];

    /// <summary>A workbook whose sheet is this.</summary>
    public static byte[] Xlsx(string sheet, params (string Name, string Text)[] more)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in more.Prepend(("xl/worksheets/sheet1.xml", sheet)).Prepend(("xl/workbook.xml", "<workbook/>")).Prepend(("[Content_Types].xml", "<Types/>")))
            {
                using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Optimal).Open());
                writer.Write(text);
            }
        }

        return file.ToArray();
    }

    /// <summary>An archive that is no workbook.</summary>
    public static byte[] Zip(params string[] names)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                using var content = zip.CreateEntry(name).Open();
                content.Write("text"u8);
            }
        }

        return file.ToArray();
    }

    /// <summary>A compound file with a directory entry of this name.</summary>
    public static byte[] Compound(string part)
    {
        var file = new byte[2048];
        ((byte[])[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]).CopyTo(file, 0);
        Encoding.Unicode.GetBytes(part).CopyTo(file, 1024 + 128);
        return file;
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        var (length, sum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc32(body));
        return [.. length, .. body, .. sum];
    }

    private static uint Crc32(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc >> 1) ^ ((crc & 1) == 0 ? 0 : 0xEDB88320);
            }
        }

        return ~crc;
    }
}
