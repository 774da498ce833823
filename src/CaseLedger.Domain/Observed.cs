using NodaTime;

namespace CaseLedger.Domain;

/// <summary>
/// When a source showed a number, or when something was said or sent, as exactly as anybody knows:
/// an instant, only a date, or not at all.
/// </summary>
/// <remarks>It is somebody's claim. The moment of recording is the ledger's own and stands beside it.</remarks>
public abstract record Observed
{
    private Observed()
    {
    }

    /// <summary>Whether the moment is an estimate. It is ordered as if it were exact, and shown as estimated.</summary>
    public bool Approximate { get; init; }

    /// <summary>The earliest moment that it can have been; null when nothing is known.</summary>
    public abstract Instant? EarliestPossible { get; }

    /// <summary>
    /// The latest moment that it can have been: what readings are ordered by, and by which they count as known.
    /// Something is known by a moment T when its latest possible moment is at or before T.
    /// </summary>
    /// <param name="recordedAt">When the ledger recorded it: nothing can be observed after it was recorded.</param>
    /// <returns>The instant itself; the last moment of the day but not after <paramref name="recordedAt"/>; or <paramref name="recordedAt"/>.</returns>
    public abstract Instant LatestPossible(Instant recordedAt);

    /// <summary>At an exact instant.</summary>
    /// <param name="Instant">The instant.</param>
    public sealed record At(Instant Instant) : Observed
    {
        /// <inheritdoc/>
        public override Instant? EarliestPossible => Instant;

        /// <inheritdoc/>
        public override Instant LatestPossible(Instant recordedAt) => Instant;
    }

    /// <summary>Some time on a UTC day.</summary>
    /// <param name="Day">The day.</param>
    public sealed record On(Day Day) : Observed
    {
        /// <inheritdoc/>
        public override Instant? EarliestPossible => Day.StartsAt;

        /// <inheritdoc/>
        public override Instant LatestPossible(Instant recordedAt) => Instant.Min(Day.LastMoment, recordedAt);
    }

    /// <summary>Nobody knows when.</summary>
    public sealed record Unknown : Observed
    {
        /// <inheritdoc/>
        public override Instant? EarliestPossible => null;

        /// <inheritdoc/>
        public override Instant LatestPossible(Instant recordedAt) => recordedAt;
    }
}
