using CaseLedger.Domain.Discrepancies;
using Xunit;

namespace CaseLedger.Domain.Tests.Discrepancies;

public sealed class VerifyingFixTests
{
    [Theory]
    [InlineData(100, 90, 0, GapAfterFix.Closed)]
    [InlineData(100, 90, 15, GapAfterFix.Closed)]
    [InlineData(100, 90, 16, GapAfterFix.Smaller)]
    [InlineData(100, 90, 89, GapAfterFix.Smaller)]
    [InlineData(100, 90, 90, GapAfterFix.Open)]
    [InlineData(100, 90, 100, GapAfterFix.Open)]
    [InlineData(100, 10, 12, GapAfterFix.Closed)]
    [InlineData(100, 90, -5, GapAfterFix.Closed)]
    [InlineData(0, 0, 0, GapAfterFix.Closed)]
    [InlineData(100, null, 15, GapAfterFix.Closed)]
    [InlineData(100, null, 16, GapAfterFix.Open)]
    [InlineData(0, 90, null, GapAfterFix.Unknown)]
    [InlineData(0, null, null, GapAfterFix.Unknown)]
    public void Of_SaysWhatBecameOfTheGap(int dashboard, int? before, int? now, GapAfterFix expected) =>
        Assert.Equal(expected, VerifyingFix.Of(dashboard, before, now));
}
