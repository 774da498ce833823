using NodaTime;

namespace CaseLedger.Domain.Imports;

/// <summary>End an import, well or not.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who began it.</param>
/// <param name="End">How it ended: <see cref="ImportFinished"/> or <see cref="ImportFailed"/>.</param>
public sealed record EndImport(Guid Id, AccountId Actor, ImportEvent End) : Command(Id, Actor);

/// <summary>Ends imports.</summary>
public static class EndingImport
{
    /// <summary>Decides whether an import ends.</summary>
    /// <remarks>Of two servers that went on with the same import, the first that ends it is right; the other hears so.</remarks>
    /// <param name="import">The import so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(ImportState import, EndImport command, Instant now) =>
        Repeats.Of(import.Find(command.Id), command.End)
        ?? Decision.Unless(Refusal.If(!import.IsRunning, RefusalKinds.ImportNotRunning), command.End);
}
