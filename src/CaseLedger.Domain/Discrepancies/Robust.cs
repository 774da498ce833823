namespace CaseLedger.Domain.Discrepancies;

/// <summary>Statistics that a few wild values do not move.</summary>
public static class Robust
{
    /// <summary>The middle value, or the mean of the two middle ones.</summary>
    /// <param name="values">At least one value, in any order.</param>
    /// <returns>The median.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0) throw new ArgumentException("No median of nothing.", nameof(values));
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// <summary>How far each value lies from the rest, in units of the rest's spread: the modified z-score of Iglewicz and Hoaglin (1993).</summary>
    /// <remarks>
    /// 0.6745 × (x − median) / MAD, where MAD is the median absolute deviation from the median. When more than half of the values
    /// are the same, MAD is 0 and (x − median) / (1.253314 × mean absolute deviation from the median) is used instead; when all are the same, every score is 0.
    /// </remarks>
    /// <param name="values">At least one value.</param>
    /// <returns>A score per value, in the same order.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static IReadOnlyList<double> ZScores(IReadOnlyList<double> values)
    {
        // 0.6745 is the upper quartile of the standard normal, 1.253314 = √(π/2) its standard deviation over its mean absolute deviation.
        const double PerMedianDeviation = 0.6745;
        const double PerMeanDeviation = 1.253314;

        var median = Median(values);
        var deviations = values.Select(value => Math.Abs(value - median)).ToArray();
        var mad = Median(deviations);
        var spread = mad > 0 ? mad / PerMedianDeviation : PerMeanDeviation * deviations.Average();
        return [.. values.Select(value => spread > 0 ? (value - median) / spread : 0)];
    }
}
