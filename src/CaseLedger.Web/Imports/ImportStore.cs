using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Writing;
using NodaTime;

namespace CaseLedger.Web.Imports;

/// <summary>The way in for what happens to an import itself: that it was started, and how it ended.</summary>
internal sealed class ImportStore(Deciding deciding, EventLedger ledger)
{
    /// <summary>Starts an import, or finds the one that reads the same bytes to the same place.</summary>
    /// <returns>The outcome; recorded before where it runs already or took every row.</returns>
    public async Task<Outcome> Start(AccountId actor, ImportStarted start, CancellationToken cancellationToken)
    {
        var id = ImportIds.Of(start);
        while (true)
        {
            // Started again, it is so under another id of the event.
            var before = await Load(id, cancellationToken);
            var command = new StartImport(ImportIds.Of(id, $"start-{before.Version}"), actor, start);
            // Somebody else may have started it in between, by another name of the file, and it may have ended already.
            if (await deciding.Handle(command, Question(id, command, StartingImport.Decide), null, cancellationToken) is not Outcome.IdReused and var outcome)
            {
                return outcome;
            }
        }
    }

    /// <summary>Ends an import.</summary>
    public async Task<Outcome> End(Guid id, AccountId actor, ImportEvent end, CancellationToken cancellationToken)
    {
        var command = new EndImport(ImportIds.Of(id, $"end-{(await Load(id, cancellationToken)).Version}"), actor, end);
        return await deciding.Handle(command, Question(id, command, EndingImport.Decide), null, cancellationToken);
    }

    /// <summary>An import; null where there is none that the caller may see.</summary>
    public async Task<Import?> Find(Guid id, Caller caller, CancellationToken cancellationToken)
    {
        var state = await Load(id, cancellationToken);
        return state.Start is { Event: ImportStarted start } && MaySee(start, caller) ? Import.Of(id, state) : null;
    }

    // Whoever would get this import for sending the same file: one import, one answer.
    private static bool MaySee(ImportStarted start, Caller caller) =>
        Role.Staff.HasFlag(caller.Role)
        || (caller.IsArtist ? start.ArtistAccount is { } artist && artist == caller.ArtistAccount : start is { ArtistAccount: null, Isrc: null });

    /// <summary>An import as its events left it.</summary>
    public async Task<ImportState> Load(Guid id, CancellationToken cancellationToken) =>
        ImportState.Fold((await ledger.Load(ImportEvent.StreamOf(id), cancellationToken)).As<ImportEvent>());

    private static Question<ImportState> Question<TCommand>(Guid id, TCommand command, Func<ImportState, TCommand, Instant, Decision> decide) => new(
        ImportEvent.StreamOf(id),
        events => ImportState.Fold(events.As<ImportEvent>()),
        _ => null,
        (state, now) => decide(state, command, now));
}
