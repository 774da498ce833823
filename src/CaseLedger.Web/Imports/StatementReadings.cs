using System.Diagnostics;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;

namespace CaseLedger.Web.Imports;

/// <summary>Looks for what else was made of a statement's bytes, so that they are read in with one set of decisions only (<see cref="OneReading"/>).</summary>
/// <remarks>
/// Asked twice. Before an import is started, so that its sender hears of it at once; and before its first line is taken, when
/// its own start stands in the ledger: of two that were started at once, the later one then finds the earlier.
/// </remarks>
internal sealed class StatementReadings(ImportTable table, ImportStore imports, EventLedger ledger, ProjectionDaemon views)
{
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShownWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>What stands against starting an import, as far as is known already.</summary>
    /// <returns>Null where nothing does.</returns>
    public async Task<FileFault?> AgainstStart(ImportStarted start, CancellationToken cancellationToken)
    {
        if (start.Kind != ImportKind.RoyaltyStatement)
        {
            return null;
        }

        // If the table is too late, the run's own look finds what this one missed.
        await views.WaitFor((await ledger.Head(cancellationToken)).Size, SeenWithin, cancellationToken);
        return await Other(start, await imports.Load(ImportIds.Of(start), cancellationToken), cancellationToken);
    }

    /// <summary>What stands against a run of an import that was started.</summary>
    /// <param name="start">How it was started.</param>
    /// <param name="import">It, running.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Null where nothing does.</returns>
    /// <exception cref="ImportInterruptedException">The table does not get as far as the start: nobody can say what came before it.</exception>
    public async Task<FileFault?> AgainstRun(ImportStarted start, ImportState import, CancellationToken cancellationToken)
    {
        if (start.Kind != ImportKind.RoyaltyStatement)
        {
            return null;
        }

        await UntilShown(import, cancellationToken);
        return await Other(start, import, cancellationToken);
    }

    /// <summary>Waits until the table shows that a statement's import was started, and so all that was started before it.</summary>
    /// <exception cref="ImportInterruptedException">The table does not get as far just now.</exception>
    public async Task UntilShown(ImportState import, CancellationToken cancellationToken)
    {
        if (import is not { IsRunning: true, Start: { Event: ImportStarted { Kind: ImportKind.RoyaltyStatement } start, Position: var position } })
        {
            return;
        }

        var began = Stopwatch.GetTimestamp();
        while (!await table.Shows(ImportIds.Of(start), position, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(began) > ShownWithin)
            {
                throw new ImportInterruptedException("The table of imports does not show yet what was started before this statement.");
            }

            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<FileFault?> Other(ImportStarted start, ImportState import, CancellationToken cancellationToken)
    {
        foreach (var found in await table.OfFile(start.File, cancellationToken))
        {
            var other = await imports.Load(found.Id, cancellationToken);
            if (other.Start is { Event: ImportStarted before } && OneReading.AreOtherwise(start, before) && OneReading.StandsAgainst(import, other))
            {
                return Otherwise(before);
            }
        }

        return null;
    }

    private static FileFault Otherwise(ImportStarted before) => new(
        "statement-read-otherwise",
        before.Choices is { Count: > 0 } choices
            ? $"This statement was read in before, or is read in right now, with other decisions: {string.Join(", ", choices.Select(choice => $"{choice.Name}={choice.Value}"))}."
            : "This statement was read in before, or is read in right now, without any decision.",
        "Read otherwise, its lines would stand twice: send it with the decisions of before. If those were wrong, tell the support.");
}
