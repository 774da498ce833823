using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Inbox;

/// <summary>What there is to do, by whose move it is; a case is taken from here.</summary>
[For(Role.Agent)]
internal sealed class InboxPage(ServerSettings settings, InboxTable inbox, CaseStore store, IClock clock) : LedgerPage(settings)
{
    private static readonly PageLimit Rows = new(50);

    /// <summary>The tab that is shown.</summary>
    public InboxTab Tab { get; private set; } = InboxTab.Mine;

    /// <summary>The counts of all tabs.</summary>
    public IReadOnlyList<TabCount> Counts { get; private set; } = [];

    /// <summary>The cases.</summary>
    public IReadOnlyList<CaseSummary> Cases { get; private set; } = [];

    /// <summary>The cursor of the next page.</summary>
    public string? Next { get; private set; }

    /// <summary>When the page was made.</summary>
    public Instant Now { get; } = clock.GetCurrentInstant();

    /// <summary>Shows the page.</summary>
    public async Task<IActionResult> OnGetAsync(string? tab, string? cursor, CancellationToken cancellationToken)
    {
        await Read(tab, cursor, cancellationToken);
        return Page();
    }

    /// <summary>Assigns a case to the viewer.</summary>
    public async Task<IActionResult> OnPostAsync(string? tab, string? cursor, CancellationToken cancellationToken)
    {
        if (Form.Isrc("isrc") is not { } isrc)
        {
            return Instead(Notice.NoSuchCase);
        }

        var command = new AssignCase(Form.Id, Viewer.Account, Viewer.Account);
        var outcome = await store.Handle(isrc, Reporter, command, AssigningCase.Decide, cancellationToken);
        var back = $"/inbox?tab={Uri.EscapeDataString(tab ?? "mine")}";
        if (After(outcome, back, T["inbox.taken", isrc.Display]) is { } next)
        {
            return next;
        }

        await Read(tab, cursor, cancellationToken);
        return Page();
    }

    /// <summary>A count as it is shown.</summary>
    public string Shown(TabCount count) => count.Count > TabCount.Most ? $"{T.Count(TabCount.Most)}+" : T.Count(count.Count);

    private async Task Read(string? tab, string? cursor, CancellationToken cancellationToken)
    {
        Tab = Words.TryParse<InboxTab>(tab, out var wanted) ? wanted : InboxTab.Mine;
        var today = Day.Of(Now);
        Counts = await inbox.Counts(Viewer.Account, today, cancellationToken);
        // A cursor that is none shows the first page.
        var place = cursor is not null && Cursor.TryParse(cursor, out var read) ? read : null;
        var page = await inbox.Read(Tab, Viewer.Account, today, place, Rows, cancellationToken)
            ?? (await inbox.Read(Tab, Viewer.Account, today, null, Rows, cancellationToken))!;
        (Cases, Next) = (page.Items, page.Next);
    }
}
