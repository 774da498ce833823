using System.IO.Compression;
using System.Text;
using CaseLedger.Imports.Spreadsheets;
using Xunit;

namespace CaseLedger.Imports.Tests.Spreadsheets;

public sealed class HostileWorkbookTests
{
    private static readonly SpreadsheetImporter Importer = new();
    private static readonly object?[][] Rows = [["date", "streams"], [new DateOnly(2024, 3, 30), 153]];

    public static TheoryData<string, byte[], string> Hostile => new()
    {
        { "a bomb of one part", With("xl/media/image1.bin", new byte[30_000_000]), "bomb" },
        { "a bomb in a part of the sheet", With("xl/comments1.xml", Encoding.ASCII.GetBytes(new string(' ', 30_000_000))), "bomb" },
        { "too many parts", Parts(2_100), "bomb" },
        { "a document type", With("xl/comments1.xml", Golden.Utf8("<?xml version=\"1.0\"?><!DOCTYPE sst [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><sst>&x;</sst>")), "xml-doctype" },
        { "a document type in UTF-16", With("xl/comments1.xml", Encoding.Unicode.GetBytes("\uFEFF<?xml version=\"1.0\"?><!DOCTYPE sst []><sst/>")), "xml-doctype" },
        { "a document type at the end of a buffer", With("docProps/app.xml", Golden.Utf8(new string(' ', (64 * 1024) - 4) + "<!DOCTYPE a []><a/>")), "xml-doctype" },
        { "an entity among the relations", With("xl/drawings/_rels/a.rels", Golden.Utf8("<!ENTITY x 'y'>")), "xml-doctype" },
        { "macros", With("xl/vbaProject.bin", [1, 2, 3]), "spreadsheet-macros" },
        { "macros of an old workbook", Xls.Compound("_VBA_PROJECT_CUR", new byte[5000]), "spreadsheet-macros" },
        { "a binary workbook", With("xl/workbook.bin", [1, 2, 3]), "spreadsheet-binary" },
        { "a password", Xls.Compound("EncryptedPackage", new byte[5000]), "spreadsheet-encrypted" },
        { "half a workbook", Xlsx.Of(Rows)[..700], "spreadsheet-damaged" },
        { "half an old workbook", Xls.Of(Rows)[..1200], "spreadsheet-damaged" },
        { "an archive of something else", Zip(("readme.txt", [65])), "spreadsheet-damaged" },
        { "a compound file of something else", Xls.Compound("WordDocument", new byte[5000]), "spreadsheet-damaged" },
        { "a mark and nothing else", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "spreadsheet-damaged" },
        { "sectors of two gigabytes", With(0x1E, 31), "spreadsheet-damaged" },
        { "small sectors of two gigabytes", With(0x20, 31), "spreadsheet-damaged" },
        { "more sectors of its table than the file has", With(0x2F, 0x7F), "spreadsheet-damaged" },
        { "broken XML", Zip(("[Content_Types].xml", Golden.Utf8("<Types")), ("xl/workbook.xml", Golden.Utf8("<workbook><sheets>"))), "spreadsheet-damaged" },
        { "nothing in its sheet", Xlsx.Of([]), "empty-file" },
        { "a row behind the last", Row(2_000_000_000), "spreadsheet-damaged" },
        { "one cell far below and far to the right", Row(1_048_576, "NZ"), "too-many-rows" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public void Read_AWorkbookThatIsMadeToHarm_OrDamaged_IsRefused(string what, byte[] file, string code)
    {
        var fault = Assert.IsType<ImportItem.Stop>(Assert.Single(Golden.Items(Importer, file, Golden.Request(Importer.Kind)))).Fault;

        Assert.True(code == fault.Code, $"{what}: {fault.Code}, {fault.Reason}");
        Assert.NotEmpty(fault.Advice);
    }

    [Fact]
    public void Read_MutatedFiles_NeverThrows_AndTakesNoNumberThatIsNotThere()
    {
        const int Rounds = 400;
        var random = new Random(20240330);
        byte[][] seeds =
        [
            Golden.Utf8("date,streams\n2024-03-30,153\n2024-03-31,\"1,000\"\n03/04/2024,7\nTotal,9\n"),
            Golden.Utf8("Giorno;S4A;Trends\n30/03/2024;153;104\n31/03/2024;1.234.567;99\n"),
            Xlsx.Of(Rows),
            Xls.Of(Rows),
            Xls.Bare(["date", "streams"], ["2024-03-30", 153]),
        ];
        foreach (var seed in seeds)
        {
            for (var i = 0; i < Rounds; i++)
            {
                var file = Mutated(seed, random);
                var items = Golden.Items(Importer, file, Golden.Request(Importer.Kind, ("thousands", "yes"), ("day-order", "day-first")));
                Assert.DoesNotContain(items.SkipLast(1), item => item is ImportItem.Stop);
                if (seed[0] is (byte)'d' or (byte)'G')
                {
                    var digits = new string([.. file.Where(b => b is >= (byte)'0' and <= (byte)'9').Select(b => (char)b)]);
                    Assert.All(Numbers(items), number => Assert.Contains(number, digits, StringComparison.Ordinal));
                }
            }
        }
    }

    private static IEnumerable<string> Numbers(ImportItem[] items) => items.OfType<ImportItem.Take>().SelectMany(take => take.Command switch
    {
        Domain.Cases.ReportScreenshot shown => shown.Readings.Select(reading => $"{reading.Count}"),
        Domain.Cases.TakeTrendsSnapshot taken => taken.Readings.Where(reading => reading.Count is not null).Select(reading => $"{reading.Count}"),
        _ => [],
    });

    private static byte[] Mutated(byte[] seed, Random random)
    {
        var bytes = seed.ToList();
        for (var i = random.Next(1, 6); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 20)));
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 20)));
                    break;
                default:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
            }
        }

        return [.. bytes];
    }

    private static byte[] With(int at, byte value)
    {
        var file = Xls.Of(Rows);
        file[at] = value;
        return file;
    }

    private static byte[] With(string name, byte[] content) => Xlsx.Of([("S", Rows)], more: [(name, content)]);

    private static byte[] Parts(int count) => Xlsx.Of([("S", Rows)], more: [.. Enumerable.Range(0, count).Select(i => ($"xl/media/{i}", new byte[] { 1 }))]);

    private static byte[] Row(long number, string column = "A")
    {
        using var source = new ZipArchive(new MemoryStream(Xlsx.Of(Rows)));
        return Zip([.. source.Entries.Select(entry => (entry.FullName, Content(entry, number, column)))]);
    }

    private static byte[] Content(ZipArchiveEntry entry, long number, string column)
    {
        using var reader = new StreamReader(entry.Open());
        return Golden.Utf8(reader.ReadToEnd().Replace("<row r=\"2\">", $"<row r=\"{number}\">", StringComparison.Ordinal).Replace("\"A2\"", $"\"{column}{number}\"", StringComparison.Ordinal));
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var part = zip.CreateEntry(name).Open();
                part.Write(content);
            }
        }

        return file.ToArray();
    }
}
