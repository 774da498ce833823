using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Imports.Trends;

/// <summary>What the two ways to write a Trends snapshot have in common: the rules of a row, and the command.</summary>
/// <param name="request">What is known beside the file.</param>
internal abstract class TrendsReader(ImportRequest request) : RowReader
{
    private readonly TrendsCount[] counts = new TrendsCount[Limits.Items];
    private (long Packed, Isrc Isrc)? lastIsrc;
    private (long Nanoseconds, Observed At, string Text)? lastSnapshot;

    /// <inheritdoc/>
    public sealed override string DayField => "day";

    /// <summary>The rules.</summary>
    protected TrendsRow Rules { get; } = new(request.Now);

    /// <inheritdoc/>
    public sealed override ImportItem.Take Take(IReadOnlyList<ReadingRow> part, int number)
    {
        var first = part[0];
        var store = Rules.StoreOf(first);
        var isrc = IsrcOf(first.Isrc);
        var (_, observed, snapshot) = SnapshotOf(first.Snapshot);
        var lines = new long[part.Count];
        for (var i = 0; i < part.Count; i++)
        {
            var row = part[i];
            lines[i] = row.Line;
            counts[i] = new(Cells.DayOf(row.Day), Count(row.Count), Count(row.Total), Count(row.NonMonetised), Count(row.ShortPlays));
        }

        lines.AsSpan().Sort();
        return new(
            isrc,
            new TakeTrendsSnapshot(
                request.IdOf(isrc, $"{store}|{snapshot}|{number}"),
                request.Actor,
                store,
                observed,
                ValueList.Of<TrendsCount>(counts.AsSpan(0, part.Count)),
                Note: null,
                new FileLine(request.Start.File, lines[0])),
            lines);
    }

    private static StreamCount? Count(long count) => count == ReadingRow.None ? null : new(count);

    private Isrc IsrcOf(long packed)
    {
        if (lastIsrc?.Packed != packed)
        {
            lastIsrc = (packed, PackedIsrc.Unpack(packed));
        }

        return lastIsrc.Value.Isrc;
    }

    private (long Nanoseconds, Observed At, string Text) SnapshotOf(long nanoseconds)
    {
        if (lastSnapshot?.Nanoseconds != nanoseconds)
        {
            var moment = NodaConstants.UnixEpoch + Duration.FromNanoseconds(nanoseconds);
            lastSnapshot = (nanoseconds, new Observed.At(moment), InstantPattern.ExtendedIso.Format(moment));
        }

        return lastSnapshot.Value;
    }
}
