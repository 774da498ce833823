namespace CaseLedger.Domain.Imports;

/// <summary>The bytes of a royalty statement are read in with one set of decisions only.</summary>
/// <remarks>
/// Its lines are recorded by month, and what tells a command is its first line: with days read month first the same lines come
/// in other company and would stand in the ledger a second time. No sum could be trusted then, and no line can be withdrawn.
/// </remarks>
public static class OneReading
{
    /// <summary>Whether two starts read the same statement with other decisions.</summary>
    /// <param name="start">One of them.</param>
    /// <param name="other">The other, whoever it is of.</param>
    public static bool AreOtherwise(ImportStarted start, ImportStarted other) =>
        (start.Kind, other.Kind) is (ImportKind.RoyaltyStatement, ImportKind.RoyaltyStatement)
        && start.File == other.File
        && !InOrder(start).SequenceEqual(InOrder(other));

    /// <summary>Whether an import stands against another that reads the same statement otherwise.</summary>
    /// <remarks>
    /// One that left lines in the ledger does for ever, and one that runs does for now; where both run, the one that was begun
    /// first, so that of two begun at once one goes on. One that ended without a line does not.
    /// </remarks>
    /// <param name="import">The one that is begun, or is about to be.</param>
    /// <param name="other">The one that might stand against it.</param>
    public static bool StandsAgainst(ImportState import, ImportState other) =>
        import.FirstTaking is null
        && (other.FirstTaking is not null
            || (other.IsRunning && !(import.IsRunning && import.Start!.Position < other.Start!.Position)));

    private static IEnumerable<ImportChoice> InOrder(ImportStarted start) =>
        (start.Choices ?? []).OrderBy(choice => choice.Name, StringComparer.Ordinal);
}
