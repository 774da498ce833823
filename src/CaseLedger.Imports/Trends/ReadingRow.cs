namespace CaseLedger.Imports.Trends;

/// <summary>One good row of a file, small enough to be sorted by the million. Ordered by what makes one command, then by day, then by line.</summary>
/// <param name="Isrc">The recording, see <see cref="PackedIsrc"/>.</param>
/// <param name="Snapshot">When the number was shown, in nanoseconds since the Unix epoch; 0 where the rows do not say.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Count">The number; <see cref="None"/> where nothing was received.</param>
/// <param name="Total">All streams; <see cref="None"/> where the row does not say.</param>
/// <param name="NonMonetised">Non-monetised streams; the same.</param>
/// <param name="ShortPlays">Plays under 30 seconds; the same.</param>
/// <param name="Store">The store, by its place in the file's list of stores.</param>
/// <param name="Day">The day, as <see cref="DateOnly.DayNumber"/>.</param>
internal readonly record struct ReadingRow(
    long Isrc, long Snapshot, long Line, long Count, long Total, long NonMonetised, long ShortPlays, int Store, int Day) : IComparable<ReadingRow>
{
    /// <summary>That there is no number.</summary>
    public const long None = -1;

    /// <summary>Whether both belong into the same command.</summary>
    public bool IsOfSameKey(in ReadingRow other) => Isrc == other.Isrc && Store == other.Store && Snapshot == other.Snapshot;

    /// <summary>Whether both say the same about their day.</summary>
    public bool HasSameCounts(in ReadingRow other) =>
        Count == other.Count && Total == other.Total && NonMonetised == other.NonMonetised && ShortPlays == other.ShortPlays;

    /// <inheritdoc/>
    public int CompareTo(ReadingRow other) =>
        Isrc != other.Isrc ? Isrc.CompareTo(other.Isrc)
        : Store != other.Store ? Store.CompareTo(other.Store)
        : Snapshot != other.Snapshot ? Snapshot.CompareTo(other.Snapshot)
        : Day != other.Day ? Day.CompareTo(other.Day)
        : Line.CompareTo(other.Line);
}
