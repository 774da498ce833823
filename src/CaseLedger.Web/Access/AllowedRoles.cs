using Microsoft.AspNetCore.Authorization;

namespace CaseLedger.Web.Access;

/// <summary>On an endpoint or a page: who may use it, for authorization, the OpenAPI document and the tests.</summary>
internal interface IAllowedRoles
{
    /// <summary>The roles.</summary>
    Role Roles { get; }
}

/// <summary>On an endpoint: who may call it.</summary>
internal sealed record AllowedRoles(Role Roles) : IAllowedRoles;

/// <summary>On a page: who may open it. A page without this, or an explicit <c>[AllowAnonymous]</c>, is a fault that a test finds.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ForAttribute(Role roles) : AuthorizeAttribute(AccessSetup.PolicyOf(roles)), IAllowedRoles
{
    /// <inheritdoc/>
    Role IAllowedRoles.Roles => roles;
}

/// <summary>On a page that is for everybody who reads cases, and in the demonstration for visitors too.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ForReadersAttribute() : AuthorizeAttribute(AccessSetup.ReadersPolicy), IAllowedRoles
{
    /// <inheritdoc/>
    Role IAllowedRoles.Roles => Role.People;
}
