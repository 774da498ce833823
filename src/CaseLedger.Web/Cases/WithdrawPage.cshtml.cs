using System.Text.Json;
using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Timeline;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CaseLedger.Web.Cases;

/// <summary>Takes back numbers or words that were recorded by mistake. They stay visible, as withdrawn.</summary>
[For(Role.Staff | Role.Artist)]
internal sealed class WithdrawPage(ServerSettings settings, CaseTable cases, CaseStore store, CaseTimeline timeline)
    : ActPage(settings, cases)
{
    private const int EventsAtOnce = 2_000;

    /// <summary>What is to be taken back, in words.</summary>
    public TimelineEntry Entry { get; private set; } = null!;

    /// <summary>The days that it has numbers of.</summary>
    public IReadOnlyList<SelectListItem> DayOptions { get; private set; } = [];

    private async Task<IActionResult?> FindEvent(Guid id, CancellationToken cancellationToken)
    {
        var items = await timeline.Read(Case.Isrc, Viewer, null, ReadDirection.Backward, EventsAtOnce, cancellationToken);
        if (items.FirstOrDefault(item => item.Id == id) is not { } found)
        {
            return Instead(Pages.Notice.NoSuchPage);
        }

        Entry = new TimelineWording(T).Of([found])[0];
        DayOptions = found.Fields is { } fields && fields.TryGetProperty("readings", out var readings) && readings.ValueKind == JsonValueKind.Array
            ? [.. readings.EnumerateArray().Select(reading => reading.GetProperty("day").GetString()!).Distinct().Select(day => new SelectListItem(T.Day(Day.Parse(day)), day))]
            : [];
        return null;
    }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, Guid @event, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (await FindEvent(@event, cancellationToken) is { } absent)
        {
            return absent;
        }

        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, Guid @event, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (await FindEvent(@event, cancellationToken) is { } absent)
        {
            return absent;
        }

        var (reason, day) = (Form.Text("reason", 2_000), Form.OptionalDay("day"));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new WithdrawReading(Form.Id, Reporter.Account, @event, reason, day);
        return After(await WithdrawEndpoint.Record(store, Case.Isrc, Reporter, command, cancellationToken), CaseAddress) ?? Again();
    }
}
