using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>Looks through a workbook before it is read: what a reader would unpack, follow or run does not reach it.</summary>
internal static class WorkbookGuard
{
    // Far more than a workbook of the rows that are read, and still what a server can read past in a second.
    private const long MostUnpacked = 200L * 1024 * 1024;

    // Deflate makes 1032 bytes of one at most; the XML of real sheets shrinks to a tenth or a fortieth.
    private const long MostRatio = 200;

    // A short part of equal cells shrinks to almost nothing and harms nobody.
    private const long RatioCountsFrom = 10L * 1024 * 1024;

    // A workbook has some parts per sheet and picture.
    private const int MostEntries = 2_000;

    private const int CompoundHead = 512;
    private const int RecordHead = 4;
    private const byte DateMode = 0x22;
    private const byte EndOfFile = 0x0A;

    private const int Buffer = 64 * 1024;

    private static ReadOnlySpan<byte> ZipMark => "PK\x03\x04"u8;

    private static ReadOnlySpan<byte> DirectoryMark => "PK\x01\x02"u8;

    private static ReadOnlySpan<byte> CompoundMark => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    /// <summary>Whether a file begins as a zip archive, which an .xlsx is.</summary>
    public static bool IsZip(ReadOnlySpan<byte> head) => head.StartsWith(ZipMark);

    /// <summary>Whether a file begins as a compound file, which an .xls and an encrypted .xlsx are.</summary>
    public static bool IsCompound(ReadOnlySpan<byte> head) => head.StartsWith(CompoundMark);

    /// <summary>Whether a file begins as the bare records of an .xls of before 1994: a beginning of file of version 2, 3 or 4.</summary>
    public static bool IsBareRecords(ReadOnlySpan<byte> head) => head.Length >= 4 && head[0] == 0x09 && head[1] is 0x00 or 0x02 or 0x04 && head[2] is 0x04 or 0x06 && head[3] == 0;

    /// <summary>Whether a compound file has a part of this name. Its directory holds names in UTF-16.</summary>
    public static bool HasPart(ReadOnlySpan<byte> compound, string name) => compound.IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;

    /// <summary>Looks through a workbook.</summary>
    /// <param name="file">All its bytes.</param>
    /// <param name="countsFrom1904">Whether it says that it counts days from 1904.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Why it is not read; null where it may be.</returns>
    public static FileFault? Check(byte[] file, out bool countsFrom1904, CancellationToken cancellationToken)
    {
        countsFrom1904 = false;
        if (!IsZip(file))
        {
            countsFrom1904 = RecordsCountFrom1904(file);
            return CheckCompound(file);
        }

        if (Entries(file) > MostEntries)
        {
            return Bomb($"The workbook has more than {MostEntries} parts.");
        }

        try
        {
            return CheckZip(file, ref countsFrom1904, cancellationToken);
        }
        catch (InvalidDataException)
        {
            return Damaged();
        }
        catch (NotSupportedException)
        {
            return Damaged();
        }
    }

    /// <summary>What is said of a workbook that cannot be read.</summary>
    public static FileFault Damaged() =>
        new("spreadsheet-damaged", "The workbook is damaged or was not sent whole.", "Open it in the program that made it, save it again as .xlsx, and send that.");

    /// <summary>What is said of a workbook under a password.</summary>
    public static FileFault Encrypted() =>
        new("spreadsheet-encrypted", "The workbook is protected by a password.", "Save it without a password, and send that.");

    private static FileFault? CheckCompound(ReadOnlySpan<byte> file) =>
        IsCompound(file) && !HasPlausibleHead(file) ? Damaged()
        : HasPart(file, "EncryptedPackage") ? Encrypted()
        : HasPart(file, "_VBA_PROJECT") ? Macros()
        : null;

    // The sizes of sectors have one value by version, and no table has more sectors than the file ([MS-CFB] 2.2). The reader makes room for whatever the head says.
    private static bool HasPlausibleHead(ReadOnlySpan<byte> file)
    {
        if (file.Length < CompoundHead)
        {
            return false;
        }

        var most = (uint)(file.Length / CompoundHead);
        return BinaryPrimitives.ReadUInt16LittleEndian(file[0x1E..]) is 9 or 12
            && BinaryPrimitives.ReadUInt16LittleEndian(file[0x20..]) == 6
            && BinaryPrimitives.ReadUInt32LittleEndian(file[0x2C..]) <= most
            && BinaryPrimitives.ReadUInt32LittleEndian(file[0x40..]) <= most
            && BinaryPrimitives.ReadUInt32LittleEndian(file[0x48..]) <= most;
    }

    // The records of a workbook begin with its own beginning of file (0x0809, version 8 or 7, globals); DATEMODE (0x0022) follows soon.
    private static bool RecordsCountFrom1904(ReadOnlySpan<byte> file)
    {
        var version8 = file.IndexOf((ReadOnlySpan<byte>)[0x09, 0x08, 0x10, 0x00, 0x00, 0x06, 0x05, 0x00]);
        var begin = version8 >= 0 ? version8 : file.IndexOf((ReadOnlySpan<byte>)[0x09, 0x08, 0x08, 0x00, 0x00, 0x05, 0x05, 0x00]);
        for (var rest = begin < 0 ? [] : file[begin..]; rest.Length > RecordHead && rest[0] != EndOfFile;)
        {
            var length = rest[2] | (rest[3] << 8);
            if (rest[0] == DateMode && rest[1] == 0 && length == 2 && rest.Length > RecordHead + 1)
            {
                return rest[RecordHead] == 1;
            }

            rest = rest[Math.Min(rest.Length, RecordHead + length)..];
        }

        return false;
    }

    private static FileFault? CheckZip(byte[] file, ref bool countsFrom1904, CancellationToken cancellationToken)
    {
        using var zip = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        var unpacked = 0L;
        foreach (var entry in zip.Entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (entry.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
            {
                return Macros();
            }

            if (entry.FullName.Equals("xl/workbook.bin", StringComparison.OrdinalIgnoreCase))
            {
                return new("spreadsheet-binary", "The workbook is a binary one (.xlsb).", "Save it as .xlsx, and send that.");
            }

            if (CheckEntry(entry, ref unpacked, ref countsFrom1904, cancellationToken) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    // What an entry says of its own size is not judged: it is unpacked as the reader will unpack it, and what comes is counted and thrown away.
    private static FileFault? CheckEntry(ZipArchiveEntry entry, ref long unpacked, ref bool countsFrom1904, CancellationToken cancellationToken)
    {
        var isXml = entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)
            || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)
            || entry.FullName.EndsWith(".vml", StringComparison.OrdinalIgnoreCase);
        var search = isXml ? new MarkSearch() : null;
        using var content = entry.Open();
        var buffer = new byte[Buffer];
        var own = 0L;
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            own += read;
            unpacked += read;
            if (unpacked > MostUnpacked || (own > RatioCountsFrom && own / Math.Max(1, entry.CompressedLength) > MostRatio))
            {
                return Bomb($"The workbook unpacks to far more than it is ({entry.FullName}).");
            }

            search?.Look(buffer.AsSpan(0, read));
            if (search is { HasDoctype: true })
            {
                return new("xml-doctype", $"A part of the workbook declares a document type or entities ({entry.FullName}). No spreadsheet program writes such.", "Open it in a spreadsheet program, save it again as .xlsx, and send that.");
            }
        }

        countsFrom1904 |= search is { Has1904: true } && entry.FullName.Equals("xl/workbook.xml", StringComparison.OrdinalIgnoreCase);
        return null;
    }

    // Before the directory is read into memory. The mark can stand in packed bytes by chance, but not two thousand times.
    private static int Entries(ReadOnlySpan<byte> file)
    {
        var entries = 0;
        for (int at; entries <= MostEntries && (at = file.IndexOf(DirectoryMark)) >= 0; entries++)
        {
            file = file[(at + DirectoryMark.Length)..];
        }

        return entries;
    }

    private static FileFault Bomb(string reason) => new("bomb", reason, "Copy the days and numbers into a new workbook, and send that.");

    private static FileFault Macros() =>
        new("spreadsheet-macros", "The workbook holds macros. They are never run here, and a file with numbers needs none.", "Save it as .xlsx, which has no macros, and send that.");

    // Zero bytes are passed over, so that UTF-16 in either order reads like ASCII; the ends of buffers are carried over.
    private sealed class MarkSearch
    {
        private const int Longest = 64;
        private readonly byte[] _window = new byte[Buffer + Longest];
        private int _held;

        public bool HasDoctype { get; private set; }

        public bool Has1904 { get; private set; }

        public void Look(ReadOnlySpan<byte> bytes)
        {
            foreach (var b in bytes)
            {
                if (b != 0)
                {
                    _window[_held++] = b;
                }
            }

            var window = _window.AsSpan(0, _held);
            for (var rest = (ReadOnlySpan<byte>)window; rest.IndexOf("<!"u8) is >= 0 and var at; rest = rest[(at + 2)..])
            {
                var word = rest[(at + 2)..];
                HasDoctype |= Begins(word, "DOCTYPE"u8) || Begins(word, "ENTITY"u8);
            }

            for (var rest = (ReadOnlySpan<byte>)window; rest.IndexOf("date1904="u8) is >= 0 and var at; rest = rest[(at + 1)..])
            {
                var value = rest[(at + "date1904=".Length)..];
                Has1904 |= value.Length > 1 && (value[1] == (byte)'1' || Begins(value[1..], "true"u8));
            }

            var carried = window[Math.Max(0, _held - Longest)..];
            carried.CopyTo(_window);
            _held = carried.Length;
        }

        private static bool Begins(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> word) =>
            bytes.Length >= word.Length && Ascii.EqualsIgnoreCase(bytes[..word.Length], word);
    }
}
