using System.Diagnostics;

namespace CaseLedger.Benchmarks;

/// <summary>One figure of the product beside the same work done with nothing but Npgsql.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Unit">What is counted.</param>
/// <param name="Product">Units a second (or milliseconds or megabytes, where <paramref name="Raw"/> is null), median of the rounds.</param>
/// <param name="Raw">Units a second of the raw work; null where there is no such thing.</param>
/// <param name="Target">The least ratio (or the most of the unit, where <paramref name="Raw"/> is null) that is claimed.</param>
/// <param name="Note">What else was seen.</param>
internal sealed record Measurement(string Name, string Unit, double Product, double? Raw, double? Target, string Note = "")
{
    internal double? Ratio => Raw is { } raw ? Product / raw : null;

    /// <summary>Something beside the ratio is not as claimed.</summary>
    internal bool Failed { get; init; }

    internal bool IsMet => !Failed && (Ratio is null || Target is null || Ratio >= Target);
}

/// <summary>Medians over rounds in which product and raw take turns, so that a noisy minute hits both.</summary>
internal static class Rounds
{
    internal const int Count = 3;

    internal static async Task<(double First, double Second)> Alternate(Func<int, Task<double>> first, Func<int, Task<double>> second)
    {
        var (firsts, seconds) = (new List<double>(), new List<double>());
        for (var round = 0; round < Count; round++)
        {
            // Whoever goes first in a round meets a colder cache: take turns in that too.
            if (round % 2 == 0)
            {
                seconds.Add(await second(round));
                firsts.Add(await first(round));
            }
            else
            {
                firsts.Add(await first(round));
                seconds.Add(await second(round));
            }
        }

        return (Median(firsts), Median(seconds));
    }

    internal static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count % 2 == 1
            ? sorted[sorted.Count / 2]
            : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;
    }

    internal static async Task<double> RateOf(long units, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        return units / clock.Elapsed.TotalSeconds;
    }
}
