using System.Diagnostics;

namespace CaseLedger.Ledger.Projections;

/// <summary>Lets the projections of one daemon take turns, with rests, while a bulk append is under way in the same process.</summary>
/// <remarks>
/// They cannot keep up with it: rows and indexes of views cost many times what the events cost. Without rests all of them
/// together would take the machine from the import and from everybody else, and be hardly earlier for it.
/// </remarks>
/// <param name="signal">Knows whether a bulk append is under way.</param>
/// <param name="turns">Held by whoever's turn it is.</param>
internal sealed class BesideBulk(AppendSignal signal, SemaphoreSlim turns)
{
    /// <summary>Most events of a batch meanwhile, so that no turn is long.</summary>
    internal const int BatchEvents = 1_000;

    // Of one core's time a twentieth goes to the views.
    private const int RestsPerTurn = 19;

    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(100);

    private long rested;

    /// <summary>Does a piece of work: at once, or in its turn where a bulk append is under way.</summary>
    /// <param name="work">Told whether it shall be short.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>What the work returned.</returns>
    internal async Task<T> Do<T>(Func<bool, Task<T>> work, CancellationToken cancellationToken)
    {
        if (!signal.IsBulkUnderWay)
        {
            return await work(false);
        }

        await turns.WaitAsync(cancellationToken);
        try
        {
            while (signal.IsBulkUnderWay && Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), rested) is { Ticks: > 0 } rest)
            {
                await Task.Delay(rest < LookAgainAfter ? rest : LookAgainAfter, cancellationToken);
            }

            var begun = Stopwatch.GetTimestamp();
            var result = await work(true);
            var ended = Stopwatch.GetTimestamp();
            rested = ended + Math.Min(RestsPerTurn * (ended - begun), (long)(LongestRest.TotalSeconds * Stopwatch.Frequency));
            return result;
        }
        finally
        {
            turns.Release();
        }
    }
}
