namespace CaseLedger.Ledger.Appending;

/// <summary>An append from the moment its caller handed it over until it has its outcome.</summary>
internal sealed class PendingAppend(AppendRequest request) : SealedAppend(request)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private readonly TaskCompletionSource<AppendOutcome> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int phase;

    /// <summary>The same append, handed over again while this one is under way: it gets this one's receipts.</summary>
    internal List<PendingAppend>? Twins { get; private set; }

    internal Task<AppendOutcome> Outcome => outcome.Task;

    /// <summary>Called by the sequencer; false when its caller has withdrawn it.</summary>
    internal bool TryTake() => Interlocked.CompareExchange(ref phase, Taken, Waiting) == Waiting;

    /// <summary>Called when the caller gives up; without effect once a transaction has taken it.</summary>
    /// <param name="reason">A cancellation, or what else the caller is told.</param>
    /// <returns>Whether it was still waiting.</returns>
    internal bool Withdraw(Exception reason)
    {
        if (Interlocked.CompareExchange(ref phase, Withdrawn, Waiting) != Waiting)
        {
            return false;
        }

        if (reason is OperationCanceledException cancelled)
        {
            outcome.TrySetCanceled(cancelled.CancellationToken);
        }
        else
        {
            outcome.TrySetException(reason);
        }

        return true;
    }

    internal void AddTwin(PendingAppend twin) => (Twins ??= []).Add(twin);

    internal void Complete(AppendOutcome result) => outcome.TrySetResult(result);

    internal void Fail(Exception fault) => outcome.TrySetException(fault);
}
