using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Preview;
using NodaTime;
using Xunit;

namespace CaseLedger.Imports.Tests.Grids;

public sealed class S4aTimelineImporterTests
{
    private const string TwoDays = "date,streams\n2024-03-30,153\n2024-03-31,114\n";

    private static readonly string[] TwoDaysRead = ["skip 1 header", "dashboard 2,3: 2024-03-30=153 2024-03-31=114"];

    private static readonly S4aTimelineImporter Importer = new();

    public static TheoryData<string, byte[]> Forms => new()
    {
        { "as exported", Golden.Utf8("\uFEFF" + TwoDays) },
        { "two byte order marks", Golden.Utf8("\uFEFF\uFEFF" + TwoDays) },
        { "without a mark", Golden.Utf8(TwoDays) },
        { "CRLF", Golden.Utf8(TwoDays.Replace("\n", "\r\n", StringComparison.Ordinal)) },
        { "CR only", Golden.Utf8(TwoDays.Replace("\n", "\r", StringComparison.Ordinal)) },
        { "no last line end", Golden.Utf8(TwoDays.TrimEnd()) },
        { "semicolons", Golden.Utf8(TwoDays.Replace(',', ';')) },
        { "tabs", Golden.Utf8(TwoDays.Replace(',', '\t')) },
        { "UTF-16, little end first", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(TwoDays)] },
        { "UTF-16, big end first", [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(TwoDays)] },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes(TwoDays) },
        { "quoted", Golden.Utf8("\"date\",\"streams\"\n\"2024-03-30\",\"153\"\n\"2024-03-31\",\"114\"\n") },
        { "capitals and empty columns", Golden.Utf8("Date;Streams;;\n2024-03-30;153;;\n2024-03-31;114;;\n") },
        { "American days that leave no doubt", Golden.Utf8("date,streams\n3/30/2024,153\n3/31/2024,114\n") },
        { "European days that leave no doubt", Golden.Utf8("date;streams\n30/03/2024;153\n31/03/2024;114\n") },
        { "days with points", Golden.Utf8("date;streams\n30.03.2024;153\n31.3.2024;114\n") },
        { "month names", Golden.Utf8("date,streams\n30 Mar 2024,153\n\"March 31, 2024\",114\n") },
        { "Spanish month names", Golden.Utf8("date,streams\n30 de marzo de 2024,153\n31 marzo 2024,114\n") },
        { "serial days", Golden.Utf8("date,streams\n45381,153\n45382,114\n") },
        { "midnights", Golden.Utf8("date,streams\n2024-03-30 00:00:00,153\n3/31/2024 12:00:00 AM,114\n") },
        { "Windows-1252", Encoding.Latin1.GetBytes("date;streams\n30. M\u00E4rz 2024;153\n31. M\u00E4rz 2024;114\n") },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Read_AnyFormInWhichTheExportIsSeen_GivesTheSame(string form, byte[] file) =>
        Assert.True(TwoDaysRead.SequenceEqual(Golden.Read(Importer, file)), $"{form}: {string.Join("; ", Golden.Read(Importer, file))}");

    [Fact]
    public void Read_ARealLookingFileWithEveryFlaw_TakesWhatIsGoodAndRefusesTheRestByLine() => Assert.Equal(
        [
            "skip 1 header",
            "skip 3 no-number",
            "skip 4 repeated",
            "refuse 5 day-twice 'date'",
            "refuse 6 day-twice 'date'",
            "refuse 7 day-unreadable 'date'",
            "refuse 8 count-unreadable 'streams'",
            "refuse 9 columns 'streams'",
            "refuse 10 count-fraction 'streams'",
            "refuse 11 count-negative 'streams'",
            "refuse 12 year-short 'date'",
            "refuse 13 day-not-over 'date'",
            "refuse 14 day-to-come 'date'",
            "refuse 15 count-too-large 'streams'",
            "skip 19 total",
            "dashboard 2,17: 2024-03-30=153 2024-04-10=0",
        ],
        Golden.Read(Importer, Golden.Utf8(
            """
            date,streams
            2024-03-30,153
            2024-03-31,
            2024-03-30,153
            2024-04-01,5
            2024-04-01,6
            =1+1,7
            2024-04-02,=1+1
            2024-04-03,1,000
            2024-04-04,"1,5"
            2024-04-05,-3
            06.04.24,7
            2024-06-01,8
            2024-06-02,9
            2024-04-07,9007199254740992

            2024-04-10,0

            Total,153
            """)));

    [Fact]
    public void Read_ARefusedRow_IsKeptAsItStands_WithReasonAndAdvice()
    {
        var row = Assert.IsType<ImportItem.Refuse>(Golden.Items(Importer, Golden.Utf8(TwoDays + "2024-04-02,\"=cmd|' /C calc'!A0\"\n"), Golden.Request(Importer.Kind))[1]).Row;

        Assert.Equal((4, "2024-04-02,\"=cmd|' /C calc'!A0\"", "streams", "count-unreadable"), (row.Line, row.Row, row.Field, row.Code));
        Assert.Contains("formula", row.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(row.Advice);
    }

    [Theory]
    [InlineData("date,listeners,streams,followers\n2024-03-30,1,2,3\n", "catalogue")]
    [InlineData("\uFEFFdate,listeners,monthly listeners,monthly active listeners,super listeners,streams,playlist adds,saves,followers\n2024-03-30,1,2,3,4,5,6,7,8\n", "catalogue")]
    [InlineData("date,listeners,monthly listeners,monthly active listeners,streams,playlist adds,saves,followers\n2024-03-30,1,2,3,5,6,7,8\n", "catalogue")]
    [InlineData("song,listeners,streams,saves,release_date\nOne,1,2,3,2024-01-01\n", "window-totals")]
    [InlineData("title,author,listeners,streams,date_added\nList,-,1,2,n/a\n", "window-totals")]
    [InlineData("day,plays\n2024-03-30,1\n", "header-unknown")]
    [InlineData("2024-03-30,1\n", "header-unknown")]
    [InlineData("", "empty-file")]
    [InlineData("\n\n", "empty-file")]
    [InlineData("date,streams\n", "nothing")]
    [InlineData("date,streams\n2024-03-30,\"1\n", "quote-unclosed")]
    public void Read_AFileThatIsNoSongsTimeline_IsRefusedWithReasonAndAdvice(string text, string code)
    {
        var fault = Assert.IsType<ImportItem.Stop>(Assert.Single(Golden.Items(Importer, Golden.Utf8(text), Golden.Request(Importer.Kind)))).Fault;

        Assert.Equal(code, fault.Code);
        Assert.NotEmpty(fault.Reason);
        Assert.NotEmpty(fault.Advice);
    }

    [Fact]
    public void Read_WithoutARecording_AsksForIt()
    {
        var request = Golden.Request(Importer.Kind);

        Assert.Equal("stop isrc-needed", Golden.Short(Assert.Single(Golden.Items(Importer, Golden.Utf8(TwoDays), request with { Start = request.Start with { Isrc = null } }))));
    }

    [Fact]
    public void Read_GivesAReportOfTheDashboard_WithTheFileAsEvidence_AndAnIdThatStaysTheSame()
    {
        var request = Golden.Request(Importer.Kind);
        var seen = new Observed.On(new(2024, 4, 5));
        var items = Golden.Items(Importer, Golden.Utf8(TwoDays), request with { Start = request.Start with { Store = Store.Deezer, Observed = seen } });

        var take = Assert.IsType<ImportItem.Take>(items[^1]);
        Assert.Equal(
            new ReportScreenshot(
                request.IdOf(Golden.Recording, "artist-dashboard deezer 2\n2024-03-30 153\n2024-03-31 114"),
                request.Actor,
                Store.Deezer,
                seen,
                [new(new(2024, 3, 30), new(153), Measure.Streams), new(new(2024, 3, 31), new(114), Measure.Streams)],
                [Golden.File]),
            take.Command);
        var unknown = Assert.IsType<ReportScreenshot>(Assert.IsType<ImportItem.Take>(Golden.Items(Importer, Golden.Utf8(TwoDays), request)[^1]).Command);
        Assert.Equal((Store.Spotify, new Observed.Unknown()), (unknown.Store, (Observed.Unknown)unknown.Observed));
    }

    [Fact]
    public void Read_SeenBeforeADayWasOver_RefusesThatDay()
    {
        var request = Golden.Request(Importer.Kind);
        var items = Golden.Items(Importer, Golden.Utf8(TwoDays), request with { Start = request.Start with { Observed = new Observed.At(Instant.FromUtc(2024, 3, 31, 8, 0)) } });

        Assert.Equal(["skip 1 header", "refuse 3 day-not-over 'date'", "dashboard 2: 2024-03-30=153"], items.Select(Golden.Short));
    }

    [Fact]
    public void Read_MoreDaysThanOneEventHolds_GivesSeveral_EachNamedByItsFirstLine()
    {
        var text = "date,streams\n" + string.Concat(Enumerable.Range(0, 900).Select(i => $"{new Day(2021, 1, 1).PlusDays(i)},{i}\n"));
        var takes = Golden.Items(Importer, Golden.Utf8(text), Golden.Request(Importer.Kind)).OfType<ImportItem.Take>().ToArray();

        Assert.Equal([400, 400, 100], takes.Select(take => take.Lines.Count));
        Assert.Equal(Enumerable.Range(2, 900).Select(line => (long)line), takes.SelectMany(take => take.Lines));
        Assert.Equal(["2", "402", "802"], takes.Select(take => $"{take.Lines[0]}"));
        var again = Golden.Items(Importer, Golden.Utf8(text), Golden.Request(Importer.Kind)).OfType<ImportItem.Take>();
        Assert.Equal(again.Select(take => take.Command.Id), takes.Select(take => take.Command.Id));
        Assert.Equal(3, takes.Select(take => take.Command.Id).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 900).Select(i => (long)i), takes.SelectMany(take => ((ReportScreenshot)take.Command).Readings).Select(reading => reading.Count.Value));
    }

    [Fact]
    public void Read_DaysThatCanBeSwapped_AreAsked_WithTheEvidenceOfTheColumn()
    {
        const string Text = "date,streams\n01/04/2024,1\n02/04/2024,2\n30/03/2024,3\n";
        var fault = Assert.IsType<ImportItem.Stop>(Assert.Single(Golden.Items(Importer, Golden.Utf8(Text), Golden.Request(Importer.Kind)))).Fault;

        Assert.Equal("needs-decision", fault.Code);
        var question = Assert.Single(fault.Questions!);
        Assert.Equal(("day-order", "day-first month-first"), (question.Name, string.Join(' ', question.Values)));
        Assert.Equal(
            "2 of 3 days, such as 01/04/2024 in line 2, can be read either way. "
            + "1 can only be read with the day first (such as 30/03/2024 in line 4), 0 only with the month first. "
            + "Of the days that follow one another in the file, 1 are one day apart with the day first, 0 with the month first.",
            question.Evidence);
        Assert.Equal(["skip 1 header", "dashboard 2,3,4: 2024-04-01=1 2024-04-02=2 2024-03-30=3"], Golden.Read(Importer, Golden.Utf8(Text), ("day-order", "day-first")));
        Assert.Equal(["skip 1 header", "dashboard 2,3,4: 2024-01-04=1 2024-02-04=2 2024-03-30=3"], Golden.Read(Importer, Golden.Utf8(Text), ("day-order", "month-first")));
        Assert.Equal(["stop needs-decision day-order?"], Golden.Read(Importer, Golden.Utf8(Text), ("day-order", "whatever")));
    }

    [Fact]
    public void Read_ThousandsOrFraction_IsAsked_UnlessTheColumnTells()
    {
        const string Text = "date,streams\n2024-03-30,\"1,000\"\n2024-03-31,950\n";

        Assert.Equal(["stop needs-decision thousands?"], Golden.Read(Importer, Golden.Utf8(Text)));
        Assert.Equal(["skip 1 header", "dashboard 2,3: 2024-03-30=1000 2024-03-31=950"], Golden.Read(Importer, Golden.Utf8(Text), ("thousands", "yes")));
        Assert.Equal(["skip 1 header", "refuse 2 count-fraction 'streams'", "dashboard 3: 2024-03-31=950"], Golden.Read(Importer, Golden.Utf8(Text), ("thousands", "no")));
        Assert.Equal(
            ["skip 1 header", "dashboard 2,3,4: 2024-03-30=1000 2024-03-31=950 2024-04-01=1234567"],
            Golden.Read(Importer, Golden.Utf8(Text + "2024-04-01,\"1,234,567\"\n")));
    }

    [Fact]
    public void Read_CorrectedCells_AreJudgedInPlaceOfTheFilesOwn_AndALeftOutRowIsNotRead()
    {
        const string Text = "date,streams\n=A1,153\n2024-03-31,\"1,000\"\n2024-04-01,\n2024-04-02,9\n2024-04-02,8\n";

        Assert.Equal(
            ["skip 1 header", "skip 6 left-out", "dashboard 2,3,4,5: 2024-03-30=153 2024-03-31=1000 2024-04-01=7 2024-04-02=9"],
            Golden.Read(Importer, Golden.Utf8(Text), ("day-2", "2024-03-30"), ("count-3", "1000"), ("count-4", "7"), ("skip-6", "yes")));
        Assert.Equal("refuse 2 day-unreadable 'date'", Golden.Read(Importer, Golden.Utf8(Text), ("day-2", "no day"), ("count-3", "1000"))[1]);
    }

    [Fact]
    public void Preview_ShowsEachCellWithItsFault_AndTheSameAsIsRecorded()
    {
        using var file = new MemoryStream(Golden.Utf8("date,streams\n2024-03-30,153\n2024-03-31,x\n2024-04-01,\nTotal,153\n"));
        var preview = SheetPreview.Of(file, Golden.Request(Importer.Kind));

        Assert.Null(preview.Stop);
        Assert.Equal((1, new Day(2024, 3, 30), new Day(2024, 3, 30)), (preview.Good, preview.First!.Value, preview.Last!.Value));
        Assert.Equal(["date day True", "streams artist-dashboard True"], preview.Columns.Select(column => $"{column.Header} {Words.Of(column.Role)} {column.IsCertain}"));
        var wrong = preview.Rows[1];
        Assert.Equal(
            (3L, "2024-03-31", "x", "count-3", GridFault.CountUnreadable),
            (wrong.Line, wrong.Day.Text, wrong.ArtistDashboard!.Text, wrong.ArtistDashboard.Choice, wrong.ArtistDashboard.Fault!.Value));
        Assert.Null(wrong.Day.Fault);
        Assert.Equal(["1 header", "4 no-number", "5 total"], preview.Skipped.Select(skip => $"{skip.Line} {skip.Why}"));
    }
}
