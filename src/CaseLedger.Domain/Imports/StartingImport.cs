using NodaTime;

namespace CaseLedger.Domain.Imports;

/// <summary>Begin to read in a file.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Actor">Who wants it.</param>
/// <param name="Start">The file, and how to read it.</param>
public sealed record StartImport(Guid Id, AccountId Actor, ImportStarted Start) : Command(Id, Actor);

/// <summary>Begins imports.</summary>
public static class StartingImport
{
    /// <summary>The most choices: a correction of each cell of a sheet that a person looked through.</summary>
    public const int MostChoices = 2_000;

    /// <summary>Decides whether an import is begun.</summary>
    /// <remarks>
    /// One that runs or took every row is not begun again: whoever sends the same file gets that import. One that failed is, and
    /// so is one that refused rows: a case may be open by now, or a recording be the artist's.
    /// </remarks>
    /// <param name="import">The import so far.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">The moment of judging.</param>
    /// <returns>What it comes to.</returns>
    public static Decision Decide(ImportState import, StartImport command, Instant now) =>
        import is { Start: { } before, End: null or { Event: ImportFinished { Refused: 0 } } }
            ? new Decision.AlreadyRecorded(before.Id)
            : Repeats.Of(import.Find(command.Id), command.Start)
                ?? Decision.Unless(
                    Rules.Text("name", command.Start.Name)
                    ?? Rules.NotInFuture("observed", command.Start.Observed, now)
                    ?? Rules.NotTooMany("choices", command.Start.Choices, MostChoices)
                    ?? Rules.Each(command.Start.Choices, (choice, i) => Rules.Text($"choices[{i}]", choice.Value)),
                    command.Start);
}
