namespace CaseLedger.Domain.Duties;

/// <summary>When a request or promise is late.</summary>
public static class Overdue
{
    /// <summary>Judges a request or promise.</summary>
    /// <param name="isOpen">Whether it is neither answered nor settled.</param>
    /// <param name="dueOn">The last day for it; without one it is never late.</param>
    /// <param name="asOf">The day of judging; on its last day it is not late yet.</param>
    /// <returns>True from the day after the last on.</returns>
    public static bool Is(bool isOpen, Day? dueOn, Day asOf) => isOpen && dueOn < asOf;
}
