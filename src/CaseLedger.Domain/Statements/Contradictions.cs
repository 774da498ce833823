namespace CaseLedger.Domain.Statements;

/// <summary>A proposition that somebody affirms and somebody denies.</summary>
/// <param name="Proposition">The claim.</param>
/// <param name="Affirming">Who says that it is so: those that stand, or of a former contradiction all.</param>
/// <param name="Denying">Who says that it is not so: those that stand, or of a former contradiction all.</param>
/// <param name="Stands">Whether both sides stand. Where one side was wholly withdrawn or superseded, the contradiction is a former one.</param>
public sealed record Contradiction(Slug Proposition, ValueList<Statement> Affirming, ValueList<Statement> Denying, bool Stands);

/// <summary>Finds contradictions.</summary>
public static class Contradictions
{
    /// <summary>Compares statements by proposition.</summary>
    /// <param name="statements">The statements that the reader may see, in order.</param>
    /// <returns>The contradictions, those that stand and the former ones, in the order in which their propositions came up.</returns>
    public static IReadOnlyList<Contradiction> Of(IEnumerable<Statement> statements) =>
    [
        .. statements.Where(statement => statement.Made.Proposition is not null)
            .GroupBy(statement => statement.Made.Proposition!)
            .Select(group => Between(group.Key, [.. group.Where(s => s.Standing == Standing.Stands)], stands: true) ?? Between(group.Key, [.. group], stands: false))
            .OfType<Contradiction>(),
    ];

    private static Contradiction? Between(Slug proposition, IReadOnlyList<Statement> statements, bool stands)
    {
        var affirming = statements.Where(statement => statement.Made.Stance == Stance.Affirm).ToValueList();
        var denying = statements.Where(statement => statement.Made.Stance == Stance.Deny).ToValueList();
        return affirming.Count > 0 && denying.Count > 0 ? new(proposition, affirming, denying, stands) : null;
    }
}
