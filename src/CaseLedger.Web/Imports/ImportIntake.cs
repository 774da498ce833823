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

/// <summary>A file that has come in and was recognised. It is gone when this is disposed of, unless it was kept.</summary>
/// <param name="Start">How it would be read in.</param>
/// <param name="File">Its bytes.</param>
/// <param name="Turn">Of an artist: their turn to send a file, which ends with this.</param>
internal sealed record ReceivedImport(ImportStarted Start, FileStore.ReceivedFile File, IDisposable? Turn) : IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await File.DisposeAsync();
        }
        finally
        {
            Turn?.Dispose();
        }
    }
}

/// <summary>
/// Takes files in to be read: recognised first, then looked through, then kept and recorded. What is refused on the way
/// leaves nothing behind. Pages and the API come through here.
/// </summary>
internal sealed class ImportIntake(
    FileStore files, EvidenceTable evidence, IEnumerable<IImporter> importers, ImportStore imports, StatementReadings readings, ImportRunner runner, Looks looks,
    UploadTurns uploads, CaseTable cases, IClock clock)
{
    /// <summary>What roles may read in, by kind.</summary>
    public static Role RolesFor(ImportKind kind) => kind switch
    {
        ImportKind.TrendsSnapshot or ImportKind.SpotifyFeed => Role.Agent | Role.Ingest,
        ImportKind.RoyaltyStatement => Role.Agent | Role.Ingest | Role.Artist,
        _ => Role.Agent | Role.Artist,
    };

    /// <summary>Takes a file in, and finds out what it holds and whether this caller may read it in like that.</summary>
    /// <param name="content">Its bytes, read once and to the end.</param>
    /// <param name="name">Its name, cleaned by <see cref="IncomingFile.Clean"/>.</param>
    /// <param name="wish">What the caller says about it.</param>
    /// <param name="caller">Who sends it.</param>
    /// <param name="most">The most bytes that are taken; of an artist's file no more than an artist may keep in all, or than is read of it.</param>
    /// <param name="cancellationToken">Ends the taking in; nothing is left behind.</param>
    /// <returns>The file, not kept yet, or the problem.</returns>
    /// <exception cref="InvalidDataException">The bytes broke off.</exception>
    /// <exception cref="NoFileStoreException">There is no place for files.</exception>
    public async Task<(ReceivedImport? Received, Problem? Problem)> Receive(
        Stream content, string name, ImportWish wish, Caller caller, long most, CancellationToken cancellationToken)
    {
        if (!caller.IsArtist)
        {
            return await Receive(content, name, wish, caller, most, null, cancellationToken);
        }

        if (await uploads.Take(caller.Account, cancellationToken) is not { } turn)
        {
            return (null, Problems.UploadUnderWay);
        }

        ReceivedImport? received = null;
        try
        {
            most = Math.Min(most, Math.Min(files.Settings.MostAccountBytes, ImportRequest.MostUnpackedOfArtist));
            (received, var problem) = await Receive(content, name, wish, caller, most, turn, cancellationToken);
            return (received, problem);
        }
        finally
        {
            if (received is null)
            {
                turn.Dispose();
            }
        }
    }

    /// <summary>Finds out whether this caller may read in a file whose kind is known like that.</summary>
    /// <returns>How it would be started, or the problem.</returns>
    public async Task<(ImportStarted? Start, Problem? Problem)> Judge(
        ImportKind kind, Sha256 digest, long size, string name, ImportWish wish, Caller caller, CancellationToken cancellationToken)
    {
        if (!RolesFor(kind).HasFlag(caller.Role))
        {
            return (null, Problems.NotAllowed);
        }

        if (wish.Choices?.FirstOrDefault(choice => !ImportChoices.IsKnown(kind, choice.Name)) is { Name: { } unknown })
        {
            return (null, Problems.Malformed("choices", $"a file of the kind {Words.Of(kind)} has no doubt '{unknown}'"));
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

        var start = new ImportStarted(
            kind, digest, size, name, ofOne ? wish.Isrc : null, ofOne ? wish.Store : null, wish.Observed, wish.Choices is { Count: > 0 } choices ? choices : null,
            caller.IsArtist ? caller.ArtistAccount : null);
        // What stands against the start whatever was recorded before is said before the file is kept.
        return StartingImport.Decide(ImportState.Fold([]), new(ImportIds.Of(start), caller.Account, start), clock.GetCurrentInstant()) is Decision.Refused(var refusal)
            ? (null, Problems.For(refusal))
            : (start, null);
    }

    /// <summary>Keeps a file that will be read in. When this returns, the bytes survive a power cut.</summary>
    /// <remarks>
    /// A file about one recording is evidence of its case, whoever sends it, and takes room as such; so does whatever an
    /// artist sends. What pipelines and the support read in for a whole catalogue counts against nobody.
    /// </remarks>
    /// <returns>Null where it is kept; else the problem, and nothing is kept.</returns>
    public async Task<Problem?> Keep(ReceivedImport received, Caller caller, CancellationToken cancellationToken)
    {
        var (start, file) = (received.Start, received.File);
        if (await readings.AgainstStart(start, cancellationToken) is { } fault)
        {
            return Problems.Of(fault);
        }

        if (!caller.IsArtist && start.Isrc is null)
        {
            file.Keep();
            return null;
        }

        RecognisedFile found;
        await using (var content = file.Open())
        {
            found = FileRecognition.Of(content);
        }

        if (found.Type is not { } type)
        {
            return Problems.EvidenceTypeRefused(found);
        }

        var most = files.Settings.MostAccountBytes;
        var noted = await evidence.Note(caller.Account, start.File, start.Size, start.Name, type, most, () => file.Keep(), cancellationToken);
        // It has come in: what is read of it now keeps nobody from sending the next.
        received.Turn?.Dispose();
        return noted == UploadNoted.OverQuota ? Problems.EvidenceQuota(most) : null;
    }

    /// <summary>Looks a file through without keeping or recording anything.</summary>
    /// <returns>What would become of it, or that too many are looked through already.</returns>
    public async Task<(ImportPreview? Preview, Problem? Problem)> Preview(ReceivedImport received, Caller caller, CancellationToken cancellationToken)
    {
        var start = received.Start;
        if (await readings.AgainstStart(start, cancellationToken) is { } fault)
        {
            return (new(0, 0, [], fault), null);
        }

        var preview = await looks.Take(
            start,
            () =>
            {
                using var file = received.File.Open();
                return ImportPreview.Of(importers.Single(importer => importer.Kind == start.Kind), file, new(start, caller.Account, clock.GetCurrentInstant()) { Scratch = files.Scratch }, cancellationToken);
            },
            cancellationToken);
        return preview is null ? (null, Problems.ImportsBusy) : (preview, null);
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
                await Task.WhenAny(runner.Begin(id, start.Size, isNew: outcome is Outcome.Recorded).Ended, Task.Delay(wait, cancellationToken));
            }
        }

        return outcome;
    }

    private async Task<(ReceivedImport? Received, Problem? Problem)> Receive(
        Stream content, string name, ImportWish wish, Caller caller, long most, IDisposable? turn, CancellationToken cancellationToken)
    {
        FileStore.ReceivedFile file;
        try
        {
            file = await files.Receive(content, most, cancellationToken);
        }
        catch (FileTooLargeException)
        {
            return (null, Problems.FileTooLarge(most));
        }

        ReceivedImport? received = null;
        try
        {
            var (start, problem) = await Recognise(file, name, wish, caller, cancellationToken);
            received = start is null ? null : new(start, file, turn);
            return (received, problem);
        }
        finally
        {
            if (received is null)
            {
                await file.DisposeAsync();
            }
        }
    }

    private async Task<(ImportStarted? Start, Problem? Problem)> Recognise(
        FileStore.ReceivedFile file, string name, ImportWish wish, Caller caller, CancellationToken cancellationToken)
    {
        if (file.Size == 0)
        {
            return (null, Problems.Of(new FileFault("empty-file", "The file is empty.", "Save it again and send it.")));
        }

        if (wish.Kind is not { } kind)
        {
            await using var content = file.Open();
            var recognised = Recognition.Of(content, name);
            if (recognised is not { Kind: { } found })
            {
                // What no importer knows may still be something for which there is advice: a web page, a HEIC picture.
                return (null, recognised.Fault!.Code == "unknown-format" && FileRecognition.Of(content) is { Type: null, Hint: not null } refused
                    ? Problems.EvidenceTypeRefused(refused)
                    : Problems.Of(recognised.Fault));
            }

            kind = found;
        }

        return await Judge(kind, file.Digest, file.Size, name, wish, caller, cancellationToken);
    }
}
