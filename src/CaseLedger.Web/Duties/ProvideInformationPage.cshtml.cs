using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Duties;

/// <summary>Answers a request in words.</summary>
[For(Role.Agent | Role.Artist)]
internal sealed class ProvideInformationPage(ServerSettings settings, CaseTable cases, CaseStore store, DutyTable duties, NodaTime.IClock clock)
    : ActPage(settings, cases)
{
    /// <summary>What was asked.</summary>
    public Duty Asked { get; private set; } = null!;

    private async Task<IActionResult?> FindRequest(Guid request, CancellationToken cancellationToken)
    {
        var owed = await duties.List(new(Case.Isrc, Day.Of(clock.GetCurrentInstant()), null), Viewer, -1, int.MaxValue, cancellationToken);
        Asked = owed.FirstOrDefault(duty => duty.Id == request && duty.AskedBy is not null)!;
        return Asked is null ? Instead(Pages.Notice.NoSuchPage) : null;
    }

    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, Guid request, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (await FindRequest(request, cancellationToken) is { } absent)
        {
            return absent;
        }

        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, Guid request, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        if (await FindRequest(request, cancellationToken) is { } absent)
        {
            return absent;
        }

        var text = Form.Text("text");
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new ProvideInformation(Form.Id, Reporter.Account, request, null, text);
        return After(await ProvideInformationEndpoint.Record(store, Case.Isrc, Reporter, command, cancellationToken), CaseAddress) ?? Again();
    }
}
