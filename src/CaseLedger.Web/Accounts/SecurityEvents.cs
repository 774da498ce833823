using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using CaseLedger.Web.Access;

namespace CaseLedger.Web.Accounts;

/// <summary>How somebody signed in.</summary>
internal enum SignInBy
{
    /// <summary>By password alone.</summary>
    Password,

    /// <summary>By password and the code of an authenticator.</summary>
    SecondFactor,

    /// <summary>By password and a recovery code.</summary>
    RecoveryCode,

    /// <summary>By passkey.</summary>
    Passkey,

    /// <summary>By the invitation that made the account.</summary>
    Invitation,
}

/// <summary>Why somebody did not sign in: for the log, never for whoever tried.</summary>
internal enum SignInFailure
{
    /// <summary>No account has this address.</summary>
    NoSuchAccount,

    /// <summary>The account is disabled.</summary>
    Disabled,

    /// <summary>The account is locked for a while.</summary>
    LockedOut,

    /// <summary>The password is wrong.</summary>
    WrongPassword,

    /// <summary>The second factor is wrong.</summary>
    WrongCode,

    /// <summary>The passkey is nobody's, or not rightly used.</summary>
    BadPasskey,
}

/// <summary>
/// What happens to accounts and to access, for the operator's log: each has an id and a name that stay, and bears its actor.
/// </summary>
/// <remarks>
/// The actor is the pseudonymous account that events bear; where nobody is known, the address. No message takes an e-mail,
/// a secret, a path (a link's secret stands in it) or anything that a form held. How many lines strangers can cause is
/// bounded by the limits of <see cref="LimitsSetup"/>: what is not bounded by them is said once a minute.
/// </remarks>
internal sealed partial class SecurityEvents(ILogger<SecurityEvents> log) : IDisposable
{
    // Of this process only: within one log, the same unknown address is seen to be the same, and nobody can go back from it.
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    private const int HashShown = 8;

    private readonly PartitionedRateLimiter<string> _once = PartitionedRateLimiter.Create<string, string>(who =>
        RateLimitPartition.GetFixedWindowLimiter(who, _ => new() { PermitLimit = 1, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <summary>Who sends a request: the account, else the address.</summary>
    public static string ActorOf(HttpContext context) => Caller.Of(context)?.Account.ToString() ?? AddressOf(context);

    /// <summary>Where a request comes from.</summary>
    public static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString()
        : IPAddress.None.ToString();

    /// <summary>An e-mail of which no account is known, so that tries at the same one are seen to be that.</summary>
    public static string NameOf(string email) =>
        $"unknown:{Convert.ToHexStringLower(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(email.Trim().ToUpperInvariant())))[..HashShown]}";

    /// <summary>What was asked for, without what somebody put in its place.</summary>
    public static string RouteOf(HttpContext context) =>
        $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "nothing that there is"}";

    /// <summary>Somebody signed in.</summary>
    [LoggerMessage(1001, LogLevel.Information, "{Actor} signed in by {How} from {Address}", EventName = "signed-in")]
    public partial void SignedIn(string actor, SignInBy how, string address);

    /// <summary>Somebody did not sign in.</summary>
    [LoggerMessage(1002, LogLevel.Warning, "A sign-in as {Actor} failed ({Why}) from {Address}", EventName = "sign-in-failed")]
    public partial void SignInFailed(string actor, SignInFailure why, string address);

    /// <summary>An account is locked for a while, after too many wrong tries.</summary>
    [LoggerMessage(1003, LogLevel.Warning, "{Actor} is locked out after too many wrong tries, the last from {Address}", EventName = "locked-out")]
    public partial void LockedOut(string actor, string address);

    /// <summary>A session ended.</summary>
    [LoggerMessage(1004, LogLevel.Information, "{Actor} signed out", EventName = "signed-out")]
    public partial void SignedOut(string actor);

    /// <summary>All sessions of an account ended.</summary>
    [LoggerMessage(1005, LogLevel.Information, "{Actor} signed out everywhere", EventName = "signed-out-everywhere")]
    public partial void SignedOutEverywhere(string actor);

    /// <summary>Somebody who is signed in could not show that it is still them.</summary>
    [LoggerMessage(1006, LogLevel.Warning, "{Actor} is signed in and gave a wrong password or code, from {Address}", EventName = "proof-failed")]
    public partial void ProofFailed(string actor, string address);

    /// <summary>A password was changed.</summary>
    [LoggerMessage(1101, LogLevel.Information, "{Actor} changed their password", EventName = "password-changed")]
    public partial void PasswordChanged(string actor);

    /// <summary>The second factor was turned on.</summary>
    [LoggerMessage(1102, LogLevel.Information, "{Actor} turned the second factor on", EventName = "second-factor-on")]
    public partial void SecondFactorOn(string actor);

    /// <summary>The second factor was turned off.</summary>
    [LoggerMessage(1103, LogLevel.Information, "{Actor} turned the second factor off", EventName = "second-factor-off")]
    public partial void SecondFactorOff(string actor);

    /// <summary>Recovery codes were made.</summary>
    [LoggerMessage(1104, LogLevel.Information, "{Actor} got {Count} recovery codes", EventName = "recovery-codes-made")]
    public partial void RecoveryCodesMade(string actor, int count);

    /// <summary>A recovery code was used up.</summary>
    [LoggerMessage(1105, LogLevel.Information, "{Actor} used a recovery code; {Left} are left", EventName = "recovery-code-used")]
    public partial void RecoveryCodeUsed(string actor, int left);

    /// <summary>A passkey was added.</summary>
    [LoggerMessage(1106, LogLevel.Information, "{Actor} added a passkey", EventName = "passkey-added")]
    public partial void PasskeyAdded(string actor);

    /// <summary>A passkey was removed.</summary>
    [LoggerMessage(1107, LogLevel.Information, "{Actor} removed a passkey", EventName = "passkey-removed")]
    public partial void PasskeyRemoved(string actor);

    /// <summary>An invitation was made.</summary>
    [LoggerMessage(1201, LogLevel.Information, "{Actor} invited a new {Role}: invitation {Invitation}", EventName = "invitation-made")]
    public partial void InvitationMade(string actor, string role, Guid invitation);

    /// <summary>An invitation was used.</summary>
    [LoggerMessage(1202, LogLevel.Information, "{Actor} used the invitation {Invitation} of {By} from {Address}", EventName = "invitation-used")]
    public partial void InvitationUsed(string actor, Guid invitation, string by, string address);

    /// <summary>An invitation was revoked.</summary>
    [LoggerMessage(1203, LogLevel.Information, "{Actor} revoked the invitation {Invitation}", EventName = "invitation-revoked")]
    public partial void InvitationRevoked(string actor, Guid invitation);

    /// <summary>An account was made.</summary>
    [LoggerMessage(1204, LogLevel.Information, "{Actor} made the account {Account}", EventName = "account-made")]
    public partial void AccountMade(string actor, string account);

    /// <summary>An account may not sign in any more.</summary>
    [LoggerMessage(1205, LogLevel.Information, "{Actor} disabled the account {Account}", EventName = "account-disabled")]
    public partial void AccountDisabled(string actor, string account);

    /// <summary>A disabled account may sign in again.</summary>
    [LoggerMessage(1206, LogLevel.Information, "{Actor} enabled the account {Account}", EventName = "account-enabled")]
    public partial void AccountEnabled(string actor, string account);

    /// <summary>A link was made by which somebody chooses a new password.</summary>
    [LoggerMessage(1207, LogLevel.Information, "{Actor} made a reset link for {Account} (second factor and passkeys too: {Factors})", EventName = "reset-link-made")]
    public partial void ResetLinkMade(string actor, string account, bool factors);

    /// <summary>A password was set by a link or a verb, without the old one.</summary>
    [LoggerMessage(1208, LogLevel.Warning, "{Actor} reset the password of {Account}", EventName = "password-reset")]
    public partial void PasswordReset(string actor, string account);

    /// <summary>The second factor and the passkeys of an account were taken away by a link or a verb.</summary>
    [LoggerMessage(1209, LogLevel.Warning, "{Actor} reset the second factor and the passkeys of {Account}", EventName = "second-factor-reset")]
    public partial void SecondFactorReset(string actor, string account);

    /// <summary>A token was made.</summary>
    [LoggerMessage(1301, LogLevel.Information, "{Actor} made the token {Token} for {Account}", EventName = "token-made")]
    public partial void TokenMade(string actor, Guid token, string account);

    /// <summary>A token was revoked.</summary>
    [LoggerMessage(1302, LogLevel.Information, "{Actor} revoked the token {Token}", EventName = "token-revoked")]
    public partial void TokenRevoked(string actor, Guid token);

    /// <summary>Somebody known was refused what they may not do; said once a minute of each.</summary>
    public void AccessRefused(HttpContext context)
    {
        if (IsFirst($"access {ActorOf(context)}"))
        {
            AccessRefused(ActorOf(context), RouteOf(context));
        }
    }

    /// <summary>A form or a write came without the token of our pages; said once a minute of each sender.</summary>
    public void AntiforgeryRefused(HttpContext context)
    {
        if (IsFirst($"antiforgery {ActorOf(context)}"))
        {
            AntiforgeryRefused(ActorOf(context), RouteOf(context));
        }
    }

    /// <summary>A write came from another site; said once a minute of each sender.</summary>
    public void ForeignOriginRefused(HttpContext context)
    {
        if (IsFirst($"origin {ActorOf(context)}"))
        {
            ForeignOriginRefused(ActorOf(context), RouteOf(context));
        }
    }

    /// <summary>More was sent than one sends; said once a minute of each sender.</summary>
    public void RateLimited(string actor, HttpContext context)
    {
        if (IsFirst($"rate {actor}"))
        {
            RateLimited(actor, RouteOf(context), AddressOf(context));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _once.Dispose();

    [LoggerMessage(1401, LogLevel.Warning, "{Actor} may not do {Route} and was refused", EventName = "access-refused")]
    private partial void AccessRefused(string actor, string route);

    [LoggerMessage(1402, LogLevel.Warning, "{Actor} was refused {Route}: no antiforgery token", EventName = "antiforgery-refused")]
    private partial void AntiforgeryRefused(string actor, string route);

    [LoggerMessage(1403, LogLevel.Warning, "{Actor} was refused {Route}: it came from another origin", EventName = "foreign-origin-refused")]
    private partial void ForeignOriginRefused(string actor, string route);

    [LoggerMessage(1404, LogLevel.Warning, "{Actor} sends too much: {Route} from {Address} was refused", EventName = "rate-limited")]
    private partial void RateLimited(string actor, string route, string address);

    private bool IsFirst(string what)
    {
        using var lease = _once.AttemptAcquire(what);
        return lease.IsAcquired;
    }
}
