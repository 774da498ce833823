using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace CaseLedger.Web.Pages;

/// <summary>What every page has: somebody for whom it is shown, or an explanation why it is not.</summary>
internal abstract class LedgerPage(ServerSettings settings) : PageModel
{
    // Whatever else the ledger holds, somebody without token is shown the demonstration and nothing more.
    private static readonly Caller Visitor =
        new(AccountId.Parse("agent:visitor"), Role.Agent, null) { OnlyRecordings = [Conversation.A, Conversation.B, Conversation.C] };

    /// <summary>For whom the page is shown: who signed in; in the demonstration, anybody.</summary>
    public Caller Viewer => Caller.Of(HttpContext) ?? Visitor;

    /// <summary>Whether this is the demonstration.</summary>
    public bool IsDemonstration => settings.IsDemonstration;

    /// <summary>What is said instead of the page.</summary>
    public Notice? Notice { get; private set; }

    /// <inheritdoc/>
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        PageSetup.Protect(Response);
        switch (Caller.Of(HttpContext))
        {
            case null when !settings.IsDemonstration:
                Response.Headers.WWWAuthenticate = "Bearer";
                context.Result = await Refuse(Problems.NotSignedIn, Notice.SignIn);
                break;
            case { Role: Role.Ingest }:
                context.Result = await Refuse(Problems.NotAllowed, Notice.NotAllowed);
                break;
            default:
                await next();
                break;
        }
    }

    // A person gets words, a program the same problem as everywhere.
    private async Task<IActionResult> Refuse(Problem problem, Notice notice)
    {
        if (Request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)))
        {
            return Instead(problem.Status, notice);
        }

        await problem.ExecuteAsync(HttpContext);
        return new EmptyResult();
    }

    /// <summary>Shows a notice instead of the page.</summary>
    protected PageResult Instead(int status, Notice notice)
    {
        Notice = notice;
        Response.StatusCode = status;
        return Page();
    }
}

/// <summary>A few words instead of a page.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Text">What to do.</param>
internal sealed record Notice(string Title, string Text)
{
    /// <summary>Nobody is signed in.</summary>
    public static Notice SignIn { get; } = new(
        "Sign-in needed",
        "The pages show cases to those whose cases they are. Send the header “Authorization: Bearer <token>” with a token that your operator made by “token create”.");

    /// <summary>Whoever is signed in is a machine that hands in numbers.</summary>
    public static Notice NotAllowed { get; } = new("Not for this token", "This token hands in numbers. The pages need one of an agent, a manager or an artist.");

    /// <summary>There is no such case, or none that the viewer may see: the same words.</summary>
    public static Notice NoSuchCase { get; } = new("No such case", "There is no case here under this ISRC. Look for it in the list of cases.");
}
