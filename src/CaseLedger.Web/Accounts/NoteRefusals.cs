using CaseLedger.Web.Access;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace CaseLedger.Web.Accounts;

/// <summary>Notes in the log whom the server refused, wherever within it that was decided.</summary>
internal sealed class NoteRefusals(RequestDelegate next, SecurityEvents events)
{
    /// <summary>Lets a request through and looks at its answer.</summary>
    public async Task Invoke(HttpContext context)
    {
        await next(context);
        // Said again in words by the status page, it is the same refusal; a foreign origin has its own event.
        if (context.Response.StatusCode == StatusCodes.Status403Forbidden && Caller.Of(context) is not null
            && context.Features.Get<IStatusCodeReExecuteFeature>() is null && !CookieGuard.IsForeignWrite(context.Request))
        {
            events.AccessRefused(context);
        }
    }
}

/// <summary>Notes in the log a page's form that came without its token.</summary>
internal sealed class NoteRefusedForms(SecurityEvents events) : IAlwaysRunResultFilter
{
    /// <inheritdoc/>
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            events.AntiforgeryRefused(context.HttpContext);
        }
    }

    /// <inheritdoc/>
    public void OnResultExecuted(ResultExecutedContext context)
    {
    }
}
