using CaseLedger.Imports.Grids;
using System.Globalization;
using CaseLedger.Domain;
using CaseLedger.Web.Pages;

namespace CaseLedger.Web.Claims;

/// <summary>A grid within a form: first as text, then as cells in which each doubt is decided and each fault corrected.</summary>
internal sealed class GridForm
{
    /// <summary>The field with the text.</summary>
    public const string TextField = "grid";

    /// <summary>The field that says how many rows of cells there are.</summary>
    public const string RowsField = "rows";

    /// <summary>The field that decides about days as 03/04/2024.</summary>
    public const string OrderField = "order";

    /// <summary>The field that decides about numbers as 1.234.</summary>
    public const string ThousandsField = "thousands";

    /// <summary>The field that says that a machine read the grid off a picture.</summary>
    public const string OfPictureField = "of-picture";

    /// <summary>The field in which a person says that they compared such a grid with its picture.</summary>
    public const string ComparedField = "compared";

    private const int MostText = 200_000;

    private readonly Dictionary<int, string> _refused = [];

    private GridForm(DayGrid grid, string text) => (Grid, Text) = (grid, text);

    /// <summary>What was understood.</summary>
    public DayGrid Grid { get; }

    /// <summary>The text, as sent or as made of the cells.</summary>
    public string Text { get; }

    /// <summary>Whether a day may be either of two.</summary>
    public bool AsksOrder { get; private init; }

    /// <summary>Whether a number may be either of two.</summary>
    public bool AsksThousands { get; private init; }

    /// <summary>Whether cells were sent, and not only the text.</summary>
    public bool IsOfCells { get; private init; }

    /// <summary>Whether a machine read it off a picture: then each row is a doubt until a person has compared them.</summary>
    public bool IsOfPicture { get; private init; }

    /// <summary>Whether the preview has anything to show.</summary>
    public bool HasRows => Grid.Refusal is null && Grid.Rows.Count > 0;

    /// <summary>The name of a row's cell of the day.</summary>
    public static string DayField(int row) => $"day-{row}";

    /// <summary>The name of a row's cell of the number.</summary>
    public static string CountField(int row) => $"count-{row}";

    /// <summary>Whether a form was sent with anything in its grid.</summary>
    public static bool IsFilled(PageForm form) => form.Raw(RowsField).Length > 0 || form.Raw(TextField).Trim().Length > 0;

    /// <summary>Reads the grid of a form that was sent, and notes its faults.</summary>
    /// <param name="form">The form.</param>
    /// <param name="wording">The reader's words.</param>
    /// <param name="today">Later days are none yet.</param>
    /// <param name="mayBeNotReceived">Whether a day can have received nothing, which is not a zero.</param>
    /// <param name="offered">What a machine read off a picture, instead of what the form holds; null where nothing was.</param>
    public static GridForm Read(PageForm form, Wording wording, Day today, bool mayBeNotReceived = false, string? offered = null)
    {
        var (text, ofCells) = int.TryParse(form.Raw(RowsField), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows is > 0 and <= Limits.Items
            ? (string.Join('\n', Enumerable.Range(0, rows).Select(row => $"{Cell(form, DayField(row))}\t{Cell(form, CountField(row))}")), true)
            : (offered ?? form.OptionalText(TextField, MostText) ?? "", false);
        var undecided = DayGrid.Read(text, new(), today, mayBeNotReceived);
        var decisions = new GridDecisions(
            Words.TryParse<DayOrder>(form.Raw(OrderField), out var order) ? order : null,
            form.Raw(ThousandsField) switch { "yes" => true, "no" => false, _ => null });
        var grid = DayGrid.Read(text, decisions, today, mayBeNotReceived);
        if (grid.Refusal is { } refusal && form.FaultOf(TextField) is null)
        {
            form.Fault(TextField, wording.Word("grid.refusal", refusal));
        }

        return new(grid, text)
        {
            IsOfCells = ofCells,
            IsOfPicture = offered is not null || form.Raw(OfPictureField) == "true",
            AsksOrder = undecided.Rows.Any(row => row.DayFault == GridFault.DayOrder),
            AsksThousands = undecided.Rows.Any(row => row.CountFault == GridFault.CountSeparator),
        };
    }

    /// <summary>Notes that a rule stands against a reading: <c>readings[2].day</c> is the third row's.</summary>
    /// <returns>Whether the refusal is about one row.</returns>
    public bool Refuse(Refusal refusal, Wording wording)
    {
        if (refusal.Field is not { } field || !field.StartsWith("readings[", StringComparison.Ordinal)
            || !int.TryParse(field["readings[".Length..field.IndexOf(']', StringComparison.Ordinal)], NumberStyles.None, CultureInfo.InvariantCulture, out var row))
        {
            return false;
        }

        _refused[row] = OutcomeWording.Of(refusal, wording);
        return true;
    }

    /// <summary>What is said about a row's day; null where nothing is.</summary>
    public string? DaySaid(int row, Wording wording) =>
        _refused.TryGetValue(row, out var refused) ? refused
        : Grid.Rows[row].DayFault is { } fault ? wording.Word("grid.fault", fault)
        : null;

    /// <summary>What is said about a row's number; null where nothing is.</summary>
    public string? CountSaid(int row, Wording wording) =>
        Grid.Rows[row].CountFault is { } fault ? wording.Word("grid.fault", fault) : null;

    /// <summary>How many rows need another look.</summary>
    public int Open => Grid.Rows.Count(row => !row.IsGood);

    private static string Cell(PageForm form, string field) =>
        form.Raw(field).Replace('\t', ' ').ReplaceLineEndings(" ").Trim();
}
