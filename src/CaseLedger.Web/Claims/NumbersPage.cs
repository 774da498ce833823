using CaseLedger.Imports.Grids;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;

namespace CaseLedger.Web.Claims;

/// <summary>What the pages share on which numbers are recorded: the store, when they were seen, the grid and its preview.</summary>
internal abstract class NumbersPage(ServerSettings settings, IClock clock) : LedgerPage(settings)
{
    /// <summary>The grid; null until the form was sent.</summary>
    public GridForm? Grid { get; private set; }

    /// <summary>The usual stores.</summary>
    public IEnumerable<SelectListItem> Stores { get; } = UsualStores;

    /// <summary>The usual stores, for any form.</summary>
    public static IEnumerable<SelectListItem> UsualStores { get; } =
        new[] { Store.Spotify, Store.AppleMusic, Store.Deezer, Store.AmazonMusic, Store.YouTubeMusic, Store.Tidal }
            .Select(store => new SelectListItem(Wording.Store(store), store.ToString()));

    /// <summary>Whether a day of the grid can have received nothing, which is not a zero.</summary>
    public virtual bool MayBeNotReceived => false;

    /// <summary>Whether the form can do without numbers.</summary>
    public virtual bool IsGridOptional => false;

    /// <summary>What the button says that records the numbers once they were seen as understood.</summary>
    public virtual string RecordLabel => T["claim.record"];

    /// <summary>What the button says that comes first; what it does then, beside it.</summary>
    public virtual (string Label, string Beside) FirstStep => (T["claim.preview"], T["claim.nothing-yet"]);

    /// <summary>What a machine read off a picture, as an offer; null where nothing was.</summary>
    protected string? Offered { get; set; }

    /// <summary>Today, in UTC.</summary>
    protected Day Today { get; } = Day.Of(clock.GetCurrentInstant());

    /// <summary>Whether the form was sent to be recorded, and not only to be looked at.</summary>
    protected bool IsConfirmed => Form.Raw("step") == "confirm";

    /// <summary>Puts what is usual into a form that is shown for the first time.</summary>
    protected void PresetNumbers()
    {
        Form.Preset("store", Store.Spotify.ToString());
        Form.Preset("seen", Today.ToString());
    }

    /// <summary>Whether the form was sent to change the grid as text, and for nothing else.</summary>
    protected bool IsBackToText => Form.Raw("step") == "text";

    /// <summary>Reads the grid. Numbers are recorded only as cells that somebody has seen.</summary>
    /// <returns>The grid where it can be recorded; null where it needs another look first, or was only sent for one.</returns>
    protected DayGrid? ReadGrid()
    {
        Grid = GridForm.Read(Form, T, Today, MayBeNotReceived, Offered);
        if (Grid.IsOfPicture && IsConfirmed && !Form.IsTicked(GridForm.ComparedField))
        {
            Form.Fault(GridForm.ComparedField, T["grid.of-picture.compare"]);
            return null;
        }

        return Grid.Grid.IsGood && Grid.IsOfCells && IsConfirmed ? Grid.Grid : null;
    }

    /// <summary>Reads the report; null where the form needs another look first, or was only sent for one.</summary>
    protected ReportScreenshot? ReadNumbers()
    {
        if (IsBackToText)
        {
            return null;
        }

        var grid = ReadGrid();
        var store = Form.Store("store");
        Form.Day("seen");
        var observed = Form.Observed("seen");
        var note = Form.OptionalText("note", 2_000);
        return Form.IsGood && grid is not null ? new(Form.Id, Viewer.Account, store!, observed, grid.Readings, null, note) : null;
    }

    /// <summary>Puts a rule's refusal to the row that it is about.</summary>
    protected void MarkRow(Outcome outcome)
    {
        if (outcome is Outcome.Refused(var refusal))
        {
            Grid?.Refuse(refusal, T);
        }
    }
}
