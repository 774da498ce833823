namespace CaseLedger.Ledger.Projections;

/// <summary>A projection can't apply an event.</summary>
/// <param name="projection">The projection's name.</param>
/// <param name="position">The event's position.</param>
/// <param name="fault">What went wrong.</param>
public sealed class ProjectionFailedException(string projection, long position, Exception fault)
    : Exception($"The projection '{projection}' fails on the event at position {position}: {Failures.Describe(fault)}", fault)
{
    /// <summary>The position of the event.</summary>
    public long Position { get; } = position;
}
