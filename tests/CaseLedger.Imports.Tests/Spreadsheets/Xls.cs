using System.Text;

namespace CaseLedger.Imports.Tests.Spreadsheets;

/// <summary>Writes old workbooks: BIFF8 records ([MS-XLS]) in a compound file ([MS-CFB]), or bare BIFF2 records.</summary>
internal static class Xls
{
    private const int Sector = 512;

    // Shorter streams would be kept in the small sectors, which need tables of their own.
    private const int ShortestStream = 4096;
    private const uint EndOfChain = 0xFFFFFFFE;
    private const uint Free = 0xFFFFFFFF;
    private const uint FatSector = 0xFFFFFFFD;
    private static readonly DateOnly Start = new(1899, 12, 30);

    public static byte[] Of(params object?[][] rows) => Compound("Workbook", Records(rows, from1904: false));

    public static byte[] Of1904(params object?[][] rows) => Compound("Workbook", Records(rows, from1904: true));

    public static byte[] Compound(string name, byte[] stream)
    {
        var padded = new byte[Math.Max(ShortestStream, (stream.Length + Sector - 1) / Sector * Sector)];
        stream.CopyTo(padded, 0);
        var sectors = padded.Length / Sector;
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        writer.Write(new byte[16]);
        writer.Write([0x3E, 0x00, 0x03, 0x00, 0xFE, 0xFF, 0x09, 0x00, 0x06, 0x00]);
        writer.Write(new byte[10]);
        writer.Write(1u);
        writer.Write(1u);
        writer.Write(0u);
        writer.Write((uint)ShortestStream);
        writer.Write(EndOfChain);
        writer.Write(0u);
        writer.Write(EndOfChain);
        writer.Write(0u);
        writer.Write(0u);
        Fill(writer, Free, 108);

        // The sector of the table, that of the directory, and those of the stream.
        writer.Write(FatSector);
        writer.Write(EndOfChain);
        for (var i = 0; i < sectors; i++)
        {
            writer.Write(i == sectors - 1 ? EndOfChain : (uint)(i + 3));
        }

        Fill(writer, Free, (Sector / 4) - sectors - 2);
        Entry(writer, "Root Entry", 5, child: 1, EndOfChain, 0);
        Entry(writer, name, 2, child: Free, 2, padded.Length);
        Entry(writer, "", 0, child: Free, 0, 0);
        Entry(writer, "", 0, child: Free, 0, 0);
        writer.Write(padded);
        return file.ToArray();
    }

    public static byte[] Bare(params object?[][] rows)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Record(writer, 0x0009, [0x02, 0x00, 0x10, 0x00]);
        foreach (var (row, column, value) in Cells(rows))
        {
            byte[] at = [(byte)row, (byte)(row >> 8), (byte)column, 0, 0, 0, 0];
            if (value is string text)
            {
                Record(writer, 0x0004, [.. at, (byte)text.Length, .. Encoding.Latin1.GetBytes(text)]);
            }
            else
            {
                Record(writer, 0x0003, [.. at, .. BitConverter.GetBytes(Convert.ToDouble(value, null))]);
            }
        }

        Record(writer, 0x000A, []);
        return stream.ToArray();
    }

    private static byte[] Records(object?[][] rows, bool from1904)
    {
        const string Name = "Foglio1";
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Record(writer, 0x0809, [0x00, 0x06, 0x05, 0x00, .. new byte[12]]);
        Record(writer, 0x0042, [0xB0, 0x04]);
        Record(writer, 0x0022, [(byte)(from1904 ? 1 : 0), 0]);
        Record(writer, 0x00E0, Format(0));
        Record(writer, 0x00E0, Format(14));
        var sheetAt = (uint)(stream.Length + 4 + 8 + Name.Length + 4);
        Record(writer, 0x0085, [.. BitConverter.GetBytes(sheetAt), 0, 0, (byte)Name.Length, 0, .. Encoding.Latin1.GetBytes(Name)]);
        Record(writer, 0x000A, []);
        Record(writer, 0x0809, [0x00, 0x06, 0x10, 0x00, .. new byte[12]]);
        foreach (var (row, column, value) in Cells(rows))
        {
            byte[] at = [(byte)row, (byte)(row >> 8), (byte)column, 0, (byte)(value is DateOnly ? 1 : 0), 0];
            if (value is string text)
            {
                Record(writer, 0x0204, [.. at, (byte)text.Length, 0, 1, .. Encoding.Unicode.GetBytes(text)]);
            }
            else
            {
                Record(writer, 0x0203, [.. at, .. BitConverter.GetBytes(value is DateOnly day ? day.DayNumber - Start.DayNumber : Convert.ToDouble(value, null))]);
            }
        }

        Record(writer, 0x000A, []);
        return stream.ToArray();
    }

    private static IEnumerable<(int Row, int Column, object Value)> Cells(object?[][] rows) =>
        rows.SelectMany((row, i) => row.Select((value, j) => (i, j, value))).Where(cell => cell.value is not null)!;

    private static byte[] Format(ushort number) => [0, 0, .. BitConverter.GetBytes(number), .. new byte[16]];

    private static void Record(BinaryWriter writer, ushort id, byte[] data)
    {
        writer.Write(id);
        writer.Write((ushort)data.Length);
        writer.Write(data);
    }

    private static void Fill(BinaryWriter writer, uint value, int count)
    {
        for (var i = 0; i < count; i++)
        {
            writer.Write(value);
        }
    }

    private static void Entry(BinaryWriter writer, string name, byte type, uint child, uint start, long size)
    {
        var text = new byte[64];
        Encoding.Unicode.GetBytes(name).CopyTo(text, 0);
        writer.Write(text);
        writer.Write((ushort)(name.Length == 0 ? 0 : (name.Length + 1) * 2));
        writer.Write([type, 1]);
        writer.Write(Free);
        writer.Write(Free);
        writer.Write(child);
        writer.Write(new byte[36]);
        writer.Write(start);
        writer.Write(size);
    }
}
