using CaseLedger.Domain;

namespace CaseLedger.Imports.Spreadsheets;

/// <summary>What a column of an artist's table holds.</summary>
internal enum ColumnRole
{
    /// <summary>The days.</summary>
    [Word("day")]
    Day = 1,

    /// <summary>What the artist's dashboard showed.</summary>
    [Word("artist-dashboard")]
    ArtistDashboard,

    /// <summary>What the distributor's Trends report showed.</summary>
    [Word("trends")]
    Trends,

    /// <summary>Nothing that is recorded.</summary>
    [Word("ignore")]
    Ignore,
}

/// <summary>A column, or of a sheet whose days run across a row.</summary>
/// <param name="Number">Its number in the file, from 1: it names the choice <c>column-2</c>.</param>
/// <param name="Header">What stands above it; empty where nothing does.</param>
/// <param name="Role">What it holds, as decided or as good a guess as can be made.</param>
/// <param name="IsCertain">Whether that needs no person: it is decided, or nothing speaks for anything else.</param>
/// <param name="Samples">Its first cells.</param>
/// <param name="Filled">How many of its cells hold anything.</param>
/// <param name="Days">How many of them are days.</param>
/// <param name="Numbers">How many are numbers.</param>
internal sealed record SheetColumn(
    int Number, string Header, ColumnRole Role, bool IsCertain, IReadOnlyList<string> Samples, int Filled, int Days, int Numbers)
{
    /// <summary>How the names of choices about columns begin; the column's number follows.</summary>
    public const string ChoicePrefix = "column-";

    /// <summary>The name of the choice that decides about it.</summary>
    public string Choice => ChoiceOf(Number);

    /// <summary>The question what it holds.</summary>
    public ImportQuestion Question => new(
        Choice,
        Words.All<ColumnRole>(),
        $"Column {Number}, {(Header.Length > 0 ? $"headed '{Header}'" : "without a header")}: {Filled} cells, {Days} of them days and {Numbers} numbers, such as {string.Join("; ", Samples)}.");

    /// <summary>The name of the choice that decides about a column.</summary>
    public static string ChoiceOf(int number) => $"{ChoicePrefix}{number}";
}
