using System.Reflection;

namespace CaseLedger.Web.Http;

/// <summary>The header <c>If-Match: "7"</c>: act only on this version (RFC 9110, 13.1.1).</summary>
/// <param name="Version">The version that the caller has seen; null where the header is absent.</param>
/// <param name="Wrong">The problem to answer with.</param>
internal sealed record IfMatch(int? Version, Problem? Wrong) : IReadArgument, IBindableFromHttpContext<IfMatch>
{
    /// <inheritdoc/>
    public static ValueTask<IfMatch?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<IfMatch?>(Read(context.Request.Headers.IfMatch));

    private static IfMatch Read(Microsoft.Extensions.Primitives.StringValues given) => given switch
    {
        [] => new(null, null),
        [['"', .. var text, '"']] when Scalar.TryParseWhole(text, out var version) => new(version, null),
        _ => new(null, Problems.Malformed("If-Match", "expected one version in quotes as \"7\"")),
    };
}
