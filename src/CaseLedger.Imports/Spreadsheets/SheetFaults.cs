using CaseLedger.Domain;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Preview;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>Says in words why a row is refused.</summary>
internal static class SheetFaults
{
    private const int LongestCell = 200;

    /// <summary>The row as it is refused: for the first of its faults.</summary>
    /// <param name="preview">The table.</param>
    /// <param name="row">A row with a fault.</param>
    public static RefusedRow Refused(SheetPreview preview, PreviewRow row)
    {
        var (role, text) = row.Day.Fault is not null ? (ColumnRole.Day, row.Day.Text)
            : row.ArtistDashboard?.Fault is not null ? (ColumnRole.ArtistDashboard, row.ArtistDashboard.Text)
            : (ColumnRole.Trends, row.Trends!.Text);
        var column = preview.Columns.FirstOrDefault(column => column.Role == role);
        var fault = row.Fault!.Value;
        var shown = text.Length > LongestCell ? text[..LongestCell] : text;
        var (reason, advice) = Of(fault, shown);
        var field = column is null ? null : column.Header.Length > 0 ? column.Header : $"{(preview.DaysAcross ? "row" : "column")} {column.Number}";
        return new(row.Line, row.Raw, field, Words.Of(fault), reason, advice);
    }

    private static (string Reason, string Advice) Of(GridFault fault, string cell) => fault switch
    {
        GridFault.DayUnreadable => ($"No day can be read in '{cell}'.", "Write the day as 2024-03-30."),
        GridFault.YearShort => ($"The year in '{cell}' has two digits.", "Write the year with four digits, as 2024-03-30."),
        GridFault.DayOrder => ($"'{cell}' can be read with the day or with the month first.", "Decide for the whole column, or write the day as 2024-03-30."),
        GridFault.DayToCome => ($"The day '{cell}' is yet to come.", "Correct the day, or leave the row out."),
        GridFault.DayNotOver => ($"The day '{cell}' was not over when the number was seen.", "Leave the row out, and send the number again when the day is over."),
        GridFault.DayTwice => ($"The day '{cell}' stands twice, with different numbers.", "Leave out the row that is wrong."),
        GridFault.CountUnreadable when cell.StartsWith('=') => ($"'{cell}' is a formula in a text, which is never worked out.", "Write the number that the formula gives, in digits alone."),
        GridFault.CountUnreadable => ($"No number can be read in '{cell}'.", "Write a whole number, in digits alone."),
        GridFault.CountFraction => ($"'{cell}' has a fraction; streams are whole.", "Write the whole number that the source shows."),
        GridFault.CountSeparator => ($"'{cell}' can be thousands or a fraction.", "Decide for the whole column, or write digits alone."),
        GridFault.CountNegative => ($"'{cell}' is below zero; a count is not.", "Write the number that the source shows."),
        GridFault.CountTooLarge => ($"'{cell}' is more than a count can be.", $"Write a number of at most {StreamCount.Largest}."),
        GridFault.Columns => ("The row has more cells than the table has columns, so that a number may have been cut at its comma.", "Put the number in quotes, or write it in digits alone."),
        GridFault.CountMissing => ("There is no number.", "Write the number, or leave the row out."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No fault of a grid."),
    };
}
