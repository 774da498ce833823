using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using Npgsql;

namespace CaseLedger.Web.Writing;

/// <summary>
/// Lets the read side catch up with a write before answering it, so that a person sees what they just did.
/// </summary>
/// <remarks>Bounded: the receipt is good whether or not the views have it. A machine that hands in numbers is not held up.</remarks>
internal sealed class ShowWhatWasDone(ProjectionDaemon projections) : IEndpointFilter
{
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        if (result is Receipted { IsNew: true } done && Caller.Of(context.HttpContext) is { Role: not Role.Ingest })
        {
            try
            {
                await projections.WaitFor(done.Receipt.Position + 1, AtMost, context.HttpContext.RequestAborted);
            }
            catch (Exception fault) when (fault is NpgsqlException or OperationCanceledException)
            {
                // It is recorded: whatever keeps the views from being asked, the caller has to get the receipt.
            }
        }

        return result;
    }
}
