using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Cases;

/// <summary>Lets an account hear how the case ends.</summary>
[For(Role.Staff)]
internal sealed class AddFollowerPage(ServerSettings settings, CaseTable cases, CaseStore store) : ActPage(settings, cases)
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

        var (account, note) = (Form.Account("account"), Form.OptionalText("note", 2_000));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new AddFollower(Form.Id, Reporter.Account, account!, note);
        return After(await store.Handle(Case.Isrc, Reporter, command, AddingFollower.Decide, cancellationToken), CaseAddress) ?? Again();
    }
}
