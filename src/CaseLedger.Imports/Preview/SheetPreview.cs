using CaseLedger.Domain;
using CaseLedger.Imports.Grids;
using CaseLedger.Imports.Spreadsheets;

namespace CaseLedger.Imports.Preview;

/// <summary>A cell with a day, as it was read.</summary>
/// <param name="Text">As it stands, or as it was corrected.</param>
/// <param name="Choice">The name of the choice that corrects it.</param>
/// <param name="Day">The day; null while there is a fault.</param>
/// <param name="Fault">What stands against it.</param>
internal sealed record PreviewDay(string Text, string Choice, Day? Day, GridFault? Fault);

/// <summary>A cell with a number, as it was read.</summary>
/// <param name="Text">As it stands, or as it was corrected.</param>
/// <param name="Choice">The name of the choice that corrects it.</param>
/// <param name="Count">The number; null while there is a fault, and where there is none.</param>
/// <param name="Fault">What stands against it.</param>
internal sealed record PreviewCount(string Text, string Choice, StreamCount? Count, GridFault? Fault)
{
    /// <summary>Whether it says that nothing was received, which is not a zero; only Trends says so.</summary>
    public bool IsNotReceived { get; init; }

    /// <summary>Whether it gives anything to record.</summary>
    public bool IsGiven => Count is not null || IsNotReceived;
}

/// <summary>A row with a day and a number, or two. It is recorded whole or not at all.</summary>
/// <param name="Line">Its line; of a sheet whose days run across, the column.</param>
/// <param name="Raw">As it stands in the file, shortened.</param>
/// <param name="Day">Its day.</param>
/// <param name="ArtistDashboard">What the dashboard showed; null where the cell is empty, and where there is no such column.</param>
/// <param name="Trends">What Trends showed; the same.</param>
internal sealed record PreviewRow(long Line, string Raw, PreviewDay Day, PreviewCount? ArtistDashboard, PreviewCount? Trends)
{
    /// <summary>The first thing that stands against it; null where nothing does.</summary>
    public GridFault? Fault => Day.Fault ?? ArtistDashboard?.Fault ?? Trends?.Fault;

    /// <summary>Whether it can be recorded.</summary>
    public bool IsGood => Fault is null;

    /// <summary>What one of the sources showed.</summary>
    public PreviewCount? Of(ColumnRole source) => source == ColumnRole.Trends ? Trends : ArtistDashboard;
}

/// <summary>A line that adds nothing.</summary>
/// <param name="Line">Its line; of a sheet whose days run across, the column.</param>
/// <param name="Raw">As it stands in the file, shortened.</param>
/// <param name="Why">Why, as <see cref="ImportItem.Skip.Why"/>.</param>
internal sealed record PreviewSkip(long Line, string Raw, string Why);

/// <summary>What was understood of a table of days and numbers, before anything is recorded. The import is made of the same.</summary>
/// <param name="Fault">Why none of it can be taken, whatever is decided; null where it can.</param>
/// <param name="Sheet">Which sheet was read; null of a text.</param>
/// <param name="Sheets">All sheets of the workbook that can be seen.</param>
/// <param name="DaysAcross">Whether the days run across: then lines are columns of the sheet, and columns its rows.</param>
/// <param name="Columns">The columns that hold anything, and what each is taken for.</param>
/// <param name="Rows">The rows, in the order of the file. While a question about columns is open they are read by the best guess.</param>
/// <param name="Skipped">What adds nothing, in the order of the file.</param>
/// <param name="Questions">What a person has to decide before any of it is recorded.</param>
internal sealed record SheetPreview(
    FileFault? Fault,
    string? Sheet,
    IReadOnlyList<string> Sheets,
    bool DaysAcross,
    IReadOnlyList<SheetColumn> Columns,
    IReadOnlyList<PreviewRow> Rows,
    IReadOnlyList<PreviewSkip> Skipped,
    IReadOnlyList<ImportQuestion> Questions)
{
    /// <summary>How many rows can be recorded.</summary>
    public int Good => Rows.Count(row => row.IsGood);

    /// <summary>The first day that can be recorded; null where none can.</summary>
    public Day? First => Days.Min();

    /// <summary>The last day that can be recorded; null where none can.</summary>
    public Day? Last => Days.Max();

    /// <summary>Why the import stops without recording anything: the fault, or that questions are open; null where it goes on.</summary>
    public FileFault? Stop => Fault ?? (Questions.Count == 0 ? null : new(
        "needs-decision",
        Questions.Count == 1 ? "The file can be read in more than one way." : $"The file can be read in more than one way: {Questions.Count} questions are open.",
        "Look at the evidence, decide, and send the file again with the decision.",
        Questions: Questions));

    private IEnumerable<Day?> Days => Rows.Where(row => row.IsGood).Select(row => row.Day.Day);

    /// <summary>Reads a song's timeline or a spreadsheet.</summary>
    /// <param name="file">Its bytes as they were sent; seekable, read from its beginning, and not closed here.</param>
    /// <param name="request">How to read it, with what was decided until now. The recording may still be unknown.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read from the disk.</exception>
    public static SheetPreview Of(Stream file, ImportRequest request, CancellationToken cancellationToken = default)
    {
        var (sheet, fault) = SheetFile.Read(file, request, cancellationToken);
        return sheet is null ? Refused(fault!) : Of(sheet, request);
    }

    /// <summary>Reads a table of cells: the same one as often as something else is decided.</summary>
    /// <param name="sheet">The sheet that the request wants.</param>
    /// <param name="request">How to read it, with what was decided until now.</param>
    public static SheetPreview Of(Sheet sheet, ImportRequest request) => new SheetReading(sheet, request).Preview();

    /// <summary>A file of which nothing can be taken.</summary>
    internal static SheetPreview Refused(FileFault fault) => new(fault, null, [], DaysAcross: false, [], [], [], fault.Questions ?? []);
}
