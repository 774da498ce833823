using System.Buffers;
using System.Text;
using CaseLedger.Domain;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Imports.Trends;

/// <summary>Judges the fields of one row of a Trends snapshot, wherever they stood, and keeps what many rows have in common.</summary>
/// <remarks>The domain judges again; it refuses a command as a whole, and one bad day must not lose the others of its snapshot.</remarks>
internal sealed class TrendsRow
{
    /// <summary>The names of the fields, in the order of <see cref="Judge"/>.</summary>
    public static readonly string[] Names =
    [
        "snapshot_at", "isrc", "store", "day", "streams_monetised", "streams_total", "streams_non_monetised", "short_plays",
    ];

    /// <summary>How many of the names every row has.</summary>
    public const int Required = 5;

    /// <summary>The place of the snapshot's moment among the names.</summary>
    public const int Snapshot = 0;

    /// <summary>The place of the recording.</summary>
    public const int Isrc = 1;

    /// <summary>The place of the store.</summary>
    public const int Shop = 2;

    /// <summary>The place of the day.</summary>
    public const int Day = 3;

    /// <summary>The place of the monetised streams.</summary>
    public const int Monetised = 4;

    /// <summary>The place of all streams.</summary>
    public const int Total = 5;

    /// <summary>The place of the non-monetised streams.</summary>
    public const int NonMonetised = 6;

    /// <summary>The place of the plays under 30 seconds.</summary>
    public const int ShortPlays = 7;

    // There are some hundred services; what names more has other things in the column, and would fill the memory.
    private const int MostStores = 10_000;

    private readonly Instant now;
    private readonly List<Store> stores = [];
    private readonly Dictionary<string, int> storeNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> storeLookup;
    private byte[]? snapshotText;
    private long snapshot;
    private int snapshotDay;

    /// <summary>Begins a file.</summary>
    /// <param name="now">The moment after which nothing can have been seen.</param>
    public TrendsRow(Instant now)
    {
        this.now = now;
        storeLookup = storeNumbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>The store of a row.</summary>
    public Store StoreOf(in ReadingRow row) => stores[row.Store];

    /// <summary>Judges a row.</summary>
    /// <param name="line">Its line.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="row">The row, when it is good.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public CellFault? Judge(long line, scoped in TrendsFields fields, out ReadingRow row)
    {
        int store = 0, day = 0;
        long isrc = 0, count = 0, total = 0, nonMonetised = 0, shortPlays = 0;
        var fault = ReadSnapshot(Cells.Trim(fields.Snapshot))
            ?? Cells.Isrc(Names[Isrc], Cells.Trim(fields.Isrc), out isrc)
            ?? ReadStore(Cells.Trim(fields.Store), out store)
            ?? Cells.Day(Names[Day], Cells.Trim(fields.Day), out day)
            ?? Cells.Count(Names[Monetised], Cells.Trim(fields.Monetised), out count)
            ?? Cells.Count(Names[Total], Cells.Trim(fields.Total), out total)
            ?? Cells.Count(Names[NonMonetised], Cells.Trim(fields.NonMonetised), out nonMonetised)
            ?? Cells.Count(Names[ShortPlays], Cells.Trim(fields.ShortPlays), out shortPlays)
            ?? DayOver(day);
        row = fault is null ? new(isrc, snapshot, line, count, total, nonMonetised, shortPlays, store, day) : default;
        return fault;
    }

    private CellFault? ReadSnapshot(ReadOnlySpan<byte> cell)
    {
        // Files name few moments, and one for thousands of rows.
        if (snapshotText is not null && cell.SequenceEqual(snapshotText))
        {
            return null;
        }

        snapshotText = null;
        if (Cells.Moment(Names[Snapshot], cell, out var moment) is { } fault)
        {
            return fault;
        }

        if (moment > now)
        {
            return new(
                Names[Snapshot],
                "observed-in-future",
                $"{Cells.Shown(cell)} lies in the future: the import was started at {InstantPattern.General.Format(now)}.",
                "Check the clock that wrote it, and its offset.");
        }

        snapshotText = cell.ToArray();
        snapshot = (moment - NodaConstants.UnixEpoch).ToInt64Nanoseconds();
        snapshotDay = moment.InUtc().Date.ToDateOnly().DayNumber;
        return null;
    }

    private CellFault? ReadStore(ReadOnlySpan<byte> cell, out int number)
    {
        number = 0;
        Span<char> text = stackalloc char[Store.LongestLength];
        if (cell.Length <= text.Length && Ascii.ToUtf16(cell, text, out var length) == OperationStatus.Done)
        {
            if (storeLookup.TryGetValue(text[..length], out number))
            {
                return null;
            }

            if (stores.Count == MostStores)
            {
                return new(Names[Shop], "stores-too-many", $"{Cells.Shown(cell)} would be the file's store number {MostStores + 1}.", "Check what the column holds.");
            }

            if (Domain.Store.TryParse(text[..length].ToString(), out var store))
            {
                number = stores.Count;
                stores.Add(store);
                storeNumbers.Add(store.ToString(), number);
                return null;
            }
        }

        return new(
            Names[Shop],
            "store-malformed",
            $"{Cells.Shown(cell)} is no store.",
            $"Write the store's slug, such as {Domain.Store.Spotify} or {Domain.Store.AppleMusic}: lower case, hyphens for blanks, at most {Domain.Store.LongestLength} characters.");
    }

    private CellFault? DayOver(int day) =>
        day < snapshotDay ? null
        : day == snapshotDay
            ? new(Names[Day], "day-not-over", $"{Cells.DayOf(day)} was not over (in UTC) at {Cells.Shown(snapshotText)}.", "Send the day with a later snapshot, once it is over.")
            : new(Names[Day], "observed-before-day", $"{Cells.DayOf(day)} had not begun at {Cells.Shown(snapshotText)}.", "Check the day and the snapshot's moment.");
}
