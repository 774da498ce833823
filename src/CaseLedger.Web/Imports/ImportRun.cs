using System.Collections.Concurrent;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.Codec;
using CaseLedger.Imports;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Writing;
using NodaTime;

namespace CaseLedger.Web.Imports;

/// <summary>The ledger or its database could not go on just now. What was recorded stays; the import is gone on with later.</summary>
internal sealed class ImportInterruptedException(string message) : Exception(message);

/// <summary>One reading of one file into the ledger, from its beginning to its end.</summary>
/// <remarks>
/// It may be broken off at any moment and begun again: the ids of its commands follow from the file, so that what is in the
/// ledger is recognised and not recorded twice.
/// </remarks>
/// <param name="request">The file, and how to read it.</param>
/// <param name="caller">Whoever started it.</param>
/// <param name="ledger">The ledger.</param>
/// <param name="cases">The way in for what a case has a say in.</param>
/// <param name="progress">Told what became of the rows.</param>
/// <param name="refused">Told of the rows that were refused.</param>
internal sealed class ImportRun(
    ImportRequest request, Caller caller, EventLedger ledger, CaseStore cases, ImportProgress progress, RefusedRows refused)
{
    private const string FileAttached = "evidence";

    private readonly ConcurrentQueue<UnderWay> _underWay = new();

    // A row of a sheet with two sources becomes part of two commands and is still one row. Sheets are bounded; what is not,
    // has each row in one command.
    private readonly HashSet<long>? _counted = request.Start.Isrc is null ? null : [];

    // Of such rows, those of which some part was in the ledger before: repeated where no other part is new.
    private readonly HashSet<long> _before = [];
    private FileFault? _fault;

    /// <summary>Reads the file to its end.</summary>
    /// <param name="importer">Reads its kind.</param>
    /// <param name="file">Its bytes.</param>
    /// <param name="cancellationToken">Breaks it off.</param>
    /// <returns>Why it could not be read on; null where it was read to the end.</returns>
    /// <exception cref="ImportInterruptedException">The ledger could not go on.</exception>
    public async Task<FileFault?> Read(IImporter importer, Stream file, CancellationToken cancellationToken)
    {
        if (request.Start.Isrc is { } isrc && await Attach(isrc, cancellationToken) is { } fault)
        {
            return fault;
        }

        var items = Items(importer, file, cancellationToken);
        // An artist, and a token for a few recordings, may write to some cases only: each is asked.
        if (_counted is not null)
        {
            try
            {
                foreach (var take in items)
                {
                    await CarryRest(take, cancellationToken);
                }
            }
            finally
            {
                progress.Repeat(_before.Count(_counted.Add));
            }
        }
        else if (caller.SeesSomeOnly)
        {
            foreach (var take in items)
            {
                await Carry(take, null, cancellationToken);
            }
        }
        else
        {
            await foreach (var outcomes in ledger.BulkAppend(Requests(items, cancellationToken), cancellationToken))
            {
                foreach (var outcome in outcomes)
                {
                    await Note(outcome, cancellationToken);
                }
            }
        }

        return _fault;
    }

    // The numbers of one recording name the file as their evidence, which has to be on the case before.
    private async Task<FileFault?> Attach(Isrc isrc, CancellationToken cancellationToken)
    {
        var command = new AttachEvidence(
            ImportIds.Of(request.Id, FileAttached), caller.Account, EvidenceKind.Spreadsheet, new Observed.At(request.Now), Channel.Web, request.Start.File, request.Start.Name);
        return await cases.Handle(isrc, new(caller), command, AttachingEvidence.Decide, cancellationToken, NotOpened) switch
        {
            // Of an import that is begun again, the file was attached at another moment.
            Outcome.Recorded or Outcome.RecordedBefore or Outcome.IdReused => null,
            Outcome.Denied(var problem) => new(problem.Code, problem.Detail ?? problem.Title, "Give the recording of a case that is open and that you may see."),
            Outcome.Refused(var refusal) => new(refusal.Code, refusal.Detail, "Put it right and send the file again."),
            var other => throw Interrupted(other),
        };
    }

    private static Http.Problem? NotOpened(CaseState @case) =>
        @case.Opening is null ? Http.Problems.For(new(RefusalKinds.CaseNotOpen)) : null;

    private IEnumerable<ImportItem.Take> Items(IImporter importer, Stream file, CancellationToken cancellationToken)
    {
        foreach (var item in importer.Read(file, request, cancellationToken))
        {
            switch (item)
            {
                case ImportItem.Take take:
                    yield return take;
                    break;
                case ImportItem.Refuse(var row):
                    Refuse(row);
                    break;
                case ImportItem.Stop(var fault):
                    _fault = fault;
                    yield break;
            }
        }
    }

    private async IAsyncEnumerable<AppendRequest> Requests(
        IEnumerable<ImportItem.Take> items, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        // What asks nothing of its case is judged alike on every case without events.
        CaseState? untouched = null;
        foreach (var take in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!Recording.AsksNothing(take.Command))
            {
                throw new InvalidOperationException($"A {take.Command.GetType().Name} asks its case: it cannot be recorded in bulk.");
            }

            untouched ??= CaseState.Fold(take.Isrc, []);
            switch (Recording.Decide(untouched, take.Command, request.Now))
            {
                case Decision.Append(var fact, _):
                    var (type, payload) = EventCodec.Current.Encode(fact);
                    _underWay.Enqueue(new(take.Isrc, take.Command.Id, take.Lines, type, payload));
                    yield return new(
                        CaseEvent.StreamOf(take.Isrc), ExpectedVersion.Any, take.Command.Actor.ToString(), [new(take.Command.Id, type, payload)]);
                    break;
                case Decision.Refused(var refusal):
                    Refuse(take, refusal);
                    break;
                case var other:
                    throw new InvalidOperationException($"An untouched case came to {other.GetType().Name}.");
            }
        }
    }

    private async ValueTask Note(AppendOutcome outcome, CancellationToken cancellationToken)
    {
        if (!_underWay.TryDequeue(out var append))
        {
            throw new InvalidOperationException("The ledger answered an append that was not made.");
        }

        switch (outcome)
        {
            case AppendOutcome.Appended:
                progress.Accept(NewRows(append.Lines));
                break;
            case AppendOutcome.AlreadyRecorded(var receipts):
                NoteBefore(append.Lines, receipts[0].RecordedAt);
                break;
            case AppendOutcome.IdReused:
                await NoteOther(append.Isrc, append.Id, append.Lines, append.Said, cancellationToken);
                break;
            default:
                throw new ImportInterruptedException($"The ledger could not go on: {outcome.GetType().Name}.");
        }
    }

    // Of a sheet with one cell corrected all others say what they said before. What is left is decided on the case that was
    // looked at: between the look and the recording nobody can have said the same.
    private async Task CarryRest(ImportItem.Take take, CancellationToken cancellationToken)
    {
        SaidBefore before;
        do
        {
            before = SaidBefore.Of(take, request, await ledger.Load(CaseEvent.StreamOf(take.Isrc), cancellationToken));
        }
        while (before.Left is { } left && !await Carry(left, before.Version, cancellationToken));

        foreach (var (line, recordedAt) in before.Lines)
        {
            NoteBefore([line], recordedAt);
        }
    }

    /// <returns>False where the case is not at the version asked for any more.</returns>
    private async Task<bool> Carry(ImportItem.Take take, int? ifVersion, CancellationToken cancellationToken)
    {
        switch (await cases.Handle(take.Isrc, new(caller, ifVersion), take.Command, (@case, command, _) => Recording.Decide(@case, command, request.Now), cancellationToken))
        {
            case Outcome.Recorded:
                progress.Accept(NewRows(take.Lines));
                break;
            case Outcome.RecordedBefore(var receipt):
                NoteBefore(take.Lines, receipt.RecordedAt);
                break;
            case Outcome.VersionConflict:
                return false;
            case Outcome.Refused(var refusal):
                Refuse(take, refusal);
                break;
            case Outcome.IdReused:
                await NoteOther(take.Isrc, take.Command.Id, take.Lines, Said.By(take.Command), cancellationToken);
                break;
            case Outcome.Denied(var problem):
                Refuse(take.Isrc, take.Lines, problem.Code, problem.Title, "Only numbers of your own recordings can be taken; ask the support to enter the recording as yours.");
                break;
            case var other:
                throw Interrupted(other);
        }

        return true;
    }

    private int NewRows(IReadOnlyList<long> lines) => _counted is null ? lines.Count : lines.Count(_counted.Add);

    // What an interrupted run of this import recorded is its own work, and no repeat.
    private void NoteBefore(IReadOnlyList<long> lines, Instant recordedAt)
    {
        if (recordedAt >= request.Begun)
        {
            progress.Accept(NewRows(lines));
        }
        else if (_counted is null)
        {
            progress.Repeat(lines.Count);
        }
        else
        {
            _before.UnionWith(lines);
        }
    }

    // Recorded before under the same id, but not byte for byte: by somebody else, of a file with another name, or as seen at
    // another moment. That is the same number all the same; anything else has to be told.
    private async Task NoteOther(Isrc isrc, Guid id, IReadOnlyList<long> lines, Said said, CancellationToken cancellationToken)
    {
        // By its id alone: a case in which a pipeline reports daily is long.
        var before = (await ledger.Find([id], cancellationToken)).SingleOrDefault(found => found.Stream == CaseEvent.StreamOf(isrc))?.As<CaseEvent>();
        if (before is not null && Said.By(before.Event) == said)
        {
            NoteBefore(lines, before.RecordedAt);
            return;
        }

        Refuse(isrc, lines, "id-reused", "These lines of this file were recorded before, read otherwise.", "Look at the case: withdraw what is wrong there, and report the right number.");
    }

    private void Refuse(ImportItem.Take take, Refusal refusal) =>
        Refuse(take.Isrc, take.Lines, refusal.Code, refusal.Detail, "Put the row right, and send it in a file of its own under the same header.");

    private void Refuse(Isrc isrc, IReadOnlyList<long> lines, string code, string reason, string advice)
    {
        foreach (var line in lines)
        {
            Refuse(new(line, isrc.ToString(), null, code, reason, advice));
        }
    }

    private void Refuse(RefusedRow row)
    {
        refused.Add(row);
        if (_counted?.Add(row.Line) is not false)
        {
            progress.Refuse(1);
        }
    }

    private static ImportInterruptedException Interrupted(Outcome outcome) => new($"The ledger could not go on: {outcome.GetType().Name}.");

    // What the ledger has not answered yet. Not the command: of hundreds of thousands on their way that would be most of the memory.
    private readonly record struct UnderWay(Isrc Isrc, Guid Id, IReadOnlyList<long> Lines, string Type, byte[] Payload)
    {
        internal Said Said => Said.By((CaseEvent)EventCodec.Current.Decode(Type, Payload));
    }

    // The numbers of a command or an event, without who said them and when.
    private readonly record struct Said(Type Kind, object? Of, object? Numbers)
    {
        internal static Said By(CaseEvent said) => said switch
        {
            ScreenshotReported reported => new(typeof(ScreenshotReported), reported.Store, reported.Readings),
            TrendsSnapshotTaken taken => new(typeof(TrendsSnapshotTaken), taken.Store, taken.Readings),
            StoreFeedReceived received => new(typeof(StoreFeedReceived), received.Store, received.Readings),
            RoyaltyLinesReported reported => new(typeof(RoyaltyLinesReported), reported.Statement.Period, reported.Lines),
            _ => new(said.GetType(), null, said),
        };

        internal static Said By(Command said) => said switch
        {
            ReportScreenshot report => new(typeof(ScreenshotReported), report.Store, report.Readings),
            TakeTrendsSnapshot take => new(typeof(TrendsSnapshotTaken), take.Store, take.Readings),
            ReceiveStoreFeed receive => new(typeof(StoreFeedReceived), receive.Store, receive.Readings),
            ReportRoyaltyLines report => new(typeof(RoyaltyLinesReported), report.Statement.Period, report.Lines),
            _ => new(said.GetType(), null, said),
        };
    }
}
