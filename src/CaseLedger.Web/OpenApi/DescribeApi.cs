using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseLedger.Web.OpenApi;

/// <summary>What holds of the API as a whole.</summary>
internal static class DescribeApi
{
    /// <summary>The name of the way to sign in.</summary>
    public const string Bearer = "bearer";

    /// <summary>Fills in the document.</summary>
    public static Task Transform(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new()
        {
            Title = "CaseLedger",
            Version = "v1",
            Description = """
                Where a music distributor and its artists settle why a store shows more streams, with evidence.

                Every write carries an id chosen by the caller: the first time it is answered with 201 and the receipt, the
                same again with 200 and the same receipt, the same id with other content with 409 `id-reused`. `If-Match: "7"`
                records only on that version, or is answered with 412 `version-conflict`. Every error is
                `application/problem+json` with a stable `code`; malformed fields stand in `errors`.
                """,
        };
        document.Components ??= new();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A token made by `token create`.",
        };
        return Task.CompletedTask;
    }
}
