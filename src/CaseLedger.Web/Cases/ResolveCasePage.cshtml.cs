using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CaseLedger.Web.Cases;

/// <summary>Settles a case, by one of the usual words or by a word of its own.</summary>
[For(Role.Staff)]
internal sealed class ResolveCasePage(ServerSettings settings, CaseTable cases, CaseStore store) : ActPage(settings, cases)
{
    private const string Other = "other";

    /// <summary>How cases usually end; the list is open.</summary>
    public static IReadOnlyList<string> Usual { get; } = ["explained", "corrected", "confirmed-by-store", "no-difference", "not-reproduced", "given-up"];

    /// <summary>The choices, with the one for a word of its own. None is made beforehand: it would be taken unread.</summary>
    public IEnumerable<SelectListItem> Resolutions =>
        [new("–", ""), .. Usual.Select(word => new SelectListItem(T[$"resolution.{word}"], word)), new(T["resolve.other"], Other)];

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

        var (resolution, note) = (ReadResolution(), Form.OptionalText("note", 2_000));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new ResolveCase(Form.Id, Reporter.Account, resolution!, note);
        return After(await store.Handle(Case.Isrc, Reporter, command, ResolvingCase.Decide, cancellationToken), CaseAddress) ?? Again();
    }

    private Slug? ReadResolution()
    {
        var chosen = Form.Raw("resolution");
        if (chosen == Other)
        {
            return Form.Slug("own");
        }

        // What is typed and not meant would be lost without a word.
        if (Form.OptionalText("own") is not null)
        {
            Form.Fault("own", T["resolve.own.not-chosen"]);
        }

        if (Usual.Contains(chosen))
        {
            return Slug.Parse(chosen);
        }

        Form.Fault("resolution", T["form.choice"]);
        return null;
    }
}
