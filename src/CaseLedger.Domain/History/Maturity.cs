using NodaTime;

namespace CaseLedger.Domain.History;

/// <summary>When a day's number is expected to move no more, and what a move means before and after.</summary>
public static class Maturity
{
    /// <summary>
    /// How many days after its end a day has matured. Distributors say of Trends that it is about 5 days behind and that gaps
    /// are filled within days; twice that leaves out the ordinary stragglers.
    /// </summary>
    public const int Days = 10;

    /// <summary>The moment at which a day has matured.</summary>
    /// <param name="day">The day.</param>
    /// <returns>Ten days after its end.</returns>
    public static Instant Of(Day day) => day.EndsAt + Duration.FromDays(Days);

    /// <summary>Names the step from one number to the next.</summary>
    /// <remarks>
    /// Growth is a restatement only when the earlier number was already seen after maturity. Between a number seen early and
    /// one seen late nobody knows when it grew, and late arrival is the innocent reading of it.
    /// </remarks>
    /// <param name="day">The day that is counted.</param>
    /// <param name="before">The earlier number; null when nothing was received.</param>
    /// <param name="seenBefore">When the earlier number was seen.</param>
    /// <param name="after">The later number; null when nothing was received.</param>
    /// <returns>The step.</returns>
    public static Change Step(Day day, StreamCount? before, Instant seenBefore, StreamCount? after) => (before?.Value, after?.Value) switch
    {
        var (b, a) when b == a => Change.Unchanged,
        (_, null) => Change.Restatement,
        (null, 0) => Change.Arrival,
        (null or 0, _) => Change.Backfill,
        var (b, a) when a < b => Change.Restatement,
        _ => seenBefore >= Of(day) ? Change.Restatement : Change.Arrival,
    };
}
