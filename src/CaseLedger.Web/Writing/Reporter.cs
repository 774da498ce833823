using System.Reflection;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Writing;

/// <summary>Who writes, and on which version of what they have seen (<c>If-Match: "7"</c>, RFC 9110, 13.1.1).</summary>
/// <param name="Caller">Who.</param>
/// <param name="IfVersion">The only version on which they want it done; null for any.</param>
internal sealed record Reporter(Caller Caller, int? IfVersion = null) : IReadArgument, IBindableFromHttpContext<Reporter>
{
    /// <inheritdoc/>
    public Problem? Wrong { get; private init; }

    /// <summary>The account that the event will bear.</summary>
    public AccountId Account => Caller.Account;

    /// <summary>The side that they are on.</summary>
    public Party Party => Caller.IsArtist ? Party.Artist : Party.Distributor;

    /// <summary>Whether they may record what this party said or asked: support for anybody, an artist for themselves.</summary>
    public bool SpeaksFor(Party party) => !Caller.IsArtist || party == Party.Artist;

    /// <inheritdoc/>
    public static async ValueTask<Reporter?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var caller = (await Caller.BindAsync(context, parameter))!;
        return context.Request.Headers.IfMatch switch
        {
            [] => new(caller),
            [['"', .. var text, '"']] when Scalar.TryParseWhole(text, out var version) => new(caller, version),
            _ => new(caller) { Wrong = Problems.Malformed("If-Match", "expected one version in quotes, as \"7\"") },
        };
    }
}
