using System.Collections.Concurrent;
using CaseLedger.Domain;
using CaseLedger.Domain.Imports;
using CaseLedger.Imports;
using CaseLedger.Ledger;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Writing;
using Npgsql;

namespace CaseLedger.Web.Imports;

/// <summary>Carries out imports, one after the other per file, beside the requests; goes on with what an earlier process left unfinished.</summary>
/// <remarks>
/// Two processes on one database never read the same file in at once: the import's advisory lock is held by whoever does. It
/// only saves work and keeps the counts right; that nothing is recorded twice follows from the ids.
/// </remarks>
internal sealed class ImportRunner(
    ImportStore imports,
    ImportTable table,
    StatementReadings readings,
    ImportTurns turns,
    FileStore files,
    IEnumerable<IImporter> importers,
    EventLedger ledger,
    CaseStore cases,
    NpgsqlDataSource database,
    ProjectionDaemon projections,
    TimeProvider clock,
    ILogger<ImportRunner> log) : BackgroundService
{
    private const int LockSpace = 0x434C_494D; // the letters CLIM

    private const string NoRoom = "no-room";
    private const string FileLost = "file-lost";
    private const string ServerFault = "server-fault";

    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, ImportProgress> _running = new();
    private CancellationToken _stopping = new(canceled: true);

    /// <summary>How far an import has come that runs in this process; null where it does not.</summary>
    public ImportProgress? ProgressOf(Guid id) => _running.GetValueOrDefault(id);

    /// <summary>Carries an import out that was started; one that is being carried out is only waited for.</summary>
    /// <param name="id">The import.</param>
    /// <param name="bytes">How large its file is.</param>
    /// <param name="isNew">Whether it was started just now, so that nobody can have read any of it.</param>
    public ImportProgress Begin(Guid id, long bytes, bool isNew)
    {
        var progress = new ImportProgress(id, bytes, clock) { IsNew = isNew };
        var running = _running.GetOrAdd(id, progress);
        if (running == progress)
        {
            _ = Task.Run(() => CarryOut(progress, _stopping), CancellationToken.None);
        }

        return running;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        var hasCaughtUp = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var left in await table.Running(stoppingToken))
                {
                    Begin(left.Id, left.Size, isNew: false);
                }

                if (!hasCaughtUp)
                {
                    // What was started just before an earlier process was killed is not in the table yet.
                    hasCaughtUp = true;
                    await projections.WaitFor((await ledger.Head(stoppingToken)).Size, LookAgainAfter, stoppingToken);
                    continue;
                }
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (NpgsqlException fault)
            {
                log.LogWarning(fault, "Unfinished imports could not be looked up; they are looked for again");
            }

            await Task.Delay(LookAgainAfter, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Values.Select(running => running.Ended));
    }

    private async Task CarryOut(ImportProgress progress, CancellationToken cancellationToken)
    {
        var ended = false;
        try
        {
            ended = await UntilItEnds(progress.Id, progress, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The server stops: the next one goes on with it.
        }
        catch (Exception fault)
        {
            log.LogError(fault, "The import {Import} was given up; it is gone on with later", progress.Id);
        }
        finally
        {
            _running.TryRemove(progress.Id, out _);
            progress.End();
        }

        if (ended)
        {
            await BeginAgain(progress.Id, cancellationToken);
        }
    }

    // Whoever sent the file again just after its end was recorded found this run still here, and nobody to read it.
    private async Task BeginAgain(Guid id, CancellationToken cancellationToken)
    {
        try
        {
            if (await imports.Load(id, cancellationToken) is { IsRunning: true, Start.Event: ImportStarted start })
            {
                Begin(id, start.Size, isNew: false);
            }
        }
        catch (Exception fault) when (fault is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // It is found with all that were left running.
        }
    }

    private async Task<bool> UntilItEnds(Guid id, ImportProgress progress, CancellationToken cancellationToken)
    {
        for (var pause = ShortestPause; ; pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks)))
        {
            try
            {
                var import = await imports.Load(id, cancellationToken);
                var start = import.Start?.Event as ImportStarted;
                // Before it has a turn: the table may be behind, and others need not wait for that.
                await readings.UntilShown(import, cancellationToken);
                using var turn = await turns.Take(start?.ArtistAccount is not null, cancellationToken);
                return await Once(id, progress, cancellationToken);
            }
            catch (Exception fault) when (fault is ImportInterruptedException or NpgsqlException or TimeoutException)
            {
                log.LogWarning(fault, "The import {Import} was interrupted; it goes on in {Pause}", id, pause);
                await Task.Delay(pause, clock, cancellationToken);
            }
        }
    }

    /// <returns>Whether it has ended here; false where another process reads it in.</returns>
    private async Task<bool> Once(Guid id, ImportProgress progress, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (!await TryLock(connection, id, cancellationToken))
        {
            return false;
        }

        try
        {
            if (await imports.Load(id, cancellationToken) is { IsRunning: true, Start: { Event: ImportStarted start } begun } import)
            {
                var other = await readings.AgainstRun(start, import, cancellationToken);
                // In files of many recordings an id follows from what stands together: read as of another moment, other days might
                // be over, and the same rows come by other ids. A sheet's follow from what it says, so that it is judged anew.
                var (read, now) = start.Isrc is null && import.FirstTaking is { Event: ImportStarted first } taking
                    ? (first, taking.RecordedAt)
                    : (start, begun.RecordedAt);
                var request = new ImportRequest(read, begun.Actor, now) { Begun = begun.RecordedAt, IsAgain = import.FirstTaking is not null, Watch = progress };
                await Read(request, other, progress, cancellationToken);
            }

            return true;
        }
        finally
        {
            await Unlock(connection, id);
        }
    }

    private async Task Read(ImportRequest request, FileFault? fault, ImportProgress progress, CancellationToken cancellationToken)
    {
        progress.Restart();
        Sha256? list = null;
        try
        {
            request = request with { Scratch = files.Scratch };
            await using var refused = new RefusedRows(ScratchFile.Create(request.Scratch));
            fault ??= await ReadFile(request, progress, refused, cancellationToken);
            list = await refused.Keep(files, cancellationToken);
        }
        catch (IOException full) when (FullDisk.Is(full))
        {
            // Room comes by somebody who makes it, and not by reading the file again every minute.
            log.LogError(full, "There is no room on the disk to read in the import {Import}", request.Id);
            fault = new(NoRoom, "The server's disk had no room left to read the file in.", "Nothing is wrong with the file: tell the operator, and send it again once there is room.");
        }

        var counts = progress.Counts;
        ImportEvent end = fault is null
            ? new ImportFinished(counts.Rows, counts.Accepted, counts.Repeated, counts.Refused, list)
            : new ImportFailed(fault.Code, $"{fault.Reason} {fault.Advice}", counts.Accepted, counts.Repeated, counts.Refused, fault.Line, list, IsUncounted: SaysNothingOfTheFile(fault) && progress.MayHaveTakenMore ? true : null);
        if (await imports.End(request.Id, request.Actor, end, cancellationToken) is not (Outcome.Recorded or Outcome.RecordedBefore) and var other)
        {
            throw new ImportInterruptedException($"That the import ended could not be recorded: {other.GetType().Name}.");
        }
    }

    // Such a run may have ended before it came to what one before it had recorded; any other would end the same each time.
    private static bool SaysNothingOfTheFile(FileFault fault) => fault.Code is NoRoom or FileLost or ServerFault;

    private async Task<FileFault?> ReadFile(ImportRequest request, ImportProgress progress, RefusedRows refused, CancellationToken cancellationToken)
    {
        if (!files.Has(request.Start.File))
        {
            return new(FileLost, "The file is not in the store of files any more.", "Send it again.");
        }

        await using var file = new WatchedStream(files.Open(request.Start.File), progress.Read);
        var run = new ImportRun(request, CallerOf(request), ledger, cases, progress, refused);
        try
        {
            return await run.Read(importers.Single(importer => importer.Kind == request.Start.Kind), file, cancellationToken);
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or ImportInterruptedException or NpgsqlException or TimeoutException or IOException))
        {
            // Reading the same bytes again would come to the same: better an end with its reason than an import that runs for ever.
            log.LogError(fault, "The import {Import} met a fault of this program", request.Id);
            return new(ServerFault, "The server failed at this file; the operator's log says why.", "Tell the operator, and send the file again once the fault is mended.");
        }
    }

    // Who may what is settled when an import is started; here only which cases it may touch is needed.
    private static Caller CallerOf(ImportRequest request) => new(
        request.Actor,
        request.Start.ArtistAccount is null ? Role.Agent : Role.Artist,
        request.Start.ArtistAccount);

    private static async Task<bool> TryLock(NpgsqlConnection connection, Guid id, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", connection)
        {
            Parameters = { new() { Value = LockSpace }, new() { Value = id.ToString() } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    // A pooled session outlives its connection object, and would keep the lock until it happens to be used again.
    private static async Task Unlock(NpgsqlConnection connection, Guid id)
    {
        if (connection.FullState != System.Data.ConnectionState.Open)
        {
            return; // the session is gone, and the lock with it
        }

        try
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock($1, hashtext($2))", connection)
            {
                Parameters = { new() { Value = LockSpace }, new() { Value = id.ToString() } },
            };
            await command.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The connection broke: the server ends the session, and with it the lock.
        }
    }
}
