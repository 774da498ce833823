using System.Text;
using CaseLedger.Domain;
using CaseLedger.Web.Evidence;

namespace CaseLedger.Web.Tests.Evidence;

public sealed class FileRecognitionTests
{
    private static readonly Dictionary<string, byte[]> Taken = new()
    {
        ["png"] = Files.Png(),
        ["png with a page behind it"] = [.. Files.Png(), .. Files.Html],
        ["png cut short behind its header"] = Files.Png()[..40],
        ["jpeg"] = Files.Jpeg,
        ["jpeg with notes"] = Files.JpegWithPlace(),
        ["webp"] = Files.WebP,
        ["pdf"] = Files.Pdf,
        ["pdf with an archive behind it"] = [.. Files.Pdf, .. Files.Zip("page.html")],
        ["gzip"] = [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 3],
        ["xlsx"] = Files.Xlsx("<worksheet/>"),
        ["xls"] = Files.Compound("Workbook"),
        ["xls of before 1997"] = Files.Compound("Book"),
        ["xls of before 1994"] = [0x09, 0x04, 0x06, 0x00, 0, 0, 0, 0],
        ["email with a page in it"] = Files.Email,
        ["ndjson"] = Encoding.UTF8.GetBytes("{\"isrc\":\"AADEM2400001\"}\n"),
        ["text"] = Encoding.UTF8.GetBytes("date,streams\n2024-04-03,114\n"),
        ["text in UTF-16"] = [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("Datum;Streams\r\n03.04.2024;114\r\n")],
        ["text in Windows-1252"] = [.. "M"u8, 0xE4, .. "rz;114\r\n"u8],
        ["text that begins like a bitmap"] = Encoding.UTF8.GetBytes("BMG,114\n"),
        ["text of the antivirus test"] = Files.Eicar,
    };

    private static readonly Dictionary<string, (byte[] File, string Seen)> Refused = new()
    {
        ["heic"] = (Files.Heic, "a HEIC picture"),
        ["avif"] = ([0, 0, 0, 24, .. "ftypavif"u8, 0, 0, 0, 0], "an AVIF picture"),
        ["film"] = ([0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 0, 0], "a film or sound"),
        ["svg"] = (Files.Svg, "an SVG"),
        ["svg behind spaces and a mark"] = ([.. Encoding.UTF8.Preamble, .. "\n\n   <svg onload=alert(1)>"u8], "an SVG"),
        ["svg in UTF-16"] = ([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("<svg onload=alert(1)>")], "an SVG"),
        ["html"] = (Files.Html, "a web page"),
        ["html behind words"] = ("hello <ScRiPt>alert(1)</script>"u8.ToArray(), "a web page"),
        ["xml"] = ("<?xml version=\"1.0\"?><a/>"u8.ToArray(), "XML"),
        ["gif"] = ("GIF89a<script>"u8.ToArray(), "a GIF"),
        ["elf"] = ([0x7F, .. "ELF"u8, 2, 1, 1], "a program"),
        ["exe"] = ([.. "MZ"u8, 0x90, 0, 3, 0, 0, 0], "something unknown"),
        ["script"] = ("#!/bin/sh\nrm -rf /\n"u8.ToArray(), "a script"),
        ["archive"] = (Files.Zip("page.html"), "an archive"),
        ["word"] = (Files.Zip("[Content_Types].xml", "word/document.xml"), "an office document"),
        ["macros"] = (Files.Xlsx("<worksheet/>", ("xl/vbaProject.bin", "code")), "a workbook with macros"),
        ["archive without an end"] = (Files.Xlsx("<worksheet/>")[..60], "an archive"),
        ["doc"] = (Files.Compound("WordDocument"), "an office document"),
        ["xls under a password"] = (Files.Compound("EncryptedPackage"), "a workbook under a password"),
        ["compound"] = (Files.Compound("Nothing known"), "an unknown compound file"),
        ["png cut short in its header"] = (Files.Png()[..20], "a PNG that is cut short"),
        ["jpeg cut short"] = (Files.Jpeg[..30], "a JPEG that is cut short"),
        ["jpeg of markers without end"] = ([0xFF, 0xD8, .. Enumerable.Repeat<byte>(0xFF, 5_000)], "a JPEG that is cut short"),
        ["webp cut short"] = (Files.WebP[..20], "a WebP that is cut short"),
        ["binary"] = ([1, 2, 3, 4, 5, 6, 7, 8], "something unknown"),
        ["spaces"] = ("  \r\n "u8.ToArray(), "nothing but spaces"),
    };

    public static TheoryData<string> TakenNames => new(Taken.Keys);

    public static TheoryData<string> RefusedNames => new(Refused.Keys);

    [Theory]
    [MemberData(nameof(TakenNames))]
    public void Of_AFileThatIsTaken_SaysItsType(string name)
    {
        var found = FileRecognition.Of(new MemoryStream(Taken[name]));

        Assert.Equal(name.Split(' ')[0], found.Type is { } type ? Words.Of(type) : found.Seen);
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void Of_AFileThatIsNotTaken_SaysWhatItIs(string name)
    {
        var found = FileRecognition.Of(new MemoryStream(Refused[name].File));

        Assert.Null(found.Type);
        Assert.Equal(Refused[name].Seen, found.Seen);
        Assert.False(string.IsNullOrEmpty(found.Hint));
    }

    [Fact]
    public void Of_Heic_SaysWhatToDoOnThePhone() =>
        Assert.Contains("Most Compatible", FileRecognition.Of(new MemoryStream(Files.Heic)).Hint, StringComparison.Ordinal);

    [Theory]
    [InlineData(16_384, 2_441, true)]
    [InlineData(16_385, 10, false)]
    [InlineData(10, 16_385, false)]
    [InlineData(8_000, 5_001, false)]
    [InlineData(60_000, 60_000, false)]
    [InlineData(0, 10, false)]
    public void Size_OfAHeader_IsReadAndJudgedBeforeAnythingIsDecoded(int width, int height, bool taken)
    {
        foreach (var file in new[] { Files.PngHeader((uint)width, (uint)height), Files.JpegHeader((ushort)width, (ushort)height) })
        {
            var size = FileRecognition.Of(new MemoryStream(file)).Size!.Value;

            Assert.Equal(new((uint)width, (uint)height), size);
            Assert.Equal(taken, size.IsTaken);
        }

        if (width > 0)
        {
            Assert.Equal(new((uint)width, (uint)height), FileRecognition.Of(new MemoryStream(Files.WebPHeader(width, height))).Size!.Value);
        }
    }

    [Fact]
    public void Size_OfRealPictures_IsTheirs()
    {
        Assert.Equal(new(40, 30), FileRecognition.Of(new MemoryStream(Files.JpegWithPlace())).Size);
        Assert.Equal(new(40, 30), FileRecognition.Of(new MemoryStream(Files.WebP)).Size);
        Assert.Equal(new(20, 10), FileRecognition.Of(new MemoryStream(Files.Png())).Size);
    }

    [Fact]
    public void Of_AZipBombAsWorkbook_UnpacksNothing()
    {
        var file = new MemoryStream(Files.Xlsx(new string('0', 20_000_000)));
        FileRecognition.Of(file);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(FileType.Xlsx, FileRecognition.Of(file).Type);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000, "It allocates as if it unpacked the workbook.");
    }

    [Fact]
    public void Of_ACutOfAnyLength_EndsWithAnAnswer()
    {
        foreach (var file in Taken.Values.Concat(Refused.Values.Select(refused => refused.File)))
        {
            for (var length = 1; length < Math.Min(file.Length, 200); length++)
            {
                Assert.NotEmpty(FileRecognition.Of(new MemoryStream(file[..length])).Seen);
            }
        }
    }
}
