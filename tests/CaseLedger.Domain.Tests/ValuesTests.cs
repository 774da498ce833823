using NodaTime;
using Xunit;

namespace CaseLedger.Domain.Tests;

public sealed class ValuesTests
{
    private static readonly Instant Recorded = Instant.FromUtc(2024, 5, 1, 12, 0);

    [Theory]
    [InlineData(0, true)]
    [InlineData(9_007_199_254_740_991, true)]
    [InlineData(9_007_199_254_740_992, false)]
    [InlineData(-1, false)]
    public void StreamCount_TakesWhatEveryJsonReaderKeeps(long value, bool taken)
    {
        Assert.Equal(taken, StreamCount.TryFrom(value, out var count));
        if (taken) Assert.Equal(value, count.Value);
        else Assert.Throws<ArgumentOutOfRangeException>(() => new StreamCount(value));
    }

    [Theory]
    [InlineData("spotify", true)]
    [InlineData("apple-music", true)]
    [InlineData("7digital", true)]
    [InlineData("", false)]
    [InlineData("Spotify", false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("a_b", false)]
    [InlineData("ä", false)]
    [InlineData(null, false)]
    public void Store_IsASlug(string? text, bool taken) =>
        Assert.Equal(taken, Store.TryParse(text, out _));

    [Fact]
    public void Store_HasAtMost40Characters() =>
        Assert.Equal((true, false), (Store.TryParse(new('a', 40), out _), Store.TryParse(new('a', 41), out _)));

    [Fact]
    public void Store_EqualsByItsSlug() =>
        Assert.Equal(Store.Deezer, Store.Parse("deezer"));

    [Theory]
    [InlineData("2024-02-29", true)]
    [InlineData("2023-02-29", false)]
    [InlineData("2024-2-29", false)]
    [InlineData("2024-03-30T00:00:00Z", false)]
    [InlineData("30.03.2024", false)]
    [InlineData("-024-03-30", false)]
    [InlineData("2024-13-01", false)]
    [InlineData("1900-01-01", true)]
    [InlineData("2999-12-31", true)]
    [InlineData("1899-12-31", false)]
    [InlineData("3000-01-01", false)]
    [InlineData("9999-12-31", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Day_IsAnIsoDate(string? text, bool taken)
    {
        Assert.Equal(taken, Day.TryParse(text, out var day));
        if (taken) Assert.Equal(text, day.ToString());
    }

    [Fact]
    public void Day_BeginsAndEndsInUtc()
    {
        var day = Day.Parse("2024-03-31");
        Assert.Equal((Instant.FromUtc(2024, 3, 31, 0, 0), Instant.FromUtc(2024, 4, 1, 0, 0)), (day.StartsAt, day.EndsAt));
        Assert.Equal((day, day.PlusDays(1)), (Day.Of(day.EndsAt - Duration.Epsilon), Day.Of(day.EndsAt)));
    }

    [Fact]
    public void Day_OutsideItsYears_IsAFault() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Day.Parse("2999-12-31").PlusDays(1));

    [Theory]
    [InlineData("2024-03", true)]
    [InlineData("2024-3", false)]
    [InlineData("2024-13", false)]
    [InlineData("2017M10", false)]
    [InlineData("9999-12", false)]
    public void Month_IsAnIsoMonth(string text, bool taken)
    {
        Assert.Equal(taken, Month.TryParse(text, out var month));
        if (taken) Assert.Equal((text, Day.Parse("2024-03-01"), Day.Parse("2024-03-31")), (month.ToString(), month.FirstDay, month.LastDay));
    }

    [Theory]
    [InlineData("agent:support-1", AccountKind.Agent)]
    [InlineData("artist:a", AccountKind.Artist)]
    [InlineData("manager:m", AccountKind.Manager)]
    [InlineData("import:feed", AccountKind.Import)]
    [InlineData("admin:x", null)]
    [InlineData("agent:", null)]
    [InlineData("agent", null)]
    [InlineData(":x", null)]
    [InlineData("agent:Some Name", null)]
    [InlineData("agent:a@b", null)]
    [InlineData(null, null)]
    public void AccountId_IsAKindAndASlug(string? text, AccountKind? kind)
    {
        Assert.Equal(kind is not null, AccountId.TryParse(text, out var account));
        Assert.Equal(kind, account?.Kind);
    }

    [Fact]
    public void AccountId_HasAtMost80Characters() =>
        Assert.Equal((true, false), (AccountId.TryParse("agent:" + new string('a', 74), out _), AccountId.TryParse("agent:" + new string('a', 75), out _)));

    [Fact]
    public void Sha256_IsTakenInEitherCaseAndKeptInLower()
    {
        Assert.Equal(new string('a', 64), Sha256.Parse(new('A', 64)).ToString());
        Assert.False(Sha256.TryParse(new('a', 63), out _));
        Assert.False(Sha256.TryParse(new('g', 64), out _));
    }

    [Theory]
    [InlineData("0.00410")]
    [InlineData("-12.34")]
    [InlineData("0")]
    [InlineData("1234567890123456789012345678")]
    [InlineData("0.123456789012345678901234560")]
    public void Amount_KeepsEveryDigit(string text) =>
        Assert.Equal(text, Amount.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-.5")]
    [InlineData("+5")]
    [InlineData("1,000")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("--1")]
    [InlineData("1-")]
    [InlineData("0.1234567890123456789012345678")]
    public void Amount_ThatIsNotPlainOrNotExact_IsNotTaken(string text) =>
        Assert.False(Amount.TryParse(text, out _));

    [Fact]
    public void Currency_And_Country_AreKeptInUpperCase()
    {
        Assert.Equal(("EUR", "CH"), (Currency.Parse("eur").ToString(), Country.Parse("ch").ToString()));
        Assert.False(Currency.TryParse("EURO", out _));
        Assert.False(Country.TryParse("CHE", out _));
    }

    [Fact]
    public void Observed_LatestPossible_IsNeverAfterRecordingUnlessTheInstantWasGiven()
    {
        Assert.Equal(Instant.FromUtc(2024, 4, 5, 8, 0), new Observed.At(Instant.FromUtc(2024, 4, 5, 8, 0)).LatestPossible(Recorded));
        Assert.Equal(Day.Parse("2024-04-05").LastMoment, new Observed.On(Day.Parse("2024-04-05")).LatestPossible(Recorded));
        Assert.Equal(Recorded, new Observed.On(Day.Parse("2024-05-01")).LatestPossible(Recorded));
        Assert.Equal(Recorded, new Observed.Unknown().LatestPossible(Recorded));
    }

    [Fact]
    public void Words_AreDistinctSlugsAndReadBack()
    {
        AssertWords<Measure>();
        AssertWords<Source>();
        AssertWords<Channel>();
        AssertWords<Party>();
        AssertWords<AccountKind>();
        AssertWords<IsrcNote>();
        AssertWords<IsrcFault>();
    }

    [Fact]
    public void Words_OfWhatIsNoMember_IsAFault() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Words.Of((Measure)0));

    [Fact]
    public void ValueList_EqualsByElements()
    {
        ValueList<int> first = [1, 2], second = [1, 2], third = [2, 1];
        Assert.Equal(first, second);
        Assert.Equal(first.GetHashCode(), second.GetHashCode());
        Assert.NotEqual(first, third);
    }

    private static void AssertWords<TEnum>()
        where TEnum : struct, Enum
    {
        Assert.All(Words.All<TEnum>(), word => Assert.True(Slug.TryParse(word, out _), word));
        Assert.All(Enum.GetValues<TEnum>(), member => Assert.True(Words.TryParse<TEnum>(Words.Of(member), out var back) && back.Equals(member)));
        Assert.Equal(Enum.GetValues<TEnum>().Length, Words.All<TEnum>().Distinct().Count());
    }
}
