using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;
using NodaTime;

namespace CaseLedger.Web.Imports;

/// <summary>What a caller says about a file that they send.</summary>
/// <param name="Kind">What it holds; null: to be recognised.</param>
/// <param name="Isrc">The recording, of a file that names none.</param>
/// <param name="Store">The store, of a file that names none.</param>
/// <param name="Observed">When the source showed the numbers, of a file that does not say.</param>
/// <param name="Choices">What they decided about its doubts.</param>
internal sealed record ImportWish(ImportKind? Kind, Isrc? Isrc, Store? Store, Observed? Observed, ValueList<ImportChoice>? Choices);

/// <summary>Takes files in to be read: kept first, then recognised, then looked through or recorded. Pages and the API come through here.</summary>
internal sealed class ImportIntake(
    FileStore files, IEnumerable<IImporter> importers, ImportStore imports, ImportRunner runner, CaseTable cases, IClock clock)
{
    /// <summary>What roles may read in, by kind.</summary>
    public static Role RolesFor(ImportKind kind) => kind switch
    {
        ImportKind.TrendsSnapshot or ImportKind.SpotifyFeed => Role.Agent | Role.Ingest,
        ImportKind.RoyaltyStatement => Role.Agent | Role.Ingest | Role.Artist,
        _ => Role.Agent | Role.Artist,
    };

    /// <summary>Finds out what a file that is kept holds, and whether this caller may read it in like that.</summary>
    /// <returns>How it would be started, or the problem.</returns>
    public async Task<(ImportStarted? Start, Problem? Problem)> Recognise(
        Sha256 digest, long size, string name, ImportWish wish, Caller caller, CancellationToken cancellationToken)
    {
        if (size == 0)
        {
            return (null, Problems.Of(new FileFault("empty-file", "The file is empty.", "Save it again and send it.")));
        }

        if (wish.Kind is not { } kind)
        {
            await using var file = files.Open(digest);
            var recognised = Recognition.Of(file, name);
            if (recognised is not { Kind: { } found })
            {
                return (null, Problems.Of(recognised.Fault!));
            }

            kind = found;
        }

        if (!RolesFor(kind).HasFlag(caller.Role))
        {
            return (null, Problems.NotAllowed);
        }

        var ofOne = kind is ImportKind.S4aSongTimeline or ImportKind.Spreadsheet;
        if (ofOne && wish.Isrc is null)
        {
            return (null, Problems.Malformed("isrc", "needed: the file names no recording"));
        }

        if (!ofOne && caller.OnlyRecordings is not null)
        {
            return (null, Problems.NotAllowed);
        }

        if (ofOne && await cases.Find(wish.Isrc!, caller, cancellationToken) is null)
        {
            return (null, Problems.NotFound);
        }

        return (new(kind, digest, size, name, ofOne ? wish.Isrc : null, ofOne ? wish.Store : null, wish.Observed, wish.Choices is { Count: > 0 } choices ? choices : null, caller.IsArtist ? caller.ArtistAccount : null), null);
    }

    /// <summary>Looks a file through without recording anything.</summary>
    public ImportPreview Preview(ImportStarted start, Caller caller, CancellationToken cancellationToken)
    {
        using var file = files.Open(start.File);
        return ImportPreview.Of(importers.Single(importer => importer.Kind == start.Kind), file, new(start, caller.Account, clock.GetCurrentInstant()), cancellationToken);
    }

    /// <summary>Starts an import, or finds the one that reads the same bytes to the same place, and waits a moment for its end.</summary>
    public async Task<Outcome> Start(ImportStarted start, Caller caller, TimeSpan wait, CancellationToken cancellationToken)
    {
        var outcome = await imports.Start(caller.Account, start, cancellationToken);
        if (outcome is Outcome.Recorded or Outcome.RecordedBefore)
        {
            var id = ImportIds.Of(start);
            if ((await imports.Load(id, cancellationToken)).IsRunning)
            {
                await Task.WhenAny(runner.Begin(id, start.Size).Ended, Task.Delay(wait, cancellationToken));
            }
        }

        return outcome;
    }
}
