namespace CaseLedger.Imports.Spreadsheets;

/// <summary>How a cell holds what it shows.</summary>
internal enum CellKind
{
    /// <summary>As text, which can be read in more ways than one.</summary>
    Text = 1,

    /// <summary>As a number: what a point or comma means in it is no question.</summary>
    Number,

    /// <summary>As a date: which of its numbers is the day is no question.</summary>
    Date,
}

/// <summary>A cell.</summary>
/// <param name="Text">What it holds: of a number the digits with a point before a fraction, of a date <c>2024-03-30</c>.</param>
/// <param name="Kind">How it holds it.</param>
internal readonly record struct SheetCell(string Text, CellKind Kind)
{
    /// <summary>A cell that holds nothing.</summary>
    public static SheetCell Empty { get; } = new("", CellKind.Text);
}

/// <summary>A line that holds anything.</summary>
/// <param name="Line">Its number, from 1: of a spreadsheet the row, of a text the line on which it begins.</param>
/// <param name="Raw">As it stands in the file; at most <see cref="RefusedRow.LongestRow"/> characters.</param>
/// <param name="Cells">Its cells.</param>
internal sealed record SheetLine(long Line, string Raw, IReadOnlyList<SheetCell> Cells)
{
    /// <summary>The cell of a column, from 0; an empty one behind the last.</summary>
    public SheetCell this[int column] => column < Cells.Count ? Cells[column] : SheetCell.Empty;
}

/// <summary>A table of cells out of a file.</summary>
/// <param name="Name">The sheet's name; null of a text.</param>
/// <param name="Names">The names of all sheets that can be seen, in the workbook's order; empty of a text.</param>
/// <param name="Lines">The lines that hold anything.</param>
/// <param name="IsDelimited">Whether it is a text whose cells were cut at a delimiter, which a number may hold too.</param>
/// <param name="CountsFrom1904">Whether the workbook counts days from 1904, so that a bare number is not the day that it seems.</param>
internal sealed record Sheet(string? Name, IReadOnlyList<string> Names, IReadOnlyList<SheetLine> Lines, bool IsDelimited, bool CountsFrom1904 = false);
