using System.Text;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Preview;
using CaseLedger.Imports.Spreadsheets;
using Xunit;

namespace CaseLedger.Imports.Tests.Spreadsheets;

public sealed class SpreadsheetImporterTests
{
    private static readonly SpreadsheetImporter Importer = new();
    private static readonly DateOnly March30 = new(2024, 3, 30);
    private static readonly DateOnly March31 = new(2024, 3, 31);

    public static TheoryData<string, byte[]> Dashboards => new()
    {
        { "date cells", Xlsx.Of(["date", "streams"], [March30, 153], [March31, 114]) },
        { "text days", Xlsx.Of(["date", "streams"], ["2024-03-30", "153"], ["31.03.2024", 114]) },
        { "serial days", Xlsx.Of(["Datum", "Streams"], [45381, 153], [45382, 114]) },
        { "Italian", Xlsx.Of(["Giorno", "Ascolti"], [March30, 153], [March31, 114]) },
        { "German", Xlsx.Of(["Datum", "Wiedergaben"], ["30. März 2024", 153], ["31. März 2024", 114]) },
        { "French", Xlsx.Of(["Jour", "Écoutes"], ["30 mars 2024", 153], ["31 mars 2024", 114]) },
        { "Spanish", Xlsx.Of(["Fecha", "Reproducciones"], ["30 de marzo de 2024", 153], ["31 marzo 2024", 114]) },
        { "daily streams of a named source", Xlsx.Of(["Day", "Daily streams (Spotify for Artists)"], [March30, 153], [March31, 114]) },
        { "formulas with what they came to", Xlsx.Of(["date", "streams"], [March30, new Formula("100+53", 153)], [March31, new Formula("SUM(A1:A2)", 114)]) },
        { "columns that are none of ours", Xlsx.Of(["date", "streams", "listeners", "note"], [March30, 153, 80, "odd"], [March31, 114, 60, null]) },
        { "old workbook", Xls.Of(["Giorno", "Ascolti"], [March30, 153], [March31, 114]) },
        { "oldest workbook", Xls.Bare(["Giorno", "Ascolti"], ["30.03.2024", 153], ["2024-03-31", 114]) },
        { "CSV", Golden.Utf8("Giorno;Ascolti\n30/03/2024;153\n31/03/2024;114\n") },
        { "CSV of Windows-1252", Encoding.Latin1.GetBytes("Jour;\u00C9coutes\n30/03/2024;153\n31/03/2024;114\n") },
    };

    [Theory]
    [MemberData(nameof(Dashboards))]
    public void Read_DaysAndStreams_InAnyLanguageAndForm(string form, byte[] file)
    {
        string[] expected = ["skip 1 header", "dashboard 2,3: 2024-03-30=153 2024-03-31=114"];

        Assert.True(expected.SequenceEqual(Golden.Read(Importer, file)), $"{form}: {string.Join("; ", Golden.Read(Importer, file))}");
    }

    [Fact]
    public void Read_WithoutAHeader_TakesTheOneColumnOfNumbers() => Assert.Equal(
        ["dashboard 1,2: 2024-03-30=153 2024-03-31=114"],
        Golden.Read(Importer, Golden.Utf8("2024-03-30,153\n2024-03-31,114\n")));

    [Theory]
    [InlineData("S4A", "Distributor")]
    [InlineData("Spotify for Artists", "Trends")]
    [InlineData("Spotify", "DistroKid")]
    [InlineData("Dashboard artista", "Distributore")]
    [InlineData("Streams S4A", "Streams Vertrieb")]
    [InlineData("Écoutes Spotify", "Écoutes distributeur")]
    [InlineData("Reproducciones S4A", "Reproducciones distribuidora")]
    public void Read_BothSources_GivesAReportAndASnapshot(string dashboard, string trends)
    {
        var items = Golden.Items(
            Importer,
            Xlsx.Of(["date", dashboard, trends], [March30, 153, 104], [March31, 114, "not received"], [new DateOnly(2024, 4, 1), null, 7]),
            Golden.Request(Importer.Kind));

        Assert.Equal(
            ["skip 1 header", "dashboard 2,3: 2024-03-30=153 2024-03-31=114", "trends 2,3,4: 2024-03-30=104 2024-03-31=nothing 2024-04-01=7"],
            items.Select(Golden.Short));
        var snapshot = Assert.IsType<TakeTrendsSnapshot>(Assert.IsType<ImportItem.Take>(items[^1]).Command);
        Assert.Equal(
            (Golden.Request(ImportKind.Spreadsheet).IdOf(Golden.Recording, "trends spotify 2\n2024-03-30 104\n2024-03-31 \n2024-04-01 7"), new FileLine(Golden.File, 2), Store.Spotify),
            (snapshot.Id, snapshot.From, snapshot.Store));
        var report = Assert.IsType<ReportScreenshot>(Assert.IsType<ImportItem.Take>(items[^2]).Command);
        Assert.Equal(
            (Golden.Request(ImportKind.Spreadsheet).IdOf(Golden.Recording, "artist-dashboard spotify 2\n2024-03-30 153\n2024-03-31 114"), [Golden.File]),
            (report.Id, report.Evidence));
    }

    [Fact]
    public void Read_DaysAcross_AreTurned_AndALineIsAColumn()
    {
        string[] expected = ["skip 1 header", "skip 4 no-number", "skip 5 total", "dashboard 2,3: 2024-03-30=153 2024-03-31=114", "trends 2,3: 2024-03-30=104 2024-03-31=99"];

        Assert.Equal(expected, Golden.Read(Importer, Xlsx.Of(
            ["Giorno", March30, March31, new DateOnly(2024, 4, 1), "Totale"],
            ["Ascolti S4A", 153, 114, null, 267],
            ["Distributore", 104, 99, null, 203])));
        Assert.Equal(expected, Golden.Read(Importer, Golden.Utf8("Giorno;30/03/2024;31/03/2024;1.4.2024;Totale\nS4A;153;114;;267\nTrends;104;99;;203\n")));
    }

    [Fact]
    public void Read_OneDayAcross_IsTurnedToo() => Assert.Equal(
        ["skip 1 header", "dashboard 2: 2024-03-30=153"],
        Golden.Read(Importer, Golden.Utf8("date,2024-03-30\nstreams,153\n")));

    [Fact]
    public void Read_TitlesAndMergedCellsAboveTheNames_AreNoData() => Assert.Equal(
        ["skip 1 header", "skip 3 header", "skip 4 header", "skip 7 total", "dashboard 5,6: 2024-03-30=153 2024-03-31=114", "trends 5,6: 2024-03-30=104 2024-03-31=99"],
        Golden.Read(Importer, Xlsx.Of(
            [("Foglio1",
            [
                ["La mia canzone – marzo 2024"],
                [],
                [null, "Spotify for Artists", null, "Distributore", null],
                ["Giorno", "Ascolti", "Ascoltatori", "Ascolti", "Note"],
                [March30, 153, 70, 104, "x"],
                [March31, 114, 60, 99, null],
                [null, new Formula("SUM(B5:B6)", 267), 130, 203, null],
            ])],
            merged: ["A1:E1", "B3:C3", "D3:E3"])));

    [Fact]
    public void Read_TheFirstSheetWithDays_UnlessAnotherIsNamed()
    {
        var file = Xlsx.Of(
        [
            ("Cover", [["My song"], ["by me"]]),
            ("March", [["date", "streams"], [March30, 153]]),
            ("Late March", [["date", "streams"], [March31, 114]]),
        ]);

        Assert.Equal(["skip 1 header", "dashboard 2: 2024-03-30=153"], Golden.Read(Importer, file));
        Assert.Equal(["skip 1 header", "dashboard 2: 2024-03-31=114"], Golden.Read(Importer, file, ("sheet", "Late March")));
        Assert.Equal(["stop sheet-unknown sheet?"], Golden.Read(Importer, file, ("sheet", "April")));
        var preview = SheetPreview.Of(new MemoryStream(file), Golden.Request(Importer.Kind));
        Assert.Equal(("March", "Cover, March, Late March"), (preview.Sheet, string.Join(", ", preview.Sheets)));
    }

    [Fact]
    public void Read_AHiddenSheet_IsReadOnlyWhereItIsNamed()
    {
        var file = Xlsx.Of([("Old", [["date", "streams"], [March31, 9]]), ("Now", [["date", "streams"], [March30, 153]])], hidden: "Old");

        Assert.Equal(["skip 1 header", "dashboard 2: 2024-03-30=153"], Golden.Read(Importer, file));
        Assert.Equal(["skip 1 header", "dashboard 2: 2024-03-31=9"], Golden.Read(Importer, file, ("sheet", "Old")));
        Assert.Equal(["Now"], SheetPreview.Of(new MemoryStream(file), Golden.Request(Importer.Kind)).Sheets);
    }

    [Fact]
    public void Read_ColumnsOfUnknownSource_AreAskedWithHeaderAndSamples_AndChoicesDecide()
    {
        var file = Golden.Utf8("date,streams,plays\n2024-03-30,153,104\n2024-03-31,114,99\n");
        var fault = Assert.IsType<ImportItem.Stop>(Assert.Single(Golden.Items(Importer, file, Golden.Request(Importer.Kind)))).Fault;

        Assert.Equal(("needs-decision", "column-2 column-3"), (fault.Code, string.Join(' ', fault.Questions!.Select(question => question.Name))));
        Assert.Equal("day artist-dashboard trends ignore", string.Join(' ', fault.Questions![0].Values));
        Assert.Equal("Column 3, headed 'plays': 2 cells, 0 of them days and 2 numbers, such as 104; 99.", fault.Questions[1].Evidence);
        Assert.Equal(
            ["skip 1 header", "dashboard 2,3: 2024-03-30=104 2024-03-31=99", "trends 2,3: 2024-03-30=153 2024-03-31=114"],
            Golden.Read(Importer, file, ("column-1", "day"), ("column-2", "trends"), ("column-3", "artist-dashboard")));
        Assert.Equal(["skip 1 header", "trends 2,3: 2024-03-30=153 2024-03-31=114"], Golden.Read(Importer, file, ("column-2", "trends"), ("column-3", "ignore")));
        Assert.Equal(["stop needs-decision column-2? column-3?"], Golden.Read(Importer, file, ("column-2", "trends"), ("column-3", "trends")));
        Assert.Equal(["stop needs-decision column-3?"], Golden.Read(Importer, file, ("column-2", "trends")));
    }

    [Theory]
    [InlineData("date,Apple Music streams\n2024-03-30,5\n", "column-2?")]
    [InlineData("date,xyz\n2024-03-30,5\n", "column-2?")]
    [InlineData("start,end,streams\n2024-03-30,2024-03-30,5\n2024-03-31,2024-03-31,6\n", "column-1? column-2?")]
    [InlineData("name,streams\nfoo,5\n", "column-1? column-2?")]
    [InlineData("date,listeners\n2024-03-30,5\n", "column-2?")]
    [InlineData("date,S4A,Spotify for Artists\n2024-03-30,5,6\n", "column-2? column-3?")]
    public void Read_AMappingThatIsNotCertain_IsAsked(string text, string questions) =>
        Assert.Equal([$"stop needs-decision {questions}"], Golden.Read(Importer, Golden.Utf8(text)));

    [Fact]
    public void Read_ATitleThatNamesTheDistributor_TellsWhoseTheOneColumnIs() => Assert.Equal(
        ["skip 1 header", "skip 2 header", "trends 3,4: 2024-03-30=104 2024-03-31=99"],
        Golden.Read(Importer, Xlsx.Of(["Report del distributore"], ["Giorno", "Ascolti"], [March30, 104], [March31, 99])));

    [Fact]
    public void Read_ASheetWithEveryFlaw_TakesWhatIsGoodAndRefusesTheRestByRow() => Assert.Equal(
        [
            "skip 1 header",
            "refuse 3 count-fraction 'streams'",
            "refuse 4 count-fraction 'streams'",
            "skip 5 no-number",
            "skip 6 no-number",
            "refuse 7 count-unreadable 'streams'",
            "refuse 8 count-negative 'streams'",
            "refuse 9 count-too-large 'streams'",
            "refuse 10 day-twice 'date'",
            "refuse 11 day-twice 'date'",
            "skip 12 repeated",
            "refuse 13 day-unreadable 'date'",
            "refuse 14 day-to-come 'date'",
            "refuse 15 count-unreadable 'streams'",
            "skip 16 total",
            "skip 17 no-number",
            "dashboard 2: 2024-03-30=153",
        ],
        Golden.Read(Importer, Xlsx.Of(
            ["date", "streams"],
            [March30, 153],
            [March31, 1.234],
            [March31, 153.5],
            [March31, null],
            [March31, new Formula("1+1", null)],
            [March31, "=1+1"],
            [March31, -3],
            [March31, 1e300],
            [new DateOnly(2024, 4, 1), 5],
            [new DateOnly(2024, 4, 1), 6],
            [March30, "153"],
            ["sometime", 7],
            [new DateOnly(2024, 7, 1), 8],
            [new DateOnly(2024, 4, 2), March30],
            ["Total", new Formula("SUM(B2:B15)", 500)],
            [new DateOnly(2024, 4, 3), new CellError("#REF!")])));

    [Fact]
    public void Read_AWideRowOfAText_IsRefused_SinceANumberMayBeCutAtItsComma() => Assert.Equal(
        ["skip 1 header", "refuse 3 columns 'streams'", "dashboard 2: 2024-03-30=950"],
        Golden.Read(Importer, Golden.Utf8("date,streams\n2024-03-30,950\n2024-03-31,1,234\n")));

    [Fact]
    public void Read_DoubtsAboutDaysAndThousands_AreAskedTogether()
    {
        var file = Golden.Utf8("Datum;Streams\n01/04/2024;1.234\n02/04/2024;950\n");

        Assert.Equal(["stop needs-decision day-order? thousands?"], Golden.Read(Importer, file));
        Assert.Equal(["skip 1 header", "dashboard 2,3: 2024-04-01=1234 2024-04-02=950"], Golden.Read(Importer, file, ("day-order", "day-first"), ("thousands", "yes")));
    }

    [Fact]
    public void Read_ADateCell_IsNeverADoubt_AndOneOf1904IsItsDay()
    {
        Assert.Equal(["skip 1 header", "dashboard 2: 2024-04-03=5"], Golden.Read(Importer, Xlsx.Of(["date", "streams"], [new DateOnly(2024, 4, 3), 5])));
        var from1904 = Xlsx.Of([("S", [["date", "streams"], [new DateOnly(2020, 4, 2), 5], [43923, 6]])], from1904: true);
        Assert.Equal(["skip 1 header", "refuse 3 day-unreadable 'date'", "dashboard 2: 2024-04-03=5"], Golden.Read(Importer, from1904));
        Assert.Equal(
            ["skip 1 header", "refuse 3 day-unreadable 'date'", "dashboard 2: 2024-04-03=5"],
            Golden.Read(Importer, Xls.Of1904(["date", "streams"], [new DateOnly(2020, 4, 2), 5], [43923, 6])));
    }

    [Fact]
    public void Read_CorrectionsOfOneSourceOfTwo_TouchNoOther()
    {
        var file = Golden.Utf8("date,S4A,Trends\n2024-03-30,x,y\n2024-03-31,114,z\n");

        Assert.Equal(
            ["skip 1 header", "refuse 3 count-unreadable 'Trends'", "dashboard 2: 2024-03-30=153", "trends 2: 2024-03-30=104"],
            Golden.Read(Importer, file, ("count-2", "153"), ("trends-2", "104")));
    }

    [Theory]
    [InlineData("date,listeners,streams,followers\n2024-03-30,1,2,3\n", "catalogue")]
    [InlineData("song,listeners,streams,saves,release_date\nOne,1,2,3,2024-01-01\nTwo,1,2,3,2024-01-02\n", "window-totals")]
    [InlineData("title,author,listeners,streams,date_added\nList,-,1,2,n/a\n", "window-totals")]
    [InlineData("", "empty-file")]
    [InlineData("date,streams\n2024-03-30,\n", "nothing")]
    public void Read_AFileOfWhichNothingCanBeTaken_IsRefused(string text, string code) =>
        Assert.Equal([$"stop {code}"], Golden.Read(Importer, Golden.Utf8(text)));

    [Fact]
    public void Read_ACatalogueSavedAsAWorkbook_IsRefusedToo() => Assert.Equal(
        ["stop catalogue"],
        Golden.Read(Importer, Xlsx.Of(["date", "listeners", "streams", "followers"], [March30, 1, 2, 3])));

    [Fact]
    public void Read_TooMuch_IsRefused()
    {
        Assert.Equal(["stop too-many-rows"], Golden.Read(Importer, Golden.Utf8(string.Concat(Enumerable.Repeat("2024-03-30,1\n", SheetLimits.MostRows + 1)))));
        Assert.Equal(["stop too-many-columns"], Golden.Read(Importer, Golden.Utf8(new string(',', SheetLimits.MostColumns) + "1\n")));
        Assert.Equal(["stop too-many-columns"], Golden.Read(Importer, Xlsx.Of([.. new object?[SheetLimits.MostColumns], 1])));
        Assert.Equal(["stop file-too-large"], Golden.Read(Importer, new byte[SheetLimits.MostBytes + 1]));
    }

    [Fact]
    public void Preview_WhileAQuestionIsOpen_ShowsTheRowsByTheBestGuess()
    {
        var preview = SheetPreview.Of(new MemoryStream(Golden.Utf8("date,streams,plays\n01/04/2024,153,104\n")), Golden.Request(Importer.Kind));

        Assert.Equal("needs-decision", preview.Stop!.Code);
        Assert.Equal(["column-2", "column-3", "day-order"], preview.Questions.Select(question => question.Name));
        Assert.Equal(
            ["1 'date' day True", "2 'streams' artist-dashboard False", "3 'plays' trends False"],
            preview.Columns.Select(column => $"{column.Number} '{column.Header}' {Words.Of(column.Role)} {column.IsCertain}"));
        var row = Assert.Single(preview.Rows);
        Assert.Equal(
            (GridFault.DayOrder, "day-2", 153L, "count-2", 104L, "trends-2"),
            (row.Day.Fault!.Value, row.Day.Choice, row.ArtistDashboard!.Count!.Value.Value, row.ArtistDashboard.Choice, row.Trends!.Count!.Value.Value, row.Trends.Choice));
    }
}
