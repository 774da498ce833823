using System.IO.Compression;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Statements;
using CaseLedger.Imports.Text;
using Xunit;

namespace CaseLedger.Imports.Tests.Statements;

public sealed class StatementImporterTests
{
    public static TheoryData<string, string> Headers() => new()
    {
        { StatementFiles.IMusician, "iMusician" },
        { StatementFiles.DistroKidOld, "DistroKid" },
        { StatementFiles.DistroKidNew, "DistroKid" },
        { StatementFiles.TuneCore, "TuneCore" },
        { StatementFiles.CdBaby, "CD Baby" },
        { StatementFiles.Believe, "Believe" },
        { StatementFiles.Orchard, "The Orchard" },
        { StatementFiles.Symphonic, "Symphonic" },
        { StatementFiles.Dsr, "DDEX DSR" },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void Recognise_AHeaderInAnyCaseAndOrder_FindsItsFormat(string file, string format)
    {
        var cells = file.Split('\r', '\n')[0].Split(file.Contains('\t', StringComparison.Ordinal) ? '\t' : file.Contains(';', StringComparison.Ordinal) ? ';' : ',');

        Assert.Equal(format, StatementFormats.Recognise(cells)?.Name);
        if (format != "DDEX DSR")
        {
            Assert.Equal(format, StatementFormats.Recognise([.. cells.Reverse().Select(cell => $" {cell.ToUpperInvariant()} "), "More"])?.Name);
            Assert.Single(StatementFormats.Tables, known => StatementHeader.Fits(known, cells));
        }
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void AFile_IsRecognisedByItsContent(string file, string format)
    {
        var recognised = Recognition.Of(new MemoryStream(Golden.Utf8(file)), "x.txt");

        Assert.Equal((ImportKind.RoyaltyStatement, $"statement-{format.ToLowerInvariant().Replace(' ', '-')}"), (recognised.Kind, recognised.Format));
    }

    [Fact]
    public void TheOracleOfDamagedFiles_TellsAChangedDigit()
    {
        var file = Golden.Utf8(StatementFiles.IMusician);

        StatementOracle.Check(file, StatementFiles.Items(file));
        Assert.ThrowsAny<Exception>(() => StatementOracle.Check(file, StatementFiles.Items(Golden.Utf8(StatementFiles.IMusician.Replace("0.41310", "0.41311", StringComparison.Ordinal)))));
        Assert.ThrowsAny<Exception>(() => StatementOracle.Check(file, StatementFiles.Items(Golden.Utf8(StatementFiles.IMusician.Replace(",153,", ",154,", StringComparison.Ordinal)))));
    }

    [Fact]
    public void Recognise_OtherHeaders_FindsNone()
    {
        Assert.Null(StatementFormats.Recognise(["date", "streams"]));
        Assert.Null(StatementFormats.Recognise(["Statement date", "ISRC", "Quantity", "Revenue EUR"]));
        Assert.Null(StatementFormats.Recognise([]));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("artist:a", ImportRequest.MostUnpackedOfArtist)]
    public void Limits_OfAnArtistsFile_AreLower(string? artist, long? most) => Assert.Equal(
        most,
        new ImportRequest(
            new(ImportKind.RoyaltyStatement, Golden.File, 1, "file", ArtistAccount: artist is null ? null : AccountId.Parse(artist)), AccountId.Parse("artist:a"), Golden.Now).Limits.MostUnpacked);

    [Theory]
    [InlineData(StatementFiles.IMusician)]
    [InlineData(StatementFiles.Dsr)]
    public void Read_MoreThanMayBeUnpacked_TakesNothing_AndSaysWhy(string file)
    {
        var bytes = Golden.Utf8(file);
        var request = Golden.Request(ImportKind.RoyaltyStatement);

        var within = Golden.Items(new StatementImporter(), bytes, request with { Limits = new(MostUnpacked: bytes.Length) });
        var beyond = Golden.Items(new StatementImporter(), bytes, request with { Limits = new(MostUnpacked: bytes.Length - 1) });

        Assert.Contains(within, item => item is ImportItem.Take);
        Assert.DoesNotContain(beyond, item => item is ImportItem.Take);
        Assert.Equal("stop too-large", Golden.Short(beyond[^1]));
    }

    [Fact]
    public void IMusician() => Assert.Equal(
        [
            "skip 1 header",
            "skip 6 total",
            "CHA012400001 2024-03 2,3,4",
            "  2: spotify 2024-01 153 0.41310 EUR CH Streaming",
            "  3: spotify 2024-01 0 0.00270 EUR CH Streaming",
            "  4: apple-music 2024-02 7 -0.0190 EUR - Streaming",
            "CHA012400002 2024-03 5",
            "  5: deezer 2024-02 -2 -0.01 EUR DE Streaming",
        ],
        StatementFiles.Read(StatementFiles.IMusician));

    [Fact]
    public void DistroKid_OldWithCarriageReturnsOnly() => Assert.Equal(
        [
            "skip 1 header",
            "QZDA72300001 2023-06 2,3",
            "  2: amazon-music 2023-04 12 0.084312345678 USD US Song",
            "  3: youtube 2023-04 3 0.000012 USD OU Song",
        ],
        StatementFiles.Read(StatementFiles.DistroKidOld));

    [Fact]
    public void DistroKid_New() => Assert.Equal(
        ["skip 1 header", "QZDA72300001 2024-06 2", "  2: spotify 2024-04 12 0.042 USD US Song"],
        StatementFiles.Read(StatementFiles.DistroKidNew));

    [Fact]
    public void TuneCore() => Assert.Equal(
        ["skip 1 header", "TCAHX2300001 2023-12 2", "  2: spotify 2023-10 1204 4.068316 USD IT Stream"],
        StatementFiles.Read(StatementFiles.TuneCore));

    [Fact]
    public void CdBaby_WithTheCurrencyDecided_ReadsAmericanDays() => Assert.Equal(
        [
            "skip 1 header",
            "USCGH2300001 2023-10 2,3",
            "  2: spotify 2023-08 1 0.0021 USD US Streaming",
            "  3: tidal 2023-08 1 0.000012 USD US Streaming",
        ],
        StatementFiles.Read(StatementFiles.CdBaby, ("currency", "USD")));

    [Fact]
    public void CdBaby_WithoutACurrency_Asks() => Assert.Equal(["stop needs-decision currency?"], StatementFiles.Read(StatementFiles.CdBaby));

    [Fact]
    public void Believe() => Assert.Equal(
        ["skip 1 header", "FRX872400001 2024-03 2", "  2: deezer 2024-01 88 0.28160000 EUR FR Stream"],
        StatementFiles.Read(StatementFiles.Believe));

    [Fact]
    public void Orchard_WithDecimalCommas() => Assert.Equal(
        [
            "skip 1 header",
            "USQX91700001 2017-10 2,3",
            "  2: youtube 2017-09 1503 50.75 USD - Stream",
            "  3: amazon-music 2017-09 10 -0.0120 USD ES Stream",
        ],
        StatementFiles.Read(StatementFiles.Orchard));

    [Fact]
    public void Symphonic_WithShortYearsEitherWay() => Assert.Equal(
        [
            "skip 1 header",
            "QMDA62100001 2021-01 2",
            "  2: spotify 2020-11 900 3.41 USD US Stream",
            "QMDA62100001 2026-05 3",
            "  3: apple-music 2026-03 -1 -0.0100 USD US Stream",
        ],
        StatementFiles.Read(StatementFiles.Symphonic));

    [Fact]
    public void Other_KeepsEveryFurtherCellAndWhatAValueDoesNotSay()
    {
        var line = StatementFiles.Lines(StatementFiles.Items(Golden.Utf8(StatementFiles.IMusician))).Single(line => line.Line == 4);

        Assert.Equal(
            ["Release title=Nacht", "Barcode=7612345678900", "Label=Selbst", "Track title=Nacht", "Track version=Live, 2", "Shop=Apple Music", "Country=Germany"],
            line.Other!.Select(column => $"{column.Name}={column.Value}"));
    }

    [Fact]
    public void Other_OfMoreThanSixtyColumns_KeepsTheFirstSixty()
    {
        var names = string.Concat(Enumerable.Range(1, 70).Select(i => $",c{i}"));
        var cells = string.Concat(Enumerable.Range(1, 70).Select(i => $",v{i}"));
        var line = StatementFiles.Lines(StatementFiles.Items(Golden.Utf8($"Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR{names}\n2024-01,2024-03,CHA012400001,Spotify,1,0.1{cells}\n"))).Single();

        Assert.Equal(60, line.Other!.Count);
        Assert.Equal(new RoyaltyColumn("Shop", "Spotify"), line.Other[0]);
        Assert.Equal(new RoyaltyColumn("c59", "v59"), line.Other[59]);
    }

    public static TheoryData<string> Encodings() => [.. (string[])["utf-8", "utf-8-mark", "utf-16", "utf-16BE", "windows-1252"]];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void EveryEncodingAndLineEnd_GivesTheSameLines(string encoding)
    {
        foreach (var lineEnd in (string[])["\n", "\r\n", "\r"])
        {
            var text = StatementFiles.Orchard.Replace("\r\n", lineEnd, StringComparison.Ordinal);
            byte[] bytes = encoding switch
            {
                "utf-8" => Encoding.UTF8.GetBytes(text),
                "utf-8-mark" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
                "utf-16" => [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(text)],
                "utf-16BE" => [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(text)],
                _ => Encoding.Latin1.GetBytes(text),
            };

            var lines = StatementFiles.Lines(StatementFiles.Items(bytes)).ToArray();

            Assert.Equal([2, 3], lines.Select(line => line.Line!.Value));
            Assert.Contains(new RoyaltyColumn("Track Name", "Niña"), lines[0].Other!);
        }
    }

    [Fact]
    public void DamagedRows_AreRefusedAlone()
    {
        var file = "My statement\n\n"
            + "Sales date,Statement date,Track title,ISRC,Shop,Transaction type,Country,Quantity,Revenue EUR\n"
            + "2024-01,2024-03,\"=HYPERLINK(\"\"x\"\")\nagain\",CHA012400001,Spotify,Stream,CH,1,0.10\n"
            + "2024-01,2024-03,t,,Spotify,Stream,CH,1,0.10\n"
            + "2024-01,2024-03,t,CHA01240000,Spotify,Stream,CH,1,0.10\n"
            + "2024-01,2024-03,t,CHA012400001,,Stream,CH,1,0.10\n"
            + "2024-13,2024-03,t,CHA012400001,Spotify,Stream,CH,1,0.10\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,Stream,CH,1.5,0.10\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,Stream,CH,,0.10\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,Stream,CH,1,\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,Stream,CH,1,\"1,234\"\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,Stream,CH,1,0.12345678901234567890123456789\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,Stream,CH,1,n/a\n"
            + $"2024-01,2024-03,{new string('t', 2001)},CHA012400001,Spotify,Stream,CH,1,0.10\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,S\u0001,CH,1,0.10\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,Stream,CH,1\n"
            + ",,,,,,,,\n"
            + "2024-01,2024-03,t,CHA012400001,Spotify,Stream,CH,2,0.20";

        var items = StatementFiles.Items(Golden.Utf8(file));

        Assert.Equal(
            [
                "skip 1 header", "skip 2 empty", "skip 3 header",
                "refuse 6 isrc-missing 'ISRC'",
                "refuse 7 isrc-malformed 'ISRC'",
                "refuse 8 store-missing 'Shop'",
                "refuse 9 month-unreadable 'Sales date'",
                "refuse 10 quantity-fraction 'Quantity'",
                "refuse 11 quantity-missing 'Quantity'",
                "refuse 12 amount-missing 'Revenue EUR'",
                "refuse 13 amount-ambiguous 'Revenue EUR'",
                "refuse 14 amount-too-long 'Revenue EUR'",
                "refuse 15 amount-unreadable 'Revenue EUR'",
                "refuse 16 text-too-long 'Track title'",
                "refuse 17 text-unprintable 'Transaction type'",
                "refuse 18 columns ''",
                "skip 19 empty",
                "CHA012400001 2024-03 4,20",
                "  4: spotify 2024-01 1 0.10 EUR CH Stream",
                "  20: spotify 2024-01 2 0.20 EUR CH Stream",
            ],
            StatementFiles.Read(file));
        Assert.Contains(new RoyaltyColumn("Track title", "=HYPERLINK(\"x\")\nagain"), StatementFiles.Lines(items).First().Other!);
    }

    [Fact]
    public void AThousandRepeatedKeys_AreAllKept_AThousandToACommand()
    {
        var row = "2024-01,2024-03,CHA012400001,Spotify,1,0.001\n";
        var file = Golden.Utf8("Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR\n" + string.Concat(Enumerable.Repeat(row, 1_001)));
        var items = StatementFiles.Items(file);
        var takes = items.OfType<ImportItem.Take>().ToArray();

        Assert.Equal([1_000, 1], takes.Select(take => take.Lines.Count));
        Assert.Equal(Enumerable.Range(2, 1_001), StatementFiles.Lines(items).Select(line => (int)line.Line!.Value));
        Assert.Equal(1.001m, StatementFiles.Lines(items).Sum(line => line.Revenue!.Value.Value));
        Assert.NotEqual(takes[0].Command.Id, takes[1].Command.Id);
        Assert.Equal(takes.Select(take => take.Command.Id), StatementFiles.Items(file).OfType<ImportItem.Take>().Select(take => take.Command.Id));
    }

    [Fact]
    public void DaysThatCanBeReadEitherWay_AreAskedFor()
    {
        const string Header = "Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR\n";
        const string Doubtful = "02/01/2024,03/04/2024,CHA012400001,Spotify,1,0.1\n";

        Assert.Equal(["stop needs-decision day-order?"], StatementFiles.Read(Header + Doubtful));
        Assert.Contains("CHA012400001 2024-04 2", StatementFiles.Read(Header + Doubtful, ("day-order", "day-first")));
        Assert.Contains("CHA012400001 2024-03 2", StatementFiles.Read(Header + Doubtful, ("day-order", "month-first")));
        Assert.Contains("CHA012400001 2024-04 2,3", StatementFiles.Read(Header + Doubtful + "31/01/2024,03/04/2024,CHA012400001,Spotify,1,0.1\n"));
        Assert.Contains("CHA012400001 2024-04 2", StatementFiles.Read(Header + "01/01/2024,04/04/2024,CHA012400001,Spotify,1,0.1\n"));
    }

    [Theory]
    [InlineData("", "stop empty-file")]
    [InlineData("a,b\n1,2\n", "stop format-unknown")]
    [InlineData("Sales date,Statement date,ISRC,ISRC,Shop,Quantity,Revenue EUR\n", "stop column-twice")]
    [InlineData("Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR,Revenue USD\n", "stop column-twice")]
    [InlineData("Sales date,Statement date,ISRC,Shop,Quantity,Revenue\n2024-01,2024-03,CHA012400001,Spotify,1,0.1\n", "stop needs-decision currency?")]
    public void FilesThatCannotBeRead_SayWhy(string file, string expected) => Assert.Equal([expected], StatementFiles.Read(file));

    [Fact]
    public void AFileThatEndsInDamage_GivesNoLine_AndTellsWhatIsRefused()
    {
        const string Rows = "Sales date,Statement date,ISRC,Shop,Quantity,Revenue EUR\n2024-01,2024-03,CHA012400001,Spotify,1,0.1\n2024-01,2024-03,X,Spotify,1,0.1\n";
        var sound = Gzip(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Rows, 500))));
        byte[] wrong = [.. sound];
        wrong[^8] ^= 1; // its checksum

        AssertStops("quote-unclosed", Encoding.UTF8.GetBytes(Rows + "2024-01,2024-03,CHA012400001,\"Spo"));
        AssertStops("line-too-long", Encoding.UTF8.GetBytes(Rows + new string('a', TextTable.LongestRecord + 1)));
        AssertStops("gzip-truncated", sound[..^1]);
        AssertStops("gzip-damaged", wrong);
        Assert.Equal(500, StatementFiles.Lines(StatementFiles.Items(sound)).Count());
    }

    private static void AssertStops(string code, byte[] file)
    {
        // A line a window: each is taken as soon as it can be.
        var items = Golden.Items(new StatementImporter { LinesPerWindow = 1 }, file, Golden.Request(ImportKind.RoyaltyStatement));

        Assert.Equal(code, Assert.IsType<ImportItem.Stop>(items[^1]).Fault.Code);
        Assert.Single(items.OfType<ImportItem.Stop>());
        Assert.DoesNotContain(items, item => item is ImportItem.Take);
        Assert.Equal((3L, "isrc-malformed"), items.OfType<ImportItem.Refuse>().Select(item => (item.Row.Line, item.Row.Code)).First());
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
