using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.Mvc.Rendering;
using NodaTime;

namespace CaseLedger.Web.Claims;

/// <summary>What the pages share on which numbers are reported: the store, when it was seen, the grid and its preview.</summary>
internal abstract class NumbersPage(ServerSettings settings, IClock clock) : LedgerPage(settings)
{
    /// <summary>The grid; null until the form was sent.</summary>
    public GridForm? Grid { get; private set; }

    /// <summary>The usual stores.</summary>
    public IEnumerable<SelectListItem> Stores { get; } =
        new[] { Store.Spotify, Store.AppleMusic, Store.Deezer, Store.AmazonMusic, Store.YouTubeMusic, Store.Tidal }
            .Select(store => new SelectListItem(Wording.Store(store), store.ToString()));

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

    /// <summary>Reads the report; null where the form needs another look first, or was only sent for one.</summary>
    protected ReportScreenshot? ReadNumbers()
    {
        if (Form.Raw("step") == "text")
        {
            Grid = null;
            return null;
        }

        Grid = GridForm.Read(Form, T, Today);
        var store = Form.Store("store");
        Form.Day("seen");
        var observed = Form.Observed("seen");
        var note = Form.OptionalText("note", 2_000);
        // Numbers are recorded only as cells that somebody has seen.
        if (!Form.IsGood || !Grid.Grid.IsGood || !Grid.IsOfCells || !IsConfirmed)
        {
            return null;
        }

        return new(Form.Id, Viewer.Account, store!, observed, Grid.Grid.Readings, null, note);
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
