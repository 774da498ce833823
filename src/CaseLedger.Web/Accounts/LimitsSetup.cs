using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using CaseLedger.Web.Access;
using CaseLedger.Web.Hosting;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Accounts;

/// <summary>How much one caller may send: signing in and writing, by address and by account.</summary>
internal static class LimitsSetup
{
    private const int PrefixBytes = 8;

    // Where strangers try secrets: passwords, passkeys, the links of invitations and resets.
    private static readonly string[] Doors = ["/sign-in", "/invitation", "/reset"];

    /// <summary>Registers the limits.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services, ServerSettings settings) =>
        services
            .AddSingleton(new SignInLimit(settings.SignInsPerAccountPerMinute))
            .AddRateLimiter(limits =>
            {
                limits.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
                limits.OnRejected = async (rejected, _) =>
                {
                    var context = rejected.HttpContext;
                    context.RequestServices.GetRequiredService<SecurityEvents>().RateLimited(SecurityEvents.ActorOf(context), context);
                    context.Response.Headers.RetryAfter = "60";
                    if (!context.WantsPage())
                    {
                        await Problems.TooMany.ExecuteAsync(context);
                    }
                };
                limits.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                    PartitionedRateLimiter.Create<HttpContext, string>(context => ByAddress(context, settings)),
                    PartitionedRateLimiter.Create<HttpContext, string>(context => ByAccount(context, settings)));
            });

    /// <summary>So many a minute for each key; what is idle is forgotten.</summary>
    public static RateLimitPartition<string> AMinute(string who, int times) =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new() { PermitLimit = times, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });

    private static RateLimitPartition<string> ByAddress(HttpContext context, ServerSettings settings)
    {
        if (IsRead(context.Request))
        {
            return RateLimitPartition.GetNoLimiter("");
        }

        var address = Neighbourhood(context.Connection.RemoteIpAddress);
        return Doors.Any(door => context.Request.Path.StartsWithSegments(door)) ? AMinute($"door {address}", settings.SignInsPerMinute)
            : Caller.Of(context) is null ? AMinute($"stranger {address}", settings.StrangerWritesPerMinute)
            : AMinute($"address {address}", settings.AddressWritesPerMinute);
    }

    private static RateLimitPartition<string> ByAccount(HttpContext context, ServerSettings settings) =>
        IsRead(context.Request) || Caller.Of(context) is not { } caller ? RateLimitPartition.GetNoLimiter("")
        // A session is one person; a token may be a pipeline that hands in a whole day at once.
        : context.Request.Headers.Authorization.Count == 0 ? AMinute($"session {caller.Account}", settings.WritesPerMinute)
        : AMinute($"token {caller.Account}", settings.TokenWritesPerMinute);

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    // One subscriber has a whole /64 of IPv6 addresses: counted singly, they would be no limit at all.
    private static string Neighbourhood(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, PrefixBytes)),
        _ => address.ToString(),
    };
}

/// <summary>How often an account may be tried, from wherever: counted by the e-mail that was typed, whether there is such an account or not.</summary>
internal sealed class SignInLimit(int timesAMinute) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter =
        PartitionedRateLimiter.Create<string, string>(email => LimitsSetup.AMinute(email, timesAMinute));

    /// <summary>Counts one try; false where there were too many.</summary>
    public bool Allows(string email)
    {
        using var lease = _limiter.AttemptAcquire(email.Trim().ToUpperInvariant());
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
