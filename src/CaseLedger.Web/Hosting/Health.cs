using CaseLedger.Ledger;
using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace CaseLedger.Web.Hosting;

/// <summary>For orchestrators: is the process alive, and can it do its work? Neither tells anything else, so neither asks who calls.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Some orchestrators ask by HEAD.
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly Problem NotReady =
        new(StatusCodes.Status503ServiceUnavailable, "not-ready", "The ledger cannot be read now") { RetryAfter = Patience };

    /// <summary>Maps <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health/live", Methods, Live).AllowAnonymous();
        routes.MapMethods("/health/ready", Methods, Ready).AllowAnonymous();
    }

    private static Ok<HealthBody> Live() => TypedResults.Ok(new HealthBody("live"));

    private static async Task<IResult> Ready(EventLedger ledger, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await ledger.Head(patience.Token);
            return TypedResults.Ok(new HealthBody("ready"));
        }
        catch (Exception fault) when (fault is NpgsqlException || (fault is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return NotReady;
        }
    }
}

/// <summary>How the server is.</summary>
internal sealed record HealthBody(string Status);
