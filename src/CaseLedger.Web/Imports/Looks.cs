using CaseLedger.Domain.Imports;

namespace CaseLedger.Web.Imports;

/// <summary>
/// Looks files through, a few at once, on threads of its own: a sheet is held in memory while it is read, and a file of a
/// whole catalogue is read for minutes. Others wait for their turn, and when many wait, no more do.
/// </summary>
internal sealed class Looks : IDisposable
{
    /// <summary>How many of a kind are looked through at once.</summary>
    public const int AtOnce = 2;

    /// <summary>How many of a kind may wait; whoever comes then is sent away.</summary>
    public const int MostWaiting = 8;

    // Nobody who looks at a sheet waits behind a file of a whole catalogue.
    private readonly Queue _ofOne = new();
    private readonly Queue _ofMany = new();

    /// <summary>Looks a file through when its turn comes.</summary>
    /// <param name="start">The file, which says in which queue it stands.</param>
    /// <param name="look">Reads it; called once or never, and not on the caller's thread.</param>
    /// <param name="cancellationToken">Ends the waiting. The reading itself has to heed it too.</param>
    /// <returns>What was seen; null where too many wait already.</returns>
    public async Task<T?> Take<T>(ImportStarted start, Func<T> look, CancellationToken cancellationToken)
        where T : class
    {
        var queue = start.Isrc is null ? _ofMany : _ofOne;
        if (Interlocked.Increment(ref queue.Inside) > AtOnce + MostWaiting)
        {
            Interlocked.Decrement(ref queue.Inside);
            return null;
        }

        try
        {
            await queue.Turns.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(look, cancellationToken);
            }
            finally
            {
                queue.Turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref queue.Inside);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ofOne.Dispose();
        _ofMany.Dispose();
    }

    private sealed class Queue : IDisposable
    {
        public readonly SemaphoreSlim Turns = new(AtOnce);

        // Those reading and those waiting.
        public int Inside;

        public void Dispose() => Turns.Dispose();
    }
}
