using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Imports.Grids;

namespace CaseLedger.Web.Tests.Claims;

public sealed class DayGridTests
{
    private static readonly Day Today = new(2024, 6, 1);

    public static TheoryData<string> Languages => [.. CaseLedger.Web.Languages.Language.All.Select(language => language.Code)];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Read_TheWordsThatAReaderIsTold_MeanThatNothingWasReceived(string code)
    {
        var told = CaseLedger.Web.Languages.Texts.Of(CaseLedger.Web.Languages.Language.Find(code)!)["grid.not-received"];

        var grid = DayGrid.Read($"2024-03-30 {told}\n2024-03-31\t{told.ToUpperInvariant()}\n2024-04-01,0", new(), Today, mayBeNotReceived: true);

        Assert.True(grid.IsGood);
        Assert.Equal([new(new(2024, 3, 30), null), new(new(2024, 3, 31), null), new(new(2024, 4, 1), new StreamCount(0))], grid.TrendsReadings);
        Assert.Equal(GridFault.CountUnreadable, DayGrid.Read($"2024-03-30 {told}", new(), Today).Rows.Single().CountFault);
    }

    [Theory]
    [InlineData("2024-03-30")]
    [InlineData("2024-03-30\t-")]
    [InlineData("2024-03-30;n/a")]
    public void Read_ADayWithoutANumber_IsLeftOut_OrAskedAboutWhereNothingCanBeReceived(string text)
    {
        Assert.Equal(SkippedLine.NoNumber, DayGrid.Read(text, new(), Today).Skipped.Single().Why);
        Assert.Equal(GridFault.CountMissing, DayGrid.Read(text, new(), Today, mayBeNotReceived: true).Rows.Single().CountFault);
    }

    [Fact]
    public void Read_NothingReceivedAndZeroForOneDay_AreTwoAnswers()
    {
        var grid = DayGrid.Read("2024-03-30\t0\n2024-03-30\tnot received", new(), Today, mayBeNotReceived: true);

        Assert.All(grid.Rows, row => Assert.Equal(GridFault.DayTwice, row.DayFault));
    }

    [Theory]
    [InlineData("2024-03-30\t153")]
    [InlineData("2024-03-30;153")]
    [InlineData("2024-03-30,153")]
    [InlineData("2024-03-30, 153")]
    [InlineData("\"2024-03-30\",\"153\"")]
    [InlineData("2024-03-30   153")]
    [InlineData("2024-03-30 153")]
    [InlineData("2024-03-30: 153")]
    [InlineData("2024-03-30 00:00:00\t153")]
    [InlineData("2024-03-30T00:00:00Z,153")]
    [InlineData("3/30/2024 12:00:00 AM;153")]
    [InlineData("2024/3/30\t153")]
    [InlineData("30.03.2024 153")]
    [InlineData("30.3.2024;153")]
    [InlineData("30/03/2024,153")]
    [InlineData("03/30/2024\t153")]
    [InlineData("30-03-2024\t153")]
    [InlineData("30 Mar 2024 153")]
    [InlineData("30 March 2024,153")]
    [InlineData("Mar 30, 2024\t153")]
    [InlineData("March 30, 2024 153")]
    [InlineData("30 marzo 2024\t153")]
    [InlineData("30. März 2024\t153")]
    [InlineData("30 mars 2024;153")]
    [InlineData("45381\t153")]
    [InlineData("45381 153")]
    [InlineData("\uFEFF2024-03-30\t153\r\n")]
    public void Read_ADayAndANumber_InAnyUsualForm(string text)
    {
        var grid = Read(text);

        Assert.True(grid.IsGood, string.Join(", ", grid.Rows));
        Assert.Equal([new DayCount(new(2024, 3, 30), new(153), Measure.Streams)], grid.Readings);
    }

    [Theory]
    [InlineData("1 234")]
    [InlineData("1'234")]
    [InlineData("1’234")]
    [InlineData("1\u00A0234")]
    [InlineData("1\u202F234")]
    [InlineData("1234")]
    public void Read_ThousandsThatCannotBeAnythingElse(string count) => Assert.Equal(1234, Assert.Single(Read($"2024-03-30\t{count}").Rows).Count?.Value);

    [Theory]
    [InlineData("1.234")]
    [InlineData("1,234")]
    [InlineData("\"1,234\"")]
    public void Read_ThousandsOrFraction_IsADoubt_UntilDecided(string count)
    {
        var text = $"2024-03-30\t{count}";

        Assert.Equal(GridFault.CountSeparator, Assert.Single(Read(text).Rows).CountFault);
        Assert.Equal(1234, Assert.Single(Read(text, new(SeparatesThousands: true)).Rows).Count?.Value);
        Assert.Equal(GridFault.CountFraction, Assert.Single(Read(text, new(SeparatesThousands: false)).Rows).CountFault);
    }

    [Fact]
    public void Read_OneNumberThatCanOnlyBeThousands_DecidesForItsColumn()
    {
        var grid = Read("2024-03-30\t1.234.567\n2024-03-31\t1.234\n2024-04-01\t1,234");

        Assert.Equal([1234567, 1234, null], grid.Rows.Select(row => row.Count?.Value));
        Assert.Equal(GridFault.CountSeparator, grid.Rows[2].CountFault);
    }

    [Theory]
    [InlineData("1,5", GridFault.CountFraction)]
    [InlineData("0.123", GridFault.CountFraction)]
    [InlineData("1,234.50", GridFault.CountFraction)]
    [InlineData("-3", GridFault.CountNegative)]
    [InlineData("−3", GridFault.CountNegative)]
    [InlineData("=SUM(B1:B2)", GridFault.CountUnreadable)]
    [InlineData("-2+3+cmd|' /C calc'!A0", GridFault.CountUnreadable)]
    [InlineData("<script>alert(1)</script>", GridFault.CountUnreadable)]
    [InlineData("12 34", GridFault.CountUnreadable)]
    [InlineData("1e3", GridFault.CountUnreadable)]
    [InlineData("٣", GridFault.CountUnreadable)]
    [InlineData("9007199254740992", GridFault.CountTooLarge)]
    [InlineData("99999999999999999999", GridFault.CountTooLarge)]
    internal void Read_ANumberThatIsNone_IsRefusedAndKeptAsItCame(string count, GridFault fault)
    {
        var row = Assert.Single(Read($"2024-03-30\t{count}").Rows);

        Assert.Equal((fault, count, (StreamCount?)null), (row.CountFault!.Value, row.CountText, row.Count));
    }

    [Theory]
    [InlineData("30.03.24", GridFault.YearShort)]
    [InlineData("3/30/24", GridFault.YearShort)]
    [InlineData("2024-02-30", GridFault.DayUnreadable)]
    [InlineData("13/13/2024", GridFault.DayUnreadable)]
    [InlineData("30 Foo 2024", GridFault.DayUnreadable)]
    [InlineData("=A1", GridFault.DayUnreadable)]
    [InlineData("12345", GridFault.DayUnreadable)]
    [InlineData("2024-06-02", GridFault.DayToCome)]
    internal void Read_ADayThatIsNone_IsRefused(string day, GridFault fault) => Assert.Equal(fault, Assert.Single(Read($"{day}\t5").Rows).DayFault);

    [Fact]
    public void Read_DayAndMonthThatCanBeSwapped_AreADoubt_WithTheColumnAsEvidence()
    {
        const string Text = "03/04/2024\t1\n04/04/2024\t2\n30/03/2024\t3";
        var grid = Read(Text);

        Assert.Equal([GridFault.DayOrder, null, null], grid.Rows.Select(row => row.DayFault));
        Assert.Equal((1, 0), (grid.OnlyDayFirst, grid.OnlyMonthFirst));
        Assert.False(grid.IsGood);
        Assert.Equal(new Day(2024, 4, 3), Read(Text, new(DayOrder.DayFirst)).Rows[0].Day);
        Assert.Equal(new Day(2024, 3, 4), Read(Text, new(DayOrder.MonthFirst)).Rows[0].Day);
    }

    [Fact]
    public void Read_HeaderTotalAndEmpty_AreSkippedAndSaid()
    {
        var grid = Read("Datum;Aufrufe\n2024-03-30;5\n2024-03-31;–\n2024-04-01;\nSumme;5\n\n;;\n");

        Assert.True(grid.IsGood);
        Assert.Equal(5, Assert.Single(grid.Rows).Count?.Value);
        Assert.Equal(
            [(1, SkippedLine.Header), (3, SkippedLine.NoNumber), (4, SkippedLine.NoNumber), (5, SkippedLine.Total)],
            grid.Skipped.Select(line => (line.Line, line.Why)));
    }

    [Fact]
    public void Read_AHeader_SaysWhichColumnIsWhich()
    {
        var grid = Read("song,streams,date\nA,7,2024-03-30");

        Assert.Equal((new Day(2024, 3, 30), 7L), (Assert.Single(grid.Rows).Day!.Value, grid.Rows[0].Count!.Value.Value));
    }

    [Theory]
    [InlineData("2024-03-30\t5\t6")]
    [InlineData("2024-03-30,1,234")]
    public void Read_MoreThanTwoCells_WithoutAHeader_IsRefused(string text) => Assert.Equal(GridFault.Columns, Assert.Single(Read(text).Rows).CountFault);

    [Fact]
    public void Read_AnAudienceTimeline_IsRefusedAsASong() =>
        Assert.Equal(GridRefusal.Catalogue, Read("date,listeners,streams,followers\n2024-03-30,1,2,3").Refusal);

    [Fact]
    public void Read_ADayTwice_IsSaidWhenEqual_AndRefusedWhenNot()
    {
        var equal = Read("2024-03-30\t5\n30.03.2024\t5");
        Assert.True(equal.IsGood);
        Assert.Equal((2, SkippedLine.Repeated), (Assert.Single(equal.Skipped).Line, equal.Skipped[0].Why));

        var other = Read("2024-03-30\t5\n2024-03-31\t1\n30.03.2024\t6");
        Assert.False(other.IsGood);
        Assert.Equal([GridFault.DayTwice, null, GridFault.DayTwice], other.Rows.Select(row => row.DayFault));
    }

    [Theory]
    [InlineData(400, null)]
    [InlineData(401, GridRefusal.TooMany)]
    [InlineData(0, GridRefusal.Nothing)]
    internal void Read_AtMostAsManyAsAnEventHolds(int rows, GridRefusal? refusal)
    {
        var first = new Day(2022, 1, 1);
        var grid = Read(string.Join('\r', Enumerable.Range(0, rows).Select(i => $"{first.PlusDays(i)}\t{i}")));

        Assert.Equal(refusal, grid.Refusal);
        Assert.Equal(refusal is null, grid.IsGood);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("\t")]
    [InlineData("\"")]
    [InlineData(",")]
    [InlineData(";;;5")]
    [InlineData("2024-03-30")]
    [InlineData("Total")]
    public void Read_WhateverComes_FailsNowhereAndRecordsNothing(string text)
    {
        var grid = Read(text);

        Assert.True(grid.Refusal is not null || !grid.IsGood);
    }

    private static DayGrid Read(string text, GridDecisions? decisions = null) => DayGrid.Read(text, decisions ?? new(), Today);
}
