using CaseLedger.Domain;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using NodaTime;

namespace CaseLedger.Web.Claims;

/// <summary>A page on which numbers of one case are recorded.</summary>
internal abstract class CaseNumbersPage(ServerSettings settings, CaseTable cases, IClock clock) : NumbersPage(settings, clock), IAboutCase
{
    /// <inheritdoc/>
    public CaseSummary Case { get; private set; } = null!;

    /// <inheritdoc/>
    public string CaseAddress => $"/cases/{Case.Isrc}";

    /// <summary>Finds the case for the viewer.</summary>
    /// <returns>Null where the page goes on; else the notice that there is none, which is the same for a case of somebody else's.</returns>
    protected async Task<IActionResult?> FindCase(string isrc, CancellationToken cancellationToken)
    {
        if (!Isrc.TryParse(isrc, out var code) || await cases.Find(code, Viewer, cancellationToken) is not { } found)
        {
            return Instead(Notice.NoSuchCase);
        }

        Case = found;
        return null;
    }
}
