using CaseLedger.Cli.Screens;
using CaseLedger.Cli.Server;

namespace CaseLedger.Cli.Importing;

/// <summary>Brings in whatever is dropped into a folder, until it is told to stop.</summary>
/// <param name="client">The server.</param>
/// <param name="order">What is wanted of each file.</param>
/// <param name="screen">Where it is said.</param>
/// <param name="isJson">Whether scripts get a line of JSON for each file.</param>
/// <param name="surroundings">The rest of the world.</param>
internal sealed class FolderWatch(LedgerClient client, ImportOrder order, Screen screen, bool isJson, Surroundings surroundings)
{
    // It looks by itself and waits for no event: network drives send none, and a file has to lie still for a while anyway.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(2);

    /// <summary>Watches.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="settle">How long a file has to stay as it is before it counts as whole.</param>
    /// <returns>The exit code.</returns>
    public async Task<int> Run(string path, TimeSpan settle)
    {
        DropFolder? taken;
        try
        {
            taken = DropFolder.Take(path, settle, surroundings.Clock);
        }
        catch (Exception fault) when (fault is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            screen.Complain($"--watch: {fault.Message} Make the folder, and let this user write to it.");
            return Exit.Misused;
        }

        if (taken is not { } folder)
        {
            screen.Complain($"--watch: another caseledger watches {path} already. Two would send each file twice; stop that one first.");
            return Exit.Misused;
        }

        using (folder)
        {
            screen.Note($"Watching {path}: what lies there unchanged for {Plain.Time(settle)} is sent to {client.Server}. Ctrl+C stops after the file under way.");
            await UntilStopped(folder, path, settle);
            screen.Note("Stopped. What is left in the folder is sent at the next start.");
            return Exit.Done;
        }
    }

    private async Task UntilStopped(DropFolder folder, string path, TimeSpan settle)
    {
        var sleep = settle / 2 < ShortestSleep ? ShortestSleep : settle / 2 < LongestSleep ? settle / 2 : LongestSleep;
        var unreachable = 0;
        while (!surroundings.StopSoon.IsCancellationRequested)
        {
            try
            {
                if (folder.Next() is not { } file)
                {
                    await Quietly(surroundings.Wait(sleep, surroundings.StopSoon));
                    continue;
                }

                var outcome = await One(folder, file);
                if (outcome is { ExitCode: Exit.Unreachable, IsServerFault: false })
                {
                    var pause = Backoff.After(++unreachable);
                    screen.Complain($"{file.Name} stays in the folder; trying again in {Plain.Time(pause)}.");
                    await surroundings.Wait(pause, surroundings.StopSoon);
                }
                else
                {
                    unreachable = 0;
                }
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // Network drives come and go.
                var pause = Backoff.After(++unreachable);
                screen.Complain($"The folder {path} cannot be used now: {fault.Message} Trying again in {Plain.Time(pause)}.");
                await Quietly(surroundings.Wait(pause, surroundings.StopSoon));
            }
            catch (OperationCanceledException) when (surroundings.StopSoon.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<FileOutcome> One(DropFolder folder, FileInfo file)
    {
        var outcome = await Import(folder, file);
        if (isJson && outcome is not ({ ExitCode: Exit.Unreachable } or { HasChanged: true } or { ExitCode: Exit.Interrupted }))
        {
            screen.Print(outcome.ForScripts(file.FullName));
        }

        if (outcome.ExitCode == Exit.Done)
        {
            screen.Say(outcome.Message);
        }
        else
        {
            screen.Complain(outcome.Message);
        }

        return outcome;
    }

    private async Task<FileOutcome> Import(DropFolder folder, FileInfo dropped)
    {
        try
        {
            using var file = FileSource.Of(dropped.FullName, dropped);
            var import = new FileImport(client, order, surroundings);
            return await Display.For(screen, surroundings).While(dropped.Name, async display =>
            {
                var outcome = await import.Run(file, display, surroundings.StopSoon, surroundings.StopNow);
                // Reading in may have taken long: what was added meanwhile must not be put away unsent.
                file.CheckUnchanged();
                return outcome.ExitCode switch
                {
                    Exit.Done => outcome with { Message = $"{outcome.Message}\n  now {folder.PutDone(dropped, null)}" },
                    Exit.SomeRefused => await PutDone(import, outcome, display),
                    Exit.Misused or Exit.Undecided => outcome with { Message = $"{outcome.Message}\n  now {folder.PutFailed(dropped, Reason(outcome))}" },
                    Exit.Unreadable when outcome.Result != Results.Unreadable => outcome with { Message = $"{outcome.Message}\n  now {folder.PutFailed(dropped, Reason(outcome))}" },
                    _ => Kept(outcome),
                };
            });

            async Task<FileOutcome> PutDone(FileImport import, FileOutcome outcome, Display display)
            {
                using var list = folder.BeginRefused(dropped);
                var failed = await import.FetchRefused(outcome.Import!, list.File, display, surroundings.StopSoon, surroundings.StopNow);
                return failed ?? outcome with { Message = $"{outcome.Message}\n  now {folder.PutDone(dropped, list)}; refused rows in {folder.Refused}" };
            }
        }
        catch (FileUnreadableException fault)
        {
            return Kept(new(Exit.Unreadable, Results.Unreadable, fault.Message));
        }

        // Nothing is known against the file: it may be whole, readable or lucky later, and the others go first.
        FileOutcome Kept(FileOutcome outcome)
        {
            if (outcome.IsServerFault || outcome.Result == Results.Unreadable)
            {
                folder.Postpone(dropped);
            }

            return outcome;
        }
    }

    private string Reason(FileOutcome outcome) => screen.Clean(outcome.Message);

    private static async Task Quietly(Task wait) => await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
