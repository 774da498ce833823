using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Statements;
using Xunit;

namespace CaseLedger.Imports.Tests.Statements;

public sealed class StatementValuesTests
{
    [Theory]
    [InlineData("0.00410", '.', "0.00410")]
    [InlineData("-12.3400", '.', "-12.3400")]
    [InlineData("(0.12)", '.', "-0.12")]
    [InlineData("+5", '.', "5")]
    [InlineData("\u22120.5", '.', "-0.5")]
    [InlineData(".5", '.', "0.5")]
    [InlineData("007.10", '.', "7.10")]
    [InlineData("1,234.50", '.', "1234.50")]
    [InlineData("1.234,50", '.', "1234.50")]
    [InlineData("1,234,567", '.', "1234567")]
    [InlineData("1 234,5", '.', "1234.5")]
    [InlineData("1\u2019234.5", '.', "1234.5")]
    [InlineData("0,123", '.', "0.123")]
    [InlineData("1,23", '.', "1.23")]
    [InlineData("1.234", '.', "1.234")]
    [InlineData("1,234", ',', "1.234")]
    [InlineData("50,75", ',', "50.75")]
    [InlineData("1.2E-05", '.', "0.000012")]
    [InlineData("1,20E-05", ',', "0.0000120")]
    [InlineData("1.5e3", '.', "1500")]
    [InlineData("0E+00", '.', "0")]
    [InlineData("1234567890123456789012345678", '.', "1234567890123456789012345678")]
    [InlineData("0.123456789012345678901234567", '.', "0.123456789012345678901234567")]
    public void Amount_IsReadToTheLastDigit(string cell, char mark, string expected)
    {
        Assert.Null(StatementNumbers.Amount("f", cell, mark, out var amount));
        Assert.Equal(expected, $"{amount}");
    }

    [Theory]
    [InlineData("1,234", '.', "amount-ambiguous")]
    [InlineData("1.234", ',', "amount-ambiguous")]
    [InlineData("12345678901234567890123456789", '.', "amount-too-long")]
    [InlineData("0.1234567890123456789012345678", '.', "amount-too-long")]
    [InlineData("1E-30", '.', "amount-too-long")]
    [InlineData("1E+999999", '.', "amount-too-long")]
    [InlineData("  ", '.', "amount-missing")]
    [InlineData("$0.10", '.', "amount-unreadable")]
    [InlineData("=1+1", '.', "amount-unreadable")]
    [InlineData("1.", '.', "amount-unreadable")]
    [InlineData("1,23,456.00", '.', "amount-unreadable")]
    [InlineData("1,234,56", '.', "amount-unreadable")]
    [InlineData("1.2.3", '.', "amount-unreadable")]
    [InlineData("(-1)", '.', "amount-unreadable")]
    [InlineData("(1", '.', "amount-unreadable")]
    [InlineData("--1", '.', "amount-unreadable")]
    [InlineData("(", '.', "amount-unreadable")]
    [InlineData("()", '.', "amount-unreadable")]
    [InlineData("-", '.', "amount-unreadable")]
    [InlineData("E5", '.', "amount-unreadable")]
    [InlineData("1E", '.', "amount-unreadable")]
    [InlineData("NaN", '.', "amount-unreadable")]
    [InlineData("١٢", '.', "amount-unreadable")]
    public void Amount_InDoubt_IsRefused(string cell, char mark, string code) =>
        Assert.Equal(code, StatementNumbers.Amount("f", cell, mark, out _)?.Code);

    [Theory]
    [InlineData("0", '.', 0)]
    [InlineData("-3", '.', -3)]
    [InlineData("1,204", '.', 1204)]
    [InlineData("1,000", '.', 1000)]
    [InlineData("1.503", ',', 1503)]
    [InlineData("12.00", '.', 12)]
    [InlineData("1.2E+04", '.', 12000)]
    [InlineData("9007199254740991", '.', 9007199254740991)]
    public void Quantity_IsWhole(string cell, char mark, long expected)
    {
        Assert.Null(StatementNumbers.Quantity("f", cell, mark, out var quantity));
        Assert.Equal(expected, quantity);
    }

    [Theory]
    [InlineData("1.000", '.', "quantity-ambiguous")]
    [InlineData("1,000", ',', "quantity-ambiguous")]
    [InlineData("1.234", '.', "quantity-fraction")]
    [InlineData("0.5", '.', "quantity-fraction")]
    [InlineData("", '.', "quantity-missing")]
    [InlineData("many", '.', "quantity-unreadable")]
    [InlineData("9007199254740992", '.', "quantity-too-large")]
    [InlineData("99999999999999999999999999999999", '.', "quantity-too-large")]
    public void Quantity_InDoubt_IsRefused(string cell, char mark, string code) =>
        Assert.Equal(code, StatementNumbers.Quantity("f", cell, mark, out _)?.Code);

    [Theory]
    [InlineData("2023-10", "2023-10")]
    [InlineData("2023-10-15", "2023-10")]
    [InlineData("2023-10-15T00:00:00Z", "2023-10")]
    [InlineData("202310", "2023-10")]
    [InlineData("20231015", "2023-10")]
    [InlineData("2017M9", "2017-09")]
    [InlineData("2017M10", "2017-10")]
    [InlineData("2023 Oct", "2023-10")]
    [InlineData("January 2024", "2024-01")]
    [InlineData("Sept 2024", "2024-09")]
    [InlineData("15-Oct-2023", "2023-10")]
    [InlineData("Oct 15, 2023", "2023-10")]
    [InlineData("10/2023", "2023-10")]
    [InlineData("10/15/2023 12:00:00 AM", "2023-10")]
    [InlineData("15.10.2023", "2023-10")]
    [InlineData("03.04.2023", "2023-04")]
    [InlineData("02/02/2024", "2024-02")]
    [InlineData("21-Jan", null)]
    [InlineData("2023-13", null)]
    [InlineData("2023-02-30", null)]
    [InlineData("03/04/2024", null)]
    [InlineData("Octember 2023", null)]
    [InlineData("13/13/2023", null)]
    [InlineData("0000-01", null)]
    [InlineData("", null)]
    public void Month_IsReadAsStatementsWriteIt(string cell, string? expected) =>
        Assert.Equal(expected, StatementMonth.Read(cell, hasShortYears: false, order: null).Month?.ToString());

    [Theory]
    [InlineData("21-Jan", "2021-01")]
    [InlineData("MAY-26", "2026-05")]
    [InlineData("2021-01", "2021-01")]
    public void Month_WithShortYears_TakesTheTwoDigitsAsTheYear(string cell, string expected) =>
        Assert.Equal(expected, StatementMonth.Read(cell, hasShortYears: true, order: null).Month?.ToString());

    [Fact]
    public void Month_OfADayThatCanBeReadEitherWay_NeedsTheOrder()
    {
        Assert.True(StatementMonth.Read("03/04/2024", false, null).IsAmbiguous);
        Assert.Equal("2024-04", StatementMonth.Read("03/04/2024", false, DayOrder.DayFirst).Month?.ToString());
        Assert.Equal("2024-03", StatementMonth.Read("03/04/2024", false, DayOrder.MonthFirst).Month?.ToString());
        Assert.Equal(DayOrder.MonthFirst, StatementMonth.Read("03/14/2024", false, null).Only);
    }

    [Theory]
    [InlineData("Spotify", "spotify")]
    [InlineData("APPLE MUSIC", "apple-music")]
    [InlineData("Apple/iTunes", "apple-music")]
    [InlineData("iTunes", "itunes")]
    [InlineData("Amazon Music (Ads)", "amazon-music")]
    [InlineData("YouTube Premium", "youtube-music")]
    [InlineData("YouTube (ContentID)", "youtube-content-id")]
    [InlineData("TIDAL", "tidal")]
    [InlineData(" Qobuz - Download! ", "qobuz-download")]
    [InlineData("A store whose name is longer than any slug of a store", "a-store-whose-name-is-longer-than-any-sl")]
    public void Store_IsNamedByItsSlug(string name, string expected) => Assert.Equal(expected, $"{StatementStores.Of(name)}");

    [Fact]
    public void Store_InAnotherScript_IsTheSameEachTimeAndNoOther()
    {
        Assert.Equal(StatementStores.Of("网易云音乐"), StatementStores.Of(" 网易云音乐"));
        Assert.NotEqual(StatementStores.Of("网易云音乐"), StatementStores.Of("酷狗音乐"));
    }
}
