using CaseLedger.Domain;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace CaseLedger.Web.Cases;

/// <summary>A page with one form that records something on a case.</summary>
internal abstract class ActPage(ServerSettings settings, CaseTable cases) : LedgerPage(settings), IAboutCase
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

    /// <summary>The words of a closed list, for a choice.</summary>
    public IEnumerable<SelectListItem> Choice<TEnum>(string list)
        where TEnum : struct, Enum => Words.All<TEnum>().Select(word => new SelectListItem(T[$"{list}.{word}"], word));
}
