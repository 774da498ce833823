using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CaseLedger.Web.Duties;

/// <summary>Says how a promise ended.</summary>
[For(Role.Agent)]
internal sealed class SettlePromisePage(ServerSettings settings, CaseTable cases, CaseStore store, DutyTable duties, NodaTime.IClock clock)
    : ActPage(settings, cases)
{
    /// <summary>What was promised.</summary>
    public Duty Made { get; private set; } = null!;

    /// <summary>How a promise can end. No choice is made beforehand: it would be taken unread.</summary>
    public IEnumerable<SelectListItem> Outcomes => [new("–", ""), .. Choice<PromiseOutcome>("promise-outcome")];

    private async Task<IActionResult?> FindPromise(Guid promise, CancellationToken cancellationToken)
    {
        var owed = await duties.List(new(Case.Isrc, Day.Of(clock.GetCurrentInstant()), null), Viewer, -1, int.MaxValue, cancellationToken);
        Made = owed.FirstOrDefault(duty => duty.Id == promise && duty.AskedBy is null)!;
        return Made is null ? Instead(Pages.Notice.NoSuchPage) : null;
    }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, Guid promise, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        return await FindPromise(promise, cancellationToken) ?? Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, Guid promise, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (await FindPromise(promise, cancellationToken) is { } absent)
        {
            return absent;
        }

        var (ended, note) = (Form.Word<PromiseOutcome>("outcome"), Form.OptionalText("note", 2_000));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new SettlePromise(Form.Id, Reporter.Account, promise, ended!.Value, note);
        return After(await store.Handle(Case.Isrc, Reporter, command, SettlingPromise.Decide, cancellationToken), CaseAddress) ?? Again();
    }
}
