using CaseLedger.Domain.Codec;
using CaseLedger.Domain.Imports;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Imports;

public sealed class OneReadingTests
{
    private static readonly ImportStarted Started = new(ImportKind.RoyaltyStatement, Digest('a'), 420, "march.csv");
    private static readonly ImportFinished Finished = new(10, 10, 0, 0);
    private static readonly ImportFailed Failed = new("needs-decision", "It does not say all.", 0, 0, 0);

    [Fact]
    public void AreOtherwise_OtherDecisionsAboutTheSameStatement_WhoeverMakesThem()
    {
        var decided = Started with { Choices = [new("currency", "EUR"), new("day-order", "day-first")] };

        Assert.True(OneReading.AreOtherwise(Started, decided));
        Assert.True(OneReading.AreOtherwise(decided, decided with { Choices = [new("currency", "EUR"), new("day-order", "month-first")], ArtistAccount = Agent }));
        Assert.False(OneReading.AreOtherwise(decided, decided with { Choices = [new("day-order", "day-first"), new("currency", "EUR")], ArtistAccount = Agent, Name = "again.csv" }));
        Assert.False(OneReading.AreOtherwise(Started, decided with { File = Digest('b') }));
        Assert.False(OneReading.AreOtherwise(Started with { Kind = ImportKind.Spreadsheet }, decided with { Kind = ImportKind.Spreadsheet }));
    }

    [Fact]
    public void StandsAgainst_OneThatIsAboutToBegin_IsWhatRunsOrLeftLines()
    {
        var begun = GivenImport().State;

        Assert.True(OneReading.StandsAgainst(begun, GivenImport(Started).State));
        Assert.True(OneReading.StandsAgainst(begun, GivenImport(Started, Finished).State));
        Assert.True(OneReading.StandsAgainst(begun, GivenImport(Started, Failed with { Accepted = 4 }).State));
        Assert.True(OneReading.StandsAgainst(begun, GivenImport(Started, Failed with { IsUncounted = true }).State));
        Assert.False(OneReading.StandsAgainst(begun, GivenImport(Started, Failed).State));
        Assert.False(OneReading.StandsAgainst(begun, GivenImport(Started, new ImportFinished(3, 0, 0, 3)).State));
    }

    [Fact]
    public void StandsAgainst_OfTwoThatRun_IsTheOneBegunFirst()
    {
        var (first, second) = (Running(5), Running(6));

        Assert.False(OneReading.StandsAgainst(first, second));
        Assert.True(OneReading.StandsAgainst(second, first));
    }

    [Fact]
    public void StandsAgainst_OneThatLeftLinesBefore_IsNothing() =>
        Assert.False(OneReading.StandsAgainst(GivenImport(Started, Finished).State, GivenImport(Started, Finished).State));

    private static ImportState Running(long position)
    {
        var (type, payload) = EventCodec.Current.Encode(Started);
        return ImportState.Fold([new(Started, NewId, type, payload, 1, position, Now, Agent)]);
    }
}
