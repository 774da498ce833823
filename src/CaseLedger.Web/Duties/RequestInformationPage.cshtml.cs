using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Duties;

/// <summary>Asks somebody for something.</summary>
[For(Role.Agent | Role.Artist)]
internal sealed class RequestInformationPage(ServerSettings settings, CaseTable cases, CaseStore store)
    : ActPage(settings, cases)
{
    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        Form.Preset("by", Words.Of(Reporter.Party));
        Form.Preset("of", Words.Of(Viewer.IsArtist ? Party.Distributor : Party.Artist));
        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        var by = Viewer.IsArtist ? Party.Artist : Form.Word<Party>("by");
        var (of, what, due) = (Form.Word<Party>("of"), Form.Text("what"), Form.OptionalDay("due"));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new RequestInformation(Form.Id, Reporter.Account, by!.Value, of!.Value, what, new Observed.Unknown(), due);
        return After(await RequestInformationEndpoint.Record(store, Case.Isrc, Reporter, command, cancellationToken), CaseAddress) ?? Again();
    }
}
