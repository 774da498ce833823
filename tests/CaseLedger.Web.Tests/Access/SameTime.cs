namespace CaseLedger.Web.Tests.Access;

/// <summary>Whether two kinds of requests take equally long, as far as anybody could use the difference.</summary>
/// <remarks>
/// Whoever wants to learn from time whether a case exists compares many answers. So are they compared here: in random
/// order, so that what else the machine does falls on both; by their medians, so that a pause of the collector counts
/// for nothing. They differ when the medians lie apart by more than matters and chance does not explain it: a
/// permutation test, which assumes nothing about how times are spread. Two conditions, because on a busy machine either
/// alone is met by accident: chance by one test in hundreds, the distance by a few slow requests.
/// </remarks>
internal static class SameTime
{
    /// <summary>Medians that are less apart are the same: an account's or a database's mood moves them as far.</summary>
    public static readonly TimeSpan Matters = TimeSpan.FromMilliseconds(0.5);

    /// <summary>And less than this share of the longer.</summary>
    public const double MattersAsShare = 0.2;

    private const int Shuffles = 2_000;
    private const double Chance = 0.001;

    /// <summary>The difference in words; null where there is none that anybody could use.</summary>
    public static string? Difference(IReadOnlyList<TimeSpan> one, IReadOnlyList<TimeSpan> other)
    {
        var (first, second) = (one.Select(time => time.TotalMilliseconds).ToArray(), other.Select(time => time.TotalMilliseconds).ToArray());
        var apart = Math.Abs(Median(first) - Median(second));
        if (apart < Matters.TotalMilliseconds || apart < MattersAsShare * Math.Max(Median(first), Median(second)))
        {
            return null;
        }

        // A seed of its own, so that the same times are always judged in the same way.
        var random = new Random(1);
        double[] all = [.. first, .. second];
        var asFar = Enumerable.Range(0, Shuffles).Count(_ =>
        {
            random.Shuffle(all);
            return Math.Abs(Median(all[..first.Length]) - Median(all[first.Length..])) >= apart;
        });
        return asFar > Shuffles * Chance ? null : $"medians {Median(first):0.00} ms and {Median(second):0.00} ms";
    }

    private static double Median(double[] times)
    {
        var sorted = times.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
