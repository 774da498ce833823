using CaseLedger.Ledger;
using CaseLedger.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace CaseLedger.Web.Access;

/// <summary>Puts access into the server: whatever does not say otherwise needs a token or a session.</summary>
internal static class AccessSetup
{
    /// <summary>The policy of pages that everybody reads: see <see cref="ForReadersAttribute"/>.</summary>
    public const string ReadersPolicy = "readers";

    /// <summary>The tables of access.</summary>
    public static MigrationSet Migrations { get; } = new("access", typeof(AccessSetup).Assembly, "Access/Schema/");

    /// <summary>Registers signing in by token, and closes every door that is not opened on purpose.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<TokenTable>();
        services.AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.Name, null);
        var policies = services.AddAuthorizationBuilder()
            // The fallback also covers addresses that nothing answers: a stranger cannot find out what exists.
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        for (var roles = Role.None + 1; roles <= Role.All; roles++)
        {
            var words = roles.Words();
            policies.AddPolicy(PolicyOf(roles), policy => policy.RequireAuthenticatedUser().RequireRole(words));
        }

        policies.AddPolicy(ReadersPolicy, policy => policy.RequireAssertion(MayRead));
        return services;
    }

    /// <summary>Opens an endpoint to roles, and to nobody else.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, Role roles)
        where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(PolicyOf(roles)).WithMetadata(new AllowedRoles(roles));

    // Visitors are shown the demonstration's own cases and no others: see LedgerPage.
    private static bool MayRead(AuthorizationHandlerContext context) =>
        Role.People.Words().Any(context.User.IsInRole)
        || (context is { User.Identity.IsAuthenticated: not true, Resource: HttpContext http }
            && http.RequestServices.GetRequiredService<ServerSettings>().IsDemonstration);

    /// <summary>The name of the policy that lets some roles in, and nobody else.</summary>
    public static string PolicyOf(Role roles) => $"roles: {string.Join(", ", roles.Words())}";
}
