using CaseLedger.Domain.History;
using NodaTime;
using Xunit;

namespace CaseLedger.Domain.Tests.History;

public sealed class MaturityTests
{
    private static readonly Day Day = Day.Parse("2024-04-03");

    [Theory]
    [InlineData(0L, 104L, Change.Backfill)]
    [InlineData(null, 104L, Change.Backfill)]
    [InlineData(null, 0L, Change.Arrival)]
    [InlineData(100L, 104L, Change.Arrival)]
    [InlineData(104L, 100L, Change.Restatement)]
    [InlineData(104L, 0L, Change.Restatement)]
    [InlineData(104L, null, Change.Restatement)]
    [InlineData(0L, null, Change.Restatement)]
    [InlineData(104L, 104L, Change.Unchanged)]
    [InlineData(0L, 0L, Change.Unchanged)]
    [InlineData(null, null, Change.Unchanged)]
    public void Step_WhileMaturing_IsNamedByTheNumbers(long? before, long? after, Change change) =>
        Assert.Equal(change, Maturity.Step(Day, Of(before), Day.EndsAt, Of(after)));

    [Theory]
    [InlineData(0L, 104L, Change.Backfill)]
    [InlineData(100L, 104L, Change.Restatement)]
    [InlineData(104L, 100L, Change.Restatement)]
    [InlineData(104L, 104L, Change.Unchanged)]
    public void Step_OnceMatured_GrowthIsARestatementToo(long? before, long? after, Change change) =>
        Assert.Equal(change, Maturity.Step(Day, Of(before), Maturity.Of(Day), Of(after)));

    [Fact]
    public void Step_EarlierNumberSeenTheInstantBeforeMaturity_GrowthIsStillArrival() =>
        Assert.Equal(Change.Arrival, Maturity.Step(Day, Of(100), Maturity.Of(Day) - Duration.Epsilon, Of(104)));

    [Fact]
    public void Of_IsTenDaysAfterTheDaysEnd() =>
        Assert.Equal(Instant.FromUtc(2024, 4, 14, 0, 0), Maturity.Of(Day));

    private static StreamCount? Of(long? count) => count is { } c ? new StreamCount(c) : null;
}
