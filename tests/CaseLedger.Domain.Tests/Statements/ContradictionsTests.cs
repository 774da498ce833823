using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Statements;
using Xunit;
using static CaseLedger.Domain.Tests.Specification;

namespace CaseLedger.Domain.Tests.Statements;

public sealed class ContradictionsTests
{
    private static readonly Slug Filter = Slug.Parse("filter-known");

    [Fact]
    public void Of_BothSidesStand_IsAContradiction() =>
        Assert.Equal([(Filter, "1", "2", true)], Find(Says(Stance.Affirm), Says(Stance.Deny)));

    [Fact]
    public void Of_OneSideOnly_IsNone() =>
        Assert.Empty(Find(Says(Stance.Affirm), Says(Stance.Affirm)));

    [Fact]
    public void Of_DifferentPropositions_IsNone() =>
        Assert.Empty(Find(Says(Stance.Affirm), Says(Stance.Deny, "one-set-of-stats")));

    [Fact]
    public void Of_StatementsWithoutProposition_IsNone() =>
        Assert.Empty(Find(Says(Stance.Affirm) with { Proposition = null, Stance = null }));

    [Fact]
    public void Of_OneSideWithdrawn_IsAFormerOne() =>
        Assert.Equal([(Filter, "1", "2", false)], Find(Says(Stance.Affirm), Says(Stance.Deny), new StatementWithdrawn(IdOf(2), "No")));

    [Fact]
    public void Of_OneOfTwoOnASideWithdrawn_StandsWithTheOther() =>
        Assert.Equal(
            [(Filter, "1", "3", true)],
            Find(Says(Stance.Affirm), Says(Stance.Deny), Says(Stance.Deny), new StatementWithdrawn(IdOf(2), "No")));

    [Fact]
    public void Of_EditedSoThatItTakesNoSide_IsAFormerOne() =>
        Assert.Equal(
            [(Filter, "1", "2", false)],
            Find(Says(Stance.Affirm), Says(Stance.Deny), Says(Stance.Deny) with { Proposition = null, Stance = null, Supersedes = IdOf(2) }));

    [Fact]
    public void Of_EditedInOtherWords_StandsWithTheNewWording() =>
        Assert.Equal([(Filter, "1", "3", true)], Find(Says(Stance.Affirm), Says(Stance.Deny), Says(Stance.Deny) with { Supersedes = IdOf(2) }));

    [Fact]
    public void StatementOf_WithdrawnAndSuperseded_CountsAsWithdrawn() =>
        Assert.Equal(
            [Standing.Withdrawn, Standing.Stands],
            Statement.Of(Record<CaseEvent>([Says(Stance.Deny), Says(Stance.Deny) with { Supersedes = IdOf(1) }, new StatementWithdrawn(IdOf(1), "No")], Agent)).Select(s => s.Standing));

    private static StatementMade Says(Stance stance, string proposition = "filter-known") =>
        new(Party.Distributor, On("2024-04-12"), "…", StatementKind.Stated, Visibility.Public, Proposition: Slug.Parse(proposition), Stance: stance);

    /// <summary>Each contradiction by the numbers of the events on its two sides.</summary>
    private static IEnumerable<(Slug, string, string, bool)> Find(params CaseEvent[] events) =>
        Contradictions.Of(Statement.Of(Record(events, Agent)))
            .Select(c => (c.Proposition, Numbers(c.Affirming), Numbers(c.Denying), c.Stands));

    private static string Numbers(IEnumerable<Statement> statements) => string.Join(',', statements.Select(s => s.Position + 1));
}
