using System.Security.Claims;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CaseLedger.Web.Accounts;

/// <summary>
/// Makes of a session's cookie the same caller that a token makes. Asked anew at every request: whoever was disabled,
/// or signed out everywhere, is out at once.
/// </summary>
internal sealed class Session(NpgsqlDataSource database, IOptions<IdentityOptions> identity)
{
    /// <summary>Accepts or rejects the session of a request.</summary>
    public async Task Validate(CookieValidatePrincipalContext context)
    {
        var claims = identity.Value.ClaimsIdentity;
        if (Guid.TryParse(context.Principal?.FindFirstValue(claims.UserIdClaimType), out var id)
            && context.Principal.FindFirstValue(claims.SecurityStampClaimType) is { } stamp
            && await Find(id, stamp, context.HttpContext.RequestAborted) is { } caller)
        {
            context.HttpContext.Features.Set(caller);
            context.Principal.AddIdentity(new ClaimsIdentity([new(ClaimTypes.Role, caller.Role.Word())], IdentityConstants.ApplicationScheme));
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private async Task<Caller?> Find(Guid id, string stamp, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "select acts_as, role, artist_account from accounts.account where id = $1 and security_stamp = $2 and disabled_at is null");
        command.Parameters.Add(new() { Value = id });
        command.Parameters.Add(new() { Value = stamp });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new(AccountId.Parse(row.GetString(0)), Roles.ByWord[row.GetString(1)], row.IsDBNull(2) ? null : AccountId.Parse(row.GetString(2)))
            : null;
    }
}
