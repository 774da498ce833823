using CaseLedger.Domain;
using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Demonstration;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Languages;
using CaseLedger.Web.Writing;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Npgsql;

namespace CaseLedger.Web.Pages;

/// <summary>What every page has: somebody for whom it is shown, their language, and perhaps a form.</summary>
/// <remarks>Who may open a page says its attribute (<see cref="ForAttribute"/>, <see cref="ForReadersAttribute"/>).</remarks>
internal abstract class LedgerPage(ServerSettings settings) : PageModel
{
    private const string DoneKey = "done";

    // Whatever else the ledger holds, somebody who is not signed in is shown the demonstration and nothing more.
    private static readonly Caller Visitor =
        new(AccountId.Parse("agent:visitor"), Role.Agent, null) { OnlyRecordings = [Conversation.A, Conversation.B, Conversation.C] };

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(2);

    private Wording? _wording;
    private PageForm? _form;
    private long? _recorded;

    /// <summary>For whom the page is shown: who signed in; in the demonstration, anybody.</summary>
    public Caller Viewer => Caller.Of(HttpContext) ?? Visitor;

    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn => Caller.Of(HttpContext) is not null;

    /// <summary>Whether this is the demonstration.</summary>
    public bool IsDemonstration => settings.IsDemonstration;

    /// <summary>Words in the reader's language.</summary>
    public Wording T => _wording ??= new(ReaderLanguage.Of(HttpContext));

    /// <summary>The page's form, as shown or as sent.</summary>
    public PageForm Form => _form ??= new(Request.HasFormContentType ? Request.Form : null, T);

    /// <summary>What is said instead of the page.</summary>
    public Notice? Notice { get; private set; }

    /// <summary>What the reader has just done, said once.</summary>
    public string? Done => TempData[DoneKey] as string;

    /// <summary>Why the form was not recorded, said above it.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Who writes, for the stores: the viewer, on whichever version.</summary>
    protected Reporter Reporter => new(Viewer);

    /// <inheritdoc/>
    /// <remarks>Its name makes the framework take it for the handler of a method PAGE, unless told otherwise.</remarks>
    [NonHandler]
    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerMethod is null)
        {
            // Else the framework shows the page although nobody has filled it.
            context.Result = StatusCode(StatusCodes.Status405MethodNotAllowed);
            return;
        }

        await next();
        if (_recorded is { } position)
        {
            try
            {
                // The next page shows what was done: its views may catch up first, for a while.
                await HttpContext.RequestServices.GetRequiredService<ProjectionDaemon>().WaitFor(position + 1, LongestWait, HttpContext.RequestAborted);
            }
            catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException)
            {
                // It is recorded, and that is what the next page says.
            }
        }
    }

    /// <summary>Shows a notice instead of the page.</summary>
    protected PageResult Instead(Notice notice)
    {
        Notice = notice;
        Response.StatusCode = notice.Status;
        return Page();
    }

    /// <summary>Says on the next page what was done, and goes there, so that reloading sends nothing again.</summary>
    protected RedirectResult Then(string address, string done)
    {
        TempData[DoneKey] = done;
        return Redirect(address);
    }

    /// <summary>What follows a write: the next page with what was done; or a notice; or null where the form is to be shown again.</summary>
    /// <param name="outcome">What became of the command.</param>
    /// <param name="address">Where to go when it is recorded.</param>
    /// <param name="done">What to say then; which event it became unless given.</param>
    protected IActionResult? After(Outcome outcome, string address, string? done = null)
    {
        switch (outcome)
        {
            case Outcome.Recorded(var receipt, var warnings):
                _recorded = receipt.Position;
                var said = done ?? T["done.recorded", receipt.Version];
                return Then(address, OutcomeWording.Of(warnings, T) is { } odd ? $"{said} {odd}" : said);
            case Outcome.RecordedBefore(var receipt):
                return Then(address, T["done.recorded-before", receipt.Version]);
            case Outcome.Denied { Problem.Status: StatusCodes.Status404NotFound }:
                return Instead(Notice.NoSuchCase);
            default:
                Refusal = OutcomeWording.Of(outcome, T);
                Response.StatusCode = StatusCodes.Status409Conflict;
                return null;
        }
    }

    /// <summary>Says above the form why it was not done.</summary>
    protected void Refuse(string why, int status)
    {
        Refusal = why;
        Response.StatusCode = status;
    }

    /// <summary>Shows the form again with what is wrong in it.</summary>
    protected PageResult Again()
    {
        if (!Form.IsGood)
        {
            Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        }

        return Page();
    }
}

/// <summary>A few words instead of a page.</summary>
/// <param name="Key">Its texts are <c>notice.key.title</c> and <c>notice.key.text</c>.</param>
/// <param name="Status">The status of the answer.</param>
internal sealed record Notice(string Key, int Status)
{
    /// <summary>There is no such case, or none that the viewer may see: the same words.</summary>
    public static Notice NoSuchCase { get; } = new("no-such-case", StatusCodes.Status404NotFound);

    /// <summary>Nothing is at this address.</summary>
    public static Notice NoSuchPage { get; } = new("no-such-page", StatusCodes.Status404NotFound);

    /// <summary>The role may not open the page.</summary>
    public static Notice NotAllowed { get; } = new("not-allowed", StatusCodes.Status403Forbidden);

    /// <summary>The antiforgery token is missing, foreign or too old.</summary>
    public static Notice FormStale { get; } = new("form-stale", StatusCodes.Status400BadRequest);

    /// <summary>More was sent than one person sends.</summary>
    public static Notice TooMany { get; } = new("too-many", StatusCodes.Status429TooManyRequests);

    /// <summary>The server failed.</summary>
    public static Notice Fault { get; } = new("fault", StatusCodes.Status500InternalServerError);
}
