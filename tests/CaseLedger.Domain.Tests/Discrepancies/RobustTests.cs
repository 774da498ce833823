using CaseLedger.Domain.Discrepancies;
using Xunit;

namespace CaseLedger.Domain.Tests.Discrepancies;

public sealed class RobustTests
{
    [Theory]
    [InlineData(2.0, 3.0, 1.0, 2.0)]
    [InlineData(2.5, 4.0, 1.0, 2.0, 3.0)]
    [InlineData(7.0, 7.0)]
    public void Median_IsTheMiddle(double median, params double[] values) =>
        Assert.Equal(median, Robust.Median(values));

    [Fact]
    public void Median_OfNothing_IsAFault() =>
        Assert.Throws<ArgumentException>(() => Robust.Median([]));

    /// <summary>Median 3, MAD 1: 0.6745 × (100 − 3) / 1.</summary>
    [Fact]
    public void ZScores_OneWildValue_IsFarOut() =>
        Assert.Equal([-1.349, -0.6745, 0, 0.6745, 65.4265], Robust.ZScores([1, 2, 3, 4, 100]).Select(z => Math.Round(z, 4)));

    /// <summary>MAD 0; mean absolute deviation 2: (10 − 0) / (1.253314 × 2).</summary>
    [Fact]
    public void ZScores_MostValuesTheSame_FallsBackToTheMeanDeviation() =>
        Assert.Equal([0, 0, 0, 0, 3.9894], Robust.ZScores([0, 0, 0, 0, 10]).Select(z => Math.Round(z, 4)));

    [Fact]
    public void ZScores_AllTheSame_AreZero() =>
        Assert.Equal([0, 0, 0], Robust.ZScores([5, 5, 5]));
}
