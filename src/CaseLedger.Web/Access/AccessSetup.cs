using CaseLedger.Ledger;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;

namespace CaseLedger.Web.Access;

/// <summary>Puts access into the server: whatever does not say otherwise needs a token.</summary>
internal static class AccessSetup
{
    /// <summary>The tables of access.</summary>
    public static MigrationSet Migrations { get; } = new("access", typeof(AccessSetup).Assembly, "Access/Schema/");

    /// <summary>Registers signing in by token, and closes every door that is not opened on purpose.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<TokenTable>();
        services.AddAuthentication(BearerHandler.Name)
            .AddScheme<AuthenticationSchemeOptions, BearerHandler>(BearerHandler.Name, null);
        // The fallback also covers addresses that nothing answers: a stranger cannot find out what exists.
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder(BearerHandler.Name).RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>Opens an endpoint to roles, and to nobody else.</summary>
    public static TBuilder For<TBuilder>(this TBuilder endpoint, Role roles)
        where TBuilder : IEndpointConventionBuilder
    {
        var words = Roles.ByWord.Where(pair => roles.HasFlag(pair.Value)).Select(pair => pair.Key).ToArray();
        return endpoint.RequireAuthorization(policy => policy
            .AddAuthenticationSchemes(BearerHandler.Name).RequireAuthenticatedUser().RequireRole(words))
            .WithMetadata(new AllowedRoles(roles));
    }
}

/// <summary>On an endpoint: who may call it, for the OpenAPI document and the tests.</summary>
internal sealed record AllowedRoles(Role Roles);
