using CaseLedger.Domain;
using CaseLedger.Domain.Duties;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Duties;

/// <summary>Records what somebody promised.</summary>
[For(Role.Agent)]
internal sealed class MakePromisePage(ServerSettings settings, CaseTable cases, CaseStore store)
    : ActPage(settings, cases)
{
    /// <summary>Shows the form.</summary>
    public async Task<IActionResult> OnGetAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        Form.Preset("by", Words.Of(Party.Distributor));
        return Page();
    }

    /// <summary>Records it.</summary>
    public async Task<IActionResult> OnPostAsync(string isrc, CancellationToken cancellationToken)
    {
        if (await FindCase(isrc, cancellationToken) is { } none)
        {
            return none;
        }

        var (by, what, made, due) = (Form.Word<Party>("by"), Form.Text("what"), Form.Observed("made"), Form.OptionalDay("due"));
        var speaker = Form.OptionalText("speaker", 200);
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new MakePromise(Form.Id, Reporter.Account, by!.Value, what, made, speaker, due);
        return After(await store.Handle(Case.Isrc, Reporter, command, MakingPromise.Decide, cancellationToken), CaseAddress) ?? Again();
    }
}
