using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Cases;

/// <summary>Says that another case belongs to this one.</summary>
[For(Role.Staff)]
internal sealed class LinkCasesPage(ServerSettings settings, CaseTable cases, CaseStore store) : ActPage(settings, cases)
{
    private readonly CaseTable _cases = cases;

    /// <summary>Whether the code has no case yet, so that the reader says whether it is meant all the same.</summary>
    public bool AsksAnyway { get; private set; }

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

        var (other, reason) = (await ReadOther(cancellationToken), Form.Text("reason", 2_000));
        if (!Form.IsGood)
        {
            return Again();
        }

        var command = new LinkCases(Form.Id, Reporter.Account, other!, reason);
        return After(await store.Handle(Case.Isrc, Reporter, command, LinkingCases.Decide, cancellationToken), CaseAddress) ?? Again();
    }

    private async Task<Isrc?> ReadOther(CancellationToken cancellationToken)
    {
        switch (Isrc.Read(Form.Raw("other")))
        {
            case IsrcReading.WellFormed(var other, _):
                // The rules take a code that has no case yet. A person has mostly mistyped it.
                if (await _cases.Find(other, Viewer, cancellationToken) is null)
                {
                    AsksAnyway = true;
                    if (!Form.IsTicked("anyway"))
                    {
                        Form.Fault("other", T["link.no-case", other.Display]);
                    }
                }

                return other;
            case IsrcReading.Malformed { Fault: IsrcFault.Empty }:
                Form.Fault("other", T["form.required"]);
                return null;
            case IsrcReading.Malformed malformed:
                Form.Fault("other", T.Malformed(malformed));
                return null;
            default:
                return null;
        }
    }
}
