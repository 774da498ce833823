using System.Globalization;
using CaseLedger.Imports.Grids;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>Tells cells that hold days and numbers from others, before anybody knows the columns.</summary>
internal static class SheetDays
{
    // As GridDay reads them: the years 2000 to 2099.
    private const int FirstSerial = 36_526;
    private const int LastSerial = 73_050;

    // 1/1/24, and 30 de septiembre de 2024 12:00:00 AM.
    private const int ShortestDay = 6;
    private const int LongestDay = 60;

    /// <summary>Whether a cell can only be a day, if perhaps a doubtful one.</summary>
    public static bool IsDay(SheetCell cell) => cell.Kind switch
    {
        CellKind.Date => true,
        CellKind.Text => MayBeDay(cell.Text) && GridDay.Read(cell.Text, null) is { Day: not null } or { Fault: GridFault.DayOrder or GridFault.YearShort },
        _ => false,
    };

    // Most cells are numbers or words: they need no look at every way to write a day.
    private static bool MayBeDay(string text) =>
        text.Length is >= ShortestDay and <= LongestDay && text.Any(char.IsAsciiDigit) && text.Any(c => c is '-' or '/' or '.' || char.IsLetter(c));

    /// <summary>Whether a cell holds a number that may be a day, if it stands among days.</summary>
    public static bool IsSerial(SheetCell cell) =>
        cell.Text.Length == 5 && int.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= FirstSerial and <= LastSerial;

    /// <summary>Whether a cell looks like a number, whatever its marks mean.</summary>
    public static bool IsNumber(SheetCell cell) =>
        cell.Kind == CellKind.Number
        || (cell.Kind == CellKind.Text && cell.Text.Length > 0
            && (char.IsAsciiDigit(cell.Text[0]) || (cell.Text[0] is '-' or '\u2212' && cell.Text.Length > 1))
            && cell.Text.Skip(1).All(c => char.IsAsciiDigit(c) || c is '.' or ',' or ' ' or '\'' or '’' or '\u00A0' or '\u202F' or '\u2009')
            && !IsDay(cell));
}
