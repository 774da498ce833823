using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Pages;

/// <summary>Says in words what would otherwise be a bare status.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
internal sealed class StatusPage(ServerSettings settings) : LedgerPage(settings)
{
    /// <summary>Shows the words.</summary>
    public IActionResult OnGet(int status) => Said(status);

    /// <summary>The same for a form that was refused.</summary>
    public IActionResult OnPost(int status) => Said(status);

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Said(int status) => Instead(status switch
    {
        StatusCodes.Status400BadRequest => Notice.FormStale,
        StatusCodes.Status403Forbidden => Notice.NotAllowed,
        StatusCodes.Status429TooManyRequests => Notice.TooMany,
        >= StatusCodes.Status500InternalServerError => Notice.Fault,
        _ => Notice.NoSuchPage,
    });
}
