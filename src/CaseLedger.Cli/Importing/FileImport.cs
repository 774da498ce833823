using CaseLedger.Cli.Screens;
using CaseLedger.Cli.Server;

namespace CaseLedger.Cli.Importing;

/// <summary>Brings one file into the ledger: sends it, follows its reading-in, and says what became of it.</summary>
/// <remarks>
/// Sending again is always safe: the server names an import by the file's bytes, so that whatever a lost connection left
/// behind is found and gone on with. That is why every failure on the way is answered by the same request again.
/// </remarks>
/// <param name="client">The server.</param>
/// <param name="order">What is wanted.</param>
/// <param name="surroundings">Time and signals.</param>
internal sealed class FileImport(LedgerClient client, ImportOrder order, Surroundings surroundings)
{
    // Doubts are about sheets that people made. A larger file is a pipeline's, and is not sent twice to hear of a question.
    private const long AsksAgainUpTo = 64L * 1024 * 1024;

    // An import may wait its turn behind others. One that stands still for longer has met a fault in the server, and a
    // script, or the files behind it in a folder, would wait for ever.
    private static readonly TimeSpan StandsStillFor = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LaterLooks = TimeSpan.FromSeconds(2);

    /// <summary>Brings the file in.</summary>
    /// <param name="file">The file.</param>
    /// <param name="display">Shows how far it is.</param>
    /// <param name="giveUp">Cancelled when it is no use to go on trying: what is under way is finished all the same.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    public async Task<FileOutcome> Run(FileSource file, Display display, CancellationToken giveUp, CancellationToken cancellationToken)
    {
        Guid? known = null;
        var sendings = 0;
        try
        {
            var reply = await Patiently(Send, display, giveUp, cancellationToken);
            if (reply is Reply.Imported { Import.IsRunning: true } begun)
            {
                known = begun.Import.Id;
                if (order.WaitsNot)
                {
                    return new(Exit.Done, Results.Running, Wording.Running(file.Name, begun.Import, client.Server)) { Import = begun.Import, Answer = begun.Raw };
                }

                if (!begun.IsNew)
                {
                    display.Note($"{file.Name}: the server reads it in already; waiting for it.");
                }

                reply = await Follow(begun, display, giveUp, cancellationToken);
            }

            if (sendings > 1 && reply is Reply.Imported { IsNew: false } found)
            {
                // What the server knew before may be what the cut connection had brought: "nothing new" would be a guess.
                reply = found with { IsNew = true };
            }

            return await Judge(file, reply, known, display, giveUp, cancellationToken);
        }
        catch (FileUnreadableException fault)
        {
            return new(Exit.Unreadable, Results.Unreadable, fault.Message) { HasChanged = fault.HasChanged };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            var message = known is { } import
                ? $"{file.Name}: interrupted here; the server reads it in all the same. {Wording.Look(import, client.Server)}"
                : $"{file.Name}: interrupted before it was sent whole, so nothing was recorded. Give the same command again.";
            return new(Exit.Interrupted, Results.Interrupted, message);
        }

        Task<Reply> Send()
        {
            sendings++;
            return client.Import(order.Query(order.IsPreview), file, order.IsPreview, sent => display.Sent(sent, file.Length), cancellationToken);
        }
    }

    /// <summary>Fetches the list of refused rows, with the patience of everything else.</summary>
    /// <returns>Null where it is there, else what went wrong.</returns>
    public async Task<FileOutcome?> FetchRefused(ImportAnswer import, Stream to, Display display, CancellationToken giveUp, CancellationToken cancellationToken)
    {
        var reply = await Patiently(
            () => client.CopyRefused(import.Id, new(import, false, null), to, cancellationToken), display, giveUp, cancellationToken);
        var (code, result, why) = reply switch
        {
            Reply.Imported => (Exit.Done, Results.Finished, ""),
            Reply.Unanswered unanswered => (Exit.Unreachable, Results.Unreachable, unanswered.Why),
            Reply.Refused { Problem: { Status: 401 or 403 } problem } => (Exit.Unreachable, Results.NotAllowed, Wording.NotAllowed(problem, client.Server)),
            Reply.Refused { Problem: var problem } => (Exit.Unreadable, Results.Failed, problem.Code),
            _ => throw new InvalidOperationException($"A list was answered by {reply.GetType().Name}."),
        };
        return code == Exit.Done ? null
            : new(code, result, $"The file is read in, but the list of its refused rows could not be fetched: {why}. {Wording.Look(import.Id, client.Server)}") { Import = import };
    }

    private async Task<Reply> Follow(Reply.Imported begun, Display display, CancellationToken giveUp, CancellationToken cancellationToken)
    {
        var pause = FirstLook;
        var (rows, moved) = (begun.Import.Rows, surroundings.Clock.GetTimestamp());
        for (Reply reply = begun; ;)
        {
            if (reply is not Reply.Imported { Import: var import })
            {
                return reply;
            }

            display.Reading(import);
            if (!import.IsRunning)
            {
                return new Reply.Imported(import, begun.IsNew, reply.Raw);
            }

            if (import.Rows != rows)
            {
                (rows, moved) = (import.Rows, surroundings.Clock.GetTimestamp());
            }
            else if (surroundings.Clock.GetElapsedTime(moved) >= StandsStillFor)
            {
                return new Reply.Unanswered($"it has stood still at {Plain.Rows(rows)} for {Plain.Time(StandsStillFor)}, and its log says why", MayHelpToRepeat: false, IsServerFault: true);
            }

            await surroundings.Wait(pause, cancellationToken);
            pause = pause * 2 < LaterLooks ? pause * 2 : LaterLooks;
            reply = await Patiently(() => Look(begun.Import.Id), display, giveUp, cancellationToken);
        }

        // The views may be a moment behind the ledger: an import that is there is not there yet.
        async Task<Reply> Look(Guid id) => await client.Show(id, cancellationToken) is var shown && shown is Reply.Refused { Problem.Status: 404 }
            ? new Reply.Unanswered($"{client.Server} does not show the import {id}", MayHelpToRepeat: true)
            : shown;
    }

    private async Task<FileOutcome> Judge(
        FileSource file, Reply reply, Guid? known, Display display, CancellationToken giveUp, CancellationToken cancellationToken)
    {
        switch (reply)
        {
            case Reply.Imported { Import: { IsFailed: true } failed } imported:
                display.Reading(failed);
                return await WithQuestions(file, display, giveUp, cancellationToken) is { } asked
                    ? asked with { Import = failed, Answer = imported.Raw }
                    : new(Exit.Unreadable, Results.Failed, Wording.Failed(file.Name, failed)) { Import = failed, Answer = imported.Raw };

            case Reply.Imported { Import: var import } imported:
                display.Reading(import);
                return new(import.Refused > 0 ? Exit.SomeRefused : Exit.Done, Results.Finished, Wording.Finished(file.Name, import, !imported.IsNew))
                {
                    Import = import, IsRepeat = !imported.IsNew, Answer = imported.Raw,
                };

            case Reply.Previewed { Preview: var preview } previewed:
                return Of(file.Name, preview) with { Answer = previewed.Raw };

            case Reply.Refused { Problem: var problem } refused:
                return Of(file.Name, problem) with { Answer = refused.Raw };

            case Reply.Unanswered unanswered:
                var after = known is { } id
                    ? $"{file.Name}: the server has it and has not read it to its end: {unanswered.Why}. {Wording.Look(id, client.Server)}"
                    : $"{file.Name}: not sent: {unanswered.Why}. The same command again is safe.";
                return new(Exit.Unreachable, Results.Unreachable, after) { IsServerFault = unanswered.IsServerFault };

            default:
                throw new InvalidOperationException($"A file was answered by {reply.GetType().Name}.");
        }
    }

    // A failed import keeps its reason and no questions; looked through once more, the file gives them.
    private async Task<FileOutcome?> WithQuestions(FileSource file, Display display, CancellationToken giveUp, CancellationToken cancellationToken)
    {
        if (file.Length is null or > AsksAgainUpTo)
        {
            return null;
        }

        var reply = await Patiently(() => client.Import(order.Query(isPreview: true), file, isPreview: true, _ => { }, cancellationToken), display, giveUp, cancellationToken);
        return reply switch
        {
            Reply.Previewed { Preview: { Questions: [_, ..] } preview } => Of(file.Name, preview),
            Reply.Refused { Problem: { Questions: [_, ..] } problem } => Of(file.Name, problem),
            _ => null,
        };
    }

    private static FileOutcome Of(string name, PreviewAnswer preview)
    {
        var shown = Wording.Previewed(name, preview);
        return preview switch
        {
            { Questions: [_, ..] questions } => new(Exit.Undecided, Results.Undecided, Wording.Undecided(name, preview.Fault?.Detail ?? "a decision is needed first.", questions)) { Questions = questions },
            { Fault: { } fault } => new(Exit.Unreadable, Results.Refused, $"{shown}\n  {Wording.At(fault.Line)}{fault.Detail} ({fault.Code})"),
            _ => new(preview.Refused > 0 ? Exit.SomeRefused : Exit.Done, Results.Previewed, shown),
        };
    }

    private FileOutcome Of(string name, ProblemAnswer problem) => problem switch
    {
        { Status: 401 or 403 } => new(Exit.Unreachable, Results.NotAllowed, $"{name}: {Wording.NotAllowed(problem, client.Server)}"),
        { Status: 400 } => new(Exit.Misused, Results.Misused, Wording.Refused(name, problem)),
        { Questions: [_, ..] questions } => new(Exit.Undecided, Results.Undecided, Wording.Undecided(name, Wording.Why(problem), questions)) { Questions = questions },
        _ => new(Exit.Unreadable, Results.Refused, Wording.Refused(name, problem)),
    };

    private async Task<Reply> Patiently(Func<Task<Reply>> ask, Display display, CancellationToken giveUp, CancellationToken cancellationToken)
    {
        for (var failures = 1; ; failures++)
        {
            var reply = await ask();
            if (reply is not Reply.Unanswered { MayHelpToRepeat: true } failed || failures > order.Retries || giveUp.IsCancellationRequested)
            {
                return reply;
            }

            var pause = Backoff.After(failures, failed.After);
            display.Note($"{failed.Why}; trying again in {Plain.Time(pause)} ({failures} of {order.Retries})");
            using var either = CancellationTokenSource.CreateLinkedTokenSource(giveUp, cancellationToken);
            try
            {
                await surroundings.Wait(pause, either.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return reply;
            }
        }
    }
}
