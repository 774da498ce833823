namespace CaseLedger.Web.Tests.Access;

/// <summary>The comparison of times finds what it is for, and nothing where there is nothing: on times made up as a busy machine has them.</summary>
public sealed class SameTimeTests
{
    private const int Times = 60;

    [Fact]
    public void Difference_OfTimesThatDifferInNoiseOnly_IsNone() =>
        Assert.All(Enumerable.Range(0, 200), seed => Assert.Null(SameTime.Difference(Noisy(2, seed), Noisy(2, seed + 1_000))));

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public void Difference_TooSmallToMatter_IsNone(double more) =>
        Assert.All(Enumerable.Range(0, 50), seed => Assert.Null(SameTime.Difference(Noisy(2, seed), Noisy(2 + more, seed + 1_000))));

    [Theory]
    [InlineData(1.5)]
    [InlineData(4)]
    public void Difference_AsOfAStreamThatIsLoadedForExistingCasesOnly_IsFound(double more) =>
        Assert.All(Enumerable.Range(0, 50), seed =>
        {
            Assert.NotNull(SameTime.Difference(Noisy(2, seed), Noisy(2 + more, seed + 1_000)));
            Assert.NotNull(SameTime.Difference(Noisy(2 + more, seed), Noisy(2, seed + 1_000)));
        });

    // About as long, a third longer at times, and now and then held up by something else altogether.
    private static List<TimeSpan> Noisy(double milliseconds, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Times).Select(_ => TimeSpan.FromMilliseconds(
            milliseconds * (1 + (0.3 * random.NextDouble())) + (random.Next(10) == 0 ? 20 * random.NextDouble() : 0)))];
    }
}
