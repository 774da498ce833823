using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Cases;

/// <summary>Takes a settled case up again.</summary>
[For(Role.Staff)]
internal sealed class ReopenCasePage(ServerSettings settings, CaseTable cases, CaseStore store) : ActPage(settings, cases)
{
    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken) =>
        await FindCase(isrc, cancellationToken) ?? Page();

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        var reason = Form.Text("reason", 2_000);
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new ReopenCase(Form.Id, Reporter.Account, reason);
        return After(await store.Handle(Case.Isrc, Reporter, command, ReopeningCase.Decide, cancellationToken), CaseAddress) ?? Again();
    }
}
