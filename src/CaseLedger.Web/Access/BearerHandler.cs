using System.Security.Claims;
using System.Text.Encodings.Web;
using CaseLedger.Web.Accounts;
using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace CaseLedger.Web.Access;

/// <summary>Signs callers in by <c>Authorization: Bearer …</c> (RFC 6750).</summary>
internal sealed class BearerHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, TokenTable tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    /// <summary>The scheme's name.</summary>
    public const string Name = "Bearer";

    private const string Start = "Bearer ";

    // A longer header is no token of ours; hashing it would be work for nothing.
    private const int LongestSecret = 100;

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Start, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var secret = header[Start.Length..].Trim();
        if (!secret.StartsWith(TokenSecret.Prefix, StringComparison.Ordinal) || secret.Length > LongestSecret
            || await tokens.Find(secret, Context.RequestAborted) is not { } caller)
        {
            return AuthenticateResult.Fail("No valid token.");
        }

        Context.Features.Set(caller);
        // A name, and no identifier: that is what accounts are found by, and a token has none.
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.Name, caller.Account.ToString()), new(ClaimTypes.Role, caller.Role.Word())], Name);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Name));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        Problems.NotSignedIn.ExecuteAsync(Context);

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AccountsSetup.NotAllowed(Context);
}
