using CaseLedger.Domain;
using CaseLedger.Domain.Cases;

namespace CaseLedger.Imports.Grids;

/// <summary>What stands against a cell of a pasted grid, or what is doubtful about it.</summary>
internal enum GridFault
{
    /// <summary>No day can be read.</summary>
    [Word("day-unreadable")]
    DayUnreadable = 1,

    /// <summary>The year has two digits.</summary>
    [Word("year-short")]
    YearShort,

    /// <summary>Day and month, or month and day: a person has to say.</summary>
    [Word("day-order")]
    DayOrder,

    /// <summary>The day is yet to come.</summary>
    [Word("day-to-come")]
    DayToCome,

    /// <summary>The day stands twice, with different numbers.</summary>
    [Word("day-twice")]
    DayTwice,

    /// <summary>No whole number can be read.</summary>
    [Word("count-unreadable")]
    CountUnreadable,

    /// <summary>A fraction: streams are whole.</summary>
    [Word("count-fraction")]
    CountFraction,

    /// <summary>Thousands or a fraction: a person has to say.</summary>
    [Word("count-separator")]
    CountSeparator,

    /// <summary>Below zero.</summary>
    [Word("count-negative")]
    CountNegative,

    /// <summary>More than a count can be.</summary>
    [Word("count-too-large")]
    CountTooLarge,

    /// <summary>More than a day and a number, and no header that says which is which.</summary>
    [Word("columns")]
    Columns,

    /// <summary>Neither a number nor a word that nothing was received, where either is asked for.</summary>
    [Word("count-missing")]
    CountMissing,

    /// <summary>The day was not over when the number was seen, or when it is read: it is not the day's number yet.</summary>
    [Word("day-not-over")]
    DayNotOver,
}

/// <summary>Why a line adds nothing.</summary>
internal enum SkippedLine
{
    /// <summary>The names of the columns.</summary>
    [Word("header")]
    Header = 1,

    /// <summary>A sum over days.</summary>
    [Word("total")]
    Total,

    /// <summary>A day without a number, which is not a zero.</summary>
    [Word("no-number")]
    NoNumber,

    /// <summary>The same day with the same number as a line before.</summary>
    [Word("repeated")]
    Repeated,
}

/// <summary>Why the whole text is refused.</summary>
internal enum GridRefusal
{
    /// <summary>No line has a day and a number.</summary>
    [Word("nothing")]
    Nothing = 1,

    /// <summary>More days than one event holds.</summary>
    [Word("too-many")]
    TooMany,

    /// <summary>The columns are those of an artist's whole catalogue.</summary>
    [Word("catalogue")]
    Catalogue,
}

/// <summary>Which of two numbers of a day comes first.</summary>
internal enum DayOrder
{
    /// <summary>30/03/2024.</summary>
    [Word("day-first")]
    DayFirst = 1,

    /// <summary>03/30/2024.</summary>
    [Word("month-first")]
    MonthFirst,
}

/// <summary>A line that was left out.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Text">As it came.</param>
/// <param name="Why">Why.</param>
internal sealed record Skipped(int Line, string Text, SkippedLine Why);

/// <summary>A line with a day and a number, as far as both could be read.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="DayText">The day as it came.</param>
/// <param name="CountText">The number as it came.</param>
/// <param name="Day">The day; null while there is a fault.</param>
/// <param name="Count">The number; null while there is a fault.</param>
/// <param name="DayFault">What stands against the day.</param>
/// <param name="CountFault">What stands against the number.</param>
internal sealed record GridRow(
    int Line, string DayText, string CountText, Day? Day, StreamCount? Count, GridFault? DayFault, GridFault? CountFault)
{
    /// <summary>Whether it says that nothing was received, which is not a zero.</summary>
    public bool IsNotReceived { get; init; }

    /// <summary>Whether both could be read without a doubt.</summary>
    public bool IsGood => Day is not null && (Count is not null || IsNotReceived) && DayFault is null && CountFault is null;
}

/// <summary>What a person decided about a grid's doubts.</summary>
/// <param name="Order">Which comes first in days as 03/04/2024; null: not said.</param>
/// <param name="SeparatesThousands">Whether 1.234 is 1234; null: not said.</param>
internal sealed record GridDecisions(DayOrder? Order = null, bool? SeparatesThousands = null);

/// <summary>Days and numbers out of a text that was pasted or typed: what was understood, what is doubtful, what was left out.</summary>
/// <remarks>Read leniently, never guessed silently: where a cell can be read in two ways a person decides, for the whole column.</remarks>
/// <param name="Rows">In the order given.</param>
/// <param name="Skipped">What adds nothing.</param>
/// <param name="Refusal">Why none of it can be taken; null where it can.</param>
/// <param name="OnlyDayFirst">How many days as 30/03/2024 can only be read day first.</param>
/// <param name="OnlyMonthFirst">How many can only be read month first.</param>
internal sealed record DayGrid(
    IReadOnlyList<GridRow> Rows, IReadOnlyList<Skipped> Skipped, GridRefusal? Refusal, int OnlyDayFirst, int OnlyMonthFirst)
{
    /// <summary>Whether all of it can be recorded.</summary>
    public bool IsGood => Refusal is null && Rows.All(row => row.IsGood);

    /// <summary>The numbers, in the order of the rows; only of a good grid.</summary>
    public ValueList<DayCount> Readings => Rows.Select(row => new DayCount(row.Day!.Value, row.Count!.Value, Measure.Streams)).ToValueList();

    /// <summary>The same as lines of a Trends snapshot, where a day may have received nothing.</summary>
    public ValueList<TrendsCount> TrendsReadings => Rows.Select(row => new TrendsCount(row.Day!.Value, row.Count)).ToValueList();

    /// <summary>Reads a text.</summary>
    /// <param name="text">Any text; each line a day and a number.</param>
    /// <param name="decisions">What a person has decided.</param>
    /// <param name="today">The running UTC day.</param>
    /// <param name="mayBeNotReceived">
    /// Whether a day can have received nothing. Then a day without a number is not left out: a person says which of the two is meant.
    /// </param>
    public static DayGrid Read(string text, GridDecisions decisions, Day today, bool mayBeNotReceived = false)
    {
        var lines = GridLines.Of(text, keepsEmpty: mayBeNotReceived);
        if (lines.IsCatalogue)
        {
            return new([], lines.Skipped, GridRefusal.Catalogue, 0, 0);
        }

        if (lines.Cells.Count > Limits.Items)
        {
            return new([], lines.Skipped, GridRefusal.TooMany, 0, 0);
        }

        var column = new CountColumn([.. lines.Cells.Select(cells => cells.Count)], decisions.SeparatesThousands);
        var days = lines.Cells.Select(cells => GridDay.Read(cells.Day, decisions.Order)).ToArray();
        var rows = lines.Cells.Select((cells, i) => RowOf(cells, days[i], column, today, mayBeNotReceived)).ToList();
        var skipped = lines.Skipped.ToList();
        SettleRepeats(rows, skipped);
        return new(
            rows,
            [.. skipped.OrderBy(line => line.Line)],
            rows.Count == 0 ? GridRefusal.Nothing : null,
            days.Count(day => day.Only == DayOrder.DayFirst),
            days.Count(day => day.Only == DayOrder.MonthFirst));
    }

    private static GridRow RowOf(GridCells cells, GridDay day, CountColumn column, Day today, bool mayBeNotReceived)
    {
        var isNotReceived = mayBeNotReceived && NotReceived.Is(cells.Count);
        var (count, countFault) = isNotReceived ? (null, null)
            : mayBeNotReceived && GridLines.IsNoNumber(cells.Count) ? (null, GridFault.CountMissing)
            : column.Read(cells.Count);
        var dayFault = day.Fault ?? (day.Day > today ? GridFault.DayToCome : null);
        return cells.TooMany
            ? new(cells.Line, cells.Day, cells.Count, dayFault is null ? day.Day : null, null, dayFault, GridFault.Columns)
            : new(cells.Line, cells.Day, cells.Count, dayFault is null ? day.Day : null, count, dayFault, countFault) { IsNotReceived = isNotReceived };
    }

    // The same day with the same number says nothing new; with another, somebody has to say which of them was seen.
    private static void SettleRepeats(List<GridRow> rows, List<Skipped> skipped)
    {
        foreach (var same in rows.Where(row => row.IsGood).GroupBy(row => row.Day).Where(group => group.Count() > 1).ToArray())
        {
            var isOne = same.Select(row => row.Count).Distinct().Count() == 1;
            foreach (var (row, i) in same.Select((row, i) => (row, i)).ToArray())
            {
                if (!isOne)
                {
                    rows[rows.IndexOf(row)] = row with { DayFault = GridFault.DayTwice };
                }
                else if (i > 0)
                {
                    rows.Remove(row);
                    skipped.Add(new(row.Line, $"{row.DayText} {row.CountText}", SkippedLine.Repeated));
                }
            }
        }
    }
}
