using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Tests.Text;
using CaseLedger.Imports.Trends;
using NodaTime;
using Xunit;

namespace CaseLedger.Imports.Tests.Trends;

public sealed class TrendsImporterTests
{
    private const string Header = "snapshot_at,isrc,store,day,streams_monetised,streams_total,streams_non_monetised,short_plays\n";

    private const string Good = Header
        + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,79,153,70,4\n"
        + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-31,,,,\n"
        + "2024-04-03T06:00:00Z,AADEM2400002,spotify,2024-03-30,5,,,\n"
        + "2024-04-03T06:00:00Z,AADEM2400001,deezer,2024-03-30,0,0,,\n"
        + "2024-04-05T06:00:00Z,AADEM2400001,spotify,2024-03-30,104,114,,\n"
        + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-29,81,90,9,0\n";

    private static readonly string[] GoodTaken =
    [
        "AADEM2400001 spotify 2024-04-03T06:00:00Z: 2024-03-29=81 of 90 non 9 short 0, 2024-03-30=79 of 153 non 70 short 4, 2024-03-31=none lines 2 3 7",
        "AADEM2400001 spotify 2024-04-05T06:00:00Z: 2024-03-30=104 of 114 lines 6",
        "AADEM2400001 deezer 2024-04-03T06:00:00Z: 2024-03-30=0 of 0 lines 5",
        "AADEM2400002 spotify 2024-04-03T06:00:00Z: 2024-03-30=5 lines 4",
    ];

    [Fact]
    public void Read_Csv_IsOneCommandPerRecordingStoreAndSnapshot_AndNothingReceivedIsNoZero()
    {
        var items = Given.Read(new TrendsImporter(), Good);

        Assert.Equal(GoodTaken, items.Taken());
        Assert.Equal(new ImportItem.Skip(1, "header"), items[0]);
        Assert.Equal(5, items.Count);
    }

    [Fact]
    public void Read_Csv_NamesTheFileItsFirstLineAndTheActor_AndTheIdFollowsFromTheFile()
    {
        var take = Given.Read(new TrendsImporter(), Good).OfType<ImportItem.Take>().First();
        var command = Assert.IsType<TakeTrendsSnapshot>(take.Command);

        Assert.Equal(new FileLine(Given.File, 2), command.From);
        Assert.Equal(Given.Pipeline, command.Actor);
        Assert.Equal(Given.Request(ImportKind.TrendsSnapshot).IdOf(take.Isrc, "spotify|2024-04-03T06:00:00Z|1"), command.Id);
        Assert.Null(command.Note);
    }

    [Theory]
    [InlineData("utf-16", ';', "\r\n")]
    [InlineData("utf-16BE", '\t', "\r")]
    [InlineData("windows-1252", '|', "\n")]
    public void Read_CsvWrittenOtherwise_IsTheSame(string encoding, char delimiter, string lineEnd)
    {
        var text = Good.Replace(',', delimiter).Replace("\n", lineEnd, StringComparison.Ordinal);
        var bytes = CodePagesEncodingProvider.Instance.GetEncoding(encoding)?.GetBytes(text) ?? Encoding.GetEncoding(encoding).GetBytes(text);

        Assert.Equal(GoodTaken, Given.Read(new TrendsImporter(), bytes).Taken());
        Assert.Equal(GoodTaken, Given.Read(new TrendsImporter(), TextTableTests.Gzip(bytes)).Taken());
    }

    [Fact]
    public void Read_CsvWithColumnsInAnotherOrder_AndFurtherOnes_TakesThemByName()
    {
        var items = Given.Read(
            new TrendsImporter(),
            "title;Streams_Monetised;DAY;\"isrc\";store; snapshot_at\n\"a;b\";79;2024-03-30;\"aa-dem-24-00001\";spotify;2024-04-03T08:00:00+02:00\n");

        Assert.Equal(["AADEM2400001 spotify 2024-04-03T06:00:00Z: 2024-03-30=79 lines 2"], items.Taken());
    }

    [Theory]
    [InlineData("2024-04-03T06:00:00Z,AADEM240001,spotify,2024-03-30,7,,,", "isrc", "isrc-malformed")]
    [InlineData("2024-04-03T06:00:00Z,,spotify,2024-03-30,7,,,", "isrc", "isrc-malformed")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,Spotify,2024-03-30,7,,,", "store", "store-malformed")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,,2024-03-30,7,,,", "store", "store-malformed")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spötify,2024-03-30,7,,,", "store", "store-malformed")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-02-30,7,,,", "day", "day-unreadable")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,30/03/2024,7,,,", "day", "day-unreadable")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,1899-03-30,7,,,", "day", "day-unreadable")]
    [InlineData("2024-04-03T06:00:00,AADEM2400001,spotify,2024-03-30,7,,,", "snapshot_at", "snapshot-unreadable")]
    [InlineData("2024-04-03,AADEM2400001,spotify,2024-03-30,7,,,", "snapshot_at", "snapshot-unreadable")]
    [InlineData(",AADEM2400001,spotify,2024-03-30,7,,,", "snapshot_at", "snapshot-unreadable")]
    [InlineData("2024-04-10T12:00:01Z,AADEM2400001,spotify,2024-03-30,7,,,", "snapshot_at", "observed-in-future")]
    [InlineData("2024-04-03T23:59:59Z,AADEM2400001,spotify,2024-04-03,7,,,", "day", "day-not-over")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-04-04,7,,,", "day", "observed-before-day")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2999-12-31,7,,,", "day", "observed-before-day")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,-7,,,", "streams_monetised", "count-negative")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,7.0,,,", "streams_monetised", "count-fraction")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,9007199254740992,,,", "streams_monetised", "count-too-large")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,99999999999999999999,,,", "streams_monetised", "count-too-large")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,\"1,000\",,,", "streams_monetised", "count-unreadable")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,=1+1,,,", "streams_monetised", "count-unreadable")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,7,-1,,", "streams_total", "count-negative")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,7,,x,", "streams_non_monetised", "count-unreadable")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,7,,,1.5", "short_plays", "count-fraction")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,1,000,,,", null, "columns")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,7", null, "columns")]
    public void Read_ABadRow_IsRefusedByItsLine_AndTheOtherDaysAreKept(string row, string? field, string code)
    {
        var items = Given.Read(new TrendsImporter(), $"{Good}{row}\n2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-28,60,,,\n");
        var refused = Assert.Single(items.OfType<ImportItem.Refuse>()).Row;

        Assert.Equal((8, field, code, row), (refused.Line, refused.Field, refused.Code, refused.Row));
        Assert.NotEmpty(refused.Reason);
        Assert.NotEmpty(refused.Advice);
        Assert.Equal(GoodTaken[0].Replace("2024-03-29=81", "2024-03-28=60, 2024-03-29=81", StringComparison.Ordinal) + " 9", items.Taken()[0]);
    }

    [Theory]
    [InlineData("2024-04-04T00:00:00Z,AADEM2400001,spotify,2024-04-03,7,,,", "2024-04-03=7")]
    [InlineData("2024-04-10T12:00:00Z,AADEM2400001,spotify,2024-03-30,9007199254740991,,,", "2024-03-30=9007199254740991")]
    [InlineData("2024-04-03T06:00:00.123456Z,AADEM2400001,spotify,1900-01-01,NULL,,,", "1900-01-01=none")]
    [InlineData("2024-04-03T06:00:00Z, AADEM2400001 ,spotify\t,2024-03-30, 7 ,,,", "2024-03-30=7")]
    public void Read_ARowAtTheEdge_IsTaken(string row, string numbers) =>
        Assert.Contains(numbers, Assert.Single(Given.Read(new TrendsImporter(), Header + row).Taken()), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-29,1,,,\n2024-04-99T06:00:00Z,AADEM2400001,spotify,2024-03-29,1,,,\n")]
    [InlineData("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-29,1,,,\n2025-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-29,1,,,\n")]
    public void Read_ARowWithoutASnapshot_TakesNoneFromTheRowsBefore(string before)
    {
        var items = Given.Read(new TrendsImporter(), $"{Header}{before},AADEM2400001,spotify,2024-03-30,7,,,\n");
        Assert.Equal("snapshot-unreadable", items.Refused()[^1].Code);
        Assert.DoesNotContain(items.Taken(), taken => taken.Contains("2024-03-30", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_ADayTwice_IsSkippedWhereItSaysTheSame_AndRefusedWhereNot()
    {
        var items = Given.Read(
            new TrendsImporter(),
            Header
            + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-29,1,,,\n"
            + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,79,,,\n"
            + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-31,5,6,,\n"
            + "2024-04-03T06:00:00Z,AADEM2400002,spotify,2024-03-31,8,,,\n"
            + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,79,,,\n"
            + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-31,5,7,,\n"
            + "2024-04-03T06:00:00Z,AADEM2400002,spotify,2024-03-31,,,,\n");

        Assert.Equal(["AADEM2400001 spotify 2024-04-03T06:00:00Z: 2024-03-29=1, 2024-03-30=79 lines 2 3"], items.Taken());
        Assert.Contains(new ImportItem.Skip(6, "repeated"), items);
        Assert.Equal([(4, "day", "day-twice"), (5, "day", "day-twice"), (7, "day", "day-twice"), (8, "day", "day-twice")], items.Refused());
        var refused = items.OfType<ImportItem.Refuse>().Select(item => item.Row).ToList();
        Assert.Equal("2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-31,5,6,,", refused[0].Row);
        Assert.Contains("line 7", refused[0].Reason, StringComparison.Ordinal);
        Assert.Contains("line 4", refused[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TheSameInstantWrittenInTwoWays_IsOneSnapshot()
    {
        var items = Given.Read(
            new TrendsImporter(),
            Header
            + "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-29,1,,,\n"
            + "2024-04-03T08:00:00+02:00,AADEM2400001,spotify,2024-03-30,2,,,\n");

        Assert.Equal(["AADEM2400001 spotify 2024-04-03T06:00:00Z: 2024-03-29=1, 2024-03-30=2 lines 2 3"], items.Taken());
    }

    [Fact]
    public void Read_JoinedFilesAndEmptyLines_SkipsHeadersAndEmptyLines()
    {
        var items = Given.Read(new TrendsImporter(), Good + "\n" + Good.Replace("24000", "24001", StringComparison.Ordinal));

        Assert.Equal(8, items.Taken().Length);
        Assert.Equal([(1, "header"), (8, "empty"), (9, "header")], items.OfType<ImportItem.Skip>().Select(skip => ((int)skip.Line, skip.Why)));
        Assert.Empty(items.Refused());
    }

    [Fact]
    public void Read_MoreThan400Days_AreSeveralCommands_WithIdsOfTheirOwn()
    {
        var first = new LocalDate(2022, 1, 1);
        var text = Header + string.Concat(Enumerable.Range(0, 801).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"2024-04-03T06:00:00Z,AADEM2400001,spotify,{first.PlusDays(i):uuuu-MM-dd},{i},,,\n")));
        var takes = Given.Read(new TrendsImporter(), text).OfType<ImportItem.Take>().ToList();

        Assert.Equal([400, 400, 1], takes.Select(take => ((TakeTrendsSnapshot)take.Command).Readings.Count));
        Assert.Equal([2, 402, 802], takes.Select(take => ((TakeTrendsSnapshot)take.Command).From!.Line));
        Assert.Equal(3, takes.Select(take => take.Command.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(2, 801).Select(line => (long)line), takes.SelectMany(take => take.Lines));
    }

    [Fact]
    public void Read_InAnyOrderAndAnyRunSize_GivesTheSameItems()
    {
        var random = new Random(7);
        var rows = Enumerable.Range(0, 3_000)
            .Select(i => string.Create(CultureInfo.InvariantCulture, $"2024-04-0{1 + (i % 3)}T06:00:00Z,AADEM24{i / 30:00000},{(i % 2 == 0 ? "spotify" : "tidal")},2024-03-{1 + (i % 30):00},{random.Next(9_000)},,,"))
            .ToArray();
        random.Shuffle(rows);
        var text = Header + string.Join('\n', rows);

        var whole = Given.Read(new TrendsImporter(), text);
        var inRuns = Given.Read(new TrendsImporter { RowsPerRun = 100 }, text);

        Assert.Equal(600, whole.Taken().Length);
        Assert.Equal(3_000, whole.OfType<ImportItem.Take>().Sum(take => take.Lines.Count));
        Assert.Equal(whole.Taken(), inRuns.Taken());
        Assert.Equal(
            whole.OfType<ImportItem.Take>().Select(take => take.Command.Id),
            inRuns.OfType<ImportItem.Take>().Select(take => take.Command.Id));
    }

    [Fact]
    public void Read_Abandoned_LeavesNoTemporaryFile()
    {
        var text = Header + string.Concat(Enumerable.Range(0, 500).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"2024-04-03T06:00:00Z,AADEM24{i:00000},spotify,2024-03-30,{i},,,\n")));
        var before = Directory.GetFiles(Path.GetTempPath(), "caseledger-*.run").ToHashSet();
        using var items = new TrendsImporter { RowsPerRun = 10 }
            .Read(new MemoryStream(Encoding.UTF8.GetBytes(text)), Given.Request(ImportKind.TrendsSnapshot), CancellationToken.None)
            .GetEnumerator();
        while (items.MoveNext() && items.Current is not ImportItem.Take)
        {
        }

        Assert.IsType<ImportItem.Take>(items.Current);
        items.Dispose();
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "caseledger-*.run").Except(before));
    }

    [Fact]
    public void Read_Ndjson_IsTheSameAsCsv()
    {
        const string Json =
            """
            {"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":79,"streams_total":153,"streams_non_monetised":70,"short_plays":4}
            { "day" : "2024-03-31", "isrc" : "AADEM24\u00300001", "store":"spotify", "streams_monetised":null, "snapshot_at":"2024-04-03T06:00:00Z" }

            {"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400002","store":"spotify","day":"2024-03-30","streams_monetised":"5","title":{"isrc":"AADEM2400009","x":[1,{"day":2}]}}
            """;
        string[] taken =
        [
            "AADEM2400001 spotify 2024-04-03T06:00:00Z: 2024-03-30=79 of 153 non 70 short 4, 2024-03-31=none lines 1 2",
            "AADEM2400002 spotify 2024-04-03T06:00:00Z: 2024-03-30=5 lines 4",
        ];

        var items = Given.Read(new TrendsImporter(), Json);

        Assert.Equal(taken, items.Taken());
        Assert.Empty(items.Refused());
        Assert.Equal(taken, Given.Read(new TrendsImporter(), TextTableTests.Gzip(Encoding.Unicode.GetBytes(Json))).Taken());
    }

    [Theory]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30"}""", "streams_monetised", "field-missing")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetized":7}""", "streams_monetised", "field-missing")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":7,"streams_monetised":8}""", "streams_monetised", "field-twice")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":7.0}""", "streams_monetised", "count-fraction")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":-7}""", "streams_monetised", "count-negative")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":7e2}""", "streams_monetised", "count-unreadable")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":[7]}""", "streams_monetised", "count-unreadable")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":true}""", "streams_monetised", "count-unreadable")]
    [InlineData("""{"snapshot_at":1712124000,"isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":7}""", "snapshot_at", "snapshot-unreadable")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":null,"store":"spotify","day":"2024-03-30","streams_monetised":7}""", "isrc", "isrc-malformed")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":7""", null, "json-malformed")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-30","streams_monetised":7}}""", null, "json-malformed")]
    [InlineData("""{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"\ud800","store":"spotify","day":"2024-03-30","streams_monetised":7}""", null, "json-malformed")]
    [InlineData("""[{"isrc":"AADEM2400001"}]""", null, "json-malformed")]
    [InlineData("streams", null, "json-malformed")]
    public void Read_ABadObject_IsRefused(string line, string? field, string code)
    {
        const string Before = """{"snapshot_at":"2024-04-03T06:00:00Z","isrc":"AADEM2400001","store":"spotify","day":"2024-03-29","streams_monetised":1}""";
        var items = Given.Read(new TrendsImporter(), $"{Before}\n{line}\n");

        Assert.Equal([(2, field, code)], items.Refused());
        Assert.Equal(["AADEM2400001 spotify 2024-04-03T06:00:00Z: 2024-03-29=1 lines 1"], items.Taken());
    }

    [Theory]
    [InlineData("snapshot_at,isrc,store,day\n", "columns-missing")]
    [InlineData("snapshot_at,isrc,store,day,streams_monetised,day\n", "columns-missing")]
    [InlineData("date,streams\n2024-03-30,7\n", "columns-missing")]
    [InlineData("", "empty-file")]
    [InlineData("\n\n", "empty-file")]
    public void Read_AFileWithoutTheColumns_IsStopped(string text, string code) => Assert.Equal(code, Given.Read(new TrendsImporter(), text).Fault());

    [Fact]
    public void Read_OnlyAHeader_IsNothingAndNoFault() =>
        Assert.Equal([new ImportItem.Skip(1, "header")], Given.Read(new TrendsImporter(), Header));

    [Fact]
    public void Read_AFileThatBreaksOff_TakesNothing_AndSaysWhere()
    {
        var whole = TextTableTests.Gzip(Encoding.UTF8.GetBytes(Good));
        var damaged = whole.ToArray();
        damaged[^6] ^= 1;

        Assert.Equal(("gzip-truncated", 0), Outcome(whole.AsSpan(0, whole.Length - 12)));
        Assert.Equal(("gzip-damaged", 0), Outcome(damaged));
        Assert.Equal(("binary", 0), Outcome(Encoding.UTF8.GetBytes(Good + "\0")));
        Assert.Equal(("quote-unclosed", 0), Outcome(Encoding.UTF8.GetBytes(Good + "\"x\n")));
        Assert.Equal(("line-too-long", 0), Outcome(Encoding.UTF8.GetBytes(Good + new string('x', 1_100_000))));

        static (string?, int) Outcome(ReadOnlySpan<byte> file)
        {
            var items = Given.Read(new TrendsImporter(), file);
            return (items.Fault(), items.Taken().Length);
        }
    }

    [Fact]
    public void Read_EveryCommandOfIt_IsAcceptedByTheDomain()
    {
        foreach (var take in Given.Read(new TrendsImporter(), Good).OfType<ImportItem.Take>())
        {
            var decision = TakingTrendsSnapshot.Decide(CaseState.Fold(take.Isrc, []), (TakeTrendsSnapshot)take.Command, Given.Now);
            Assert.IsType<Decision.Append>(decision);
        }
    }

    [Fact]
    public void Read_Watched_TellsThatItSortsAndThenHowManyGoodRowsFollow()
    {
        var watch = new Watch();
        var request = Given.Request(ImportKind.TrendsSnapshot) with { Watch = watch };
        const string Rows = "2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-30,1,,,\n2024-04-03T06:00:00Z,AADEM2400001,spotify,2024-03-31,2,,,\nnone,AADEM2400001,spotify,2024-03-31,2,,,\n";

        foreach (var item in new TrendsImporter().Read(new MemoryStream(Encoding.UTF8.GetBytes(Header + Rows)), request, TestContext.Current.CancellationToken))
        {
            watch.Said.Add(item.GetType().Name);
        }

        Assert.Equal(["sorting", "Skip", "Refuse", "sorted 2", "Take"], watch.Said);
    }

    private sealed class Watch : ISortingWatch
    {
        public List<string> Said { get; } = [];

        public void Checking() => Said.Add("checking");

        public void Checked() => Said.Add("checked");

        public void Sorting() => Said.Add("sorting");

        public void Sorted(long rows) => Said.Add($"sorted {rows}");
    }
}
