using CaseLedger.Web.Accounts;
using CaseLedger.Web.Evidence;
using Npgsql;

namespace CaseLedger.Web.Http;

/// <summary>The outermost layer: whatever goes wrong inside is answered as a problem, and nothing of the inside gets out.</summary>
internal sealed class AnswerFaults(RequestDelegate next, ILogger<AnswerFaults> log)
{
    /// <summary>Answers one request.</summary>
    public async Task Invoke(HttpContext context)
    {
        // Nothing of ours is to be taken for something else than it says it is.
        context.Response.Headers.XContentTypeOptions = "nosniff";
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return; // nobody is left to answer
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await Problems.OfStatus(bad.StatusCode).ExecuteAsync(context);
        }
        catch (NoFileStoreException) when (!context.Response.HasStarted)
        {
            await Problems.NoFileStore.ExecuteAsync(context);
        }
        catch (IOException full) when (FullDisk.Is(full) && !context.Response.HasStarted)
        {
            log.LogError(full, "There is no room on the disk for {Route}", SecurityEvents.RouteOf(context));
            await Problems.NoRoom.ExecuteAsync(context);
        }
        catch (NpgsqlException fault) when (fault.IsTransient && !context.Response.HasStarted)
        {
            log.LogWarning(fault, "The database did not answer {Route}", SecurityEvents.RouteOf(context));
            await Problems.DatabaseUnavailable.ExecuteAsync(context);
        }
        catch (Exception fault) when (!context.Response.HasStarted)
        {
            // The route and not the path: the secret of an invitation stands in the path.
            log.LogError(fault, "{Route} failed", SecurityEvents.RouteOf(context));
            await Problems.ServerFault.ExecuteAsync(context);
        }

        // Routing refuses with a bare status (unknown address, wrong method): it gets its code here.
        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentLength: null, ContentType: null } bare)
        {
            await Problems.OfStatus(bare.StatusCode).ExecuteAsync(context);
        }
    }
}
