using CaseLedger.Web.Hosting;
using CaseLedger.Web.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace CaseLedger.Web.Languages;

/// <summary>Takes a reader's choice of language and goes back to where they were.</summary>
[AllowAnonymous]
internal sealed class LanguagePage(ServerSettings settings) : LedgerPage(settings)
{
    /// <summary>There is nothing to see here.</summary>
    public IActionResult OnGet() => Redirect("/");

    /// <summary>Keeps the choice. A page that a form was sent to cannot be gone back to; then it is the first one.</summary>
    public IActionResult OnPost(string? language, string? back)
    {
        if (Language.Find(language) is { } chosen)
        {
            ReaderLanguage.Keep(HttpContext, chosen);
        }

        return Redirect(Url.IsLocalUrl(back) ? back! : "/");
    }
}
