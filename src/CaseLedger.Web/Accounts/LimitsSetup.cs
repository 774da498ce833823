using System.Threading.RateLimiting;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Accounts;

/// <summary>How much one caller may send: signing in by address, writing by account.</summary>
internal static class LimitsSetup
{
    /// <summary>Registers the limits.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services, ServerSettings settings) =>
        services.AddRateLimiter(limits =>
        {
            limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limits.OnRejected = async (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "60";
                if (!rejected.HttpContext.WantsPage())
                {
                    await Problems.TooMany.ExecuteAsync(rejected.HttpContext);
                }
            };
            limits.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Partition(context, settings));
        });

    private static RateLimitPartition<string> Partition(HttpContext context, ServerSettings settings)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        if (request.Path.StartsWithSegments("/sign-in") || request.Path.StartsWithSegments("/invitation"))
        {
            return AMinute($"address {context.Connection.RemoteIpAddress}", settings.SignInsPerMinute);
        }

        // Programs with a token are held back by the ledger's queue; a session is one person.
        return Caller.Of(context) is { } caller && request.Headers.Authorization.Count == 0
            ? AMinute($"account {caller.Account}", settings.WritesPerMinute)
            : RateLimitPartition.GetNoLimiter("");
    }

    private static RateLimitPartition<string> AMinute(string who, int times) =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new() { PermitLimit = times, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });
}
