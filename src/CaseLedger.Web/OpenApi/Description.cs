using CaseLedger.Web.Access;

namespace CaseLedger.Web.OpenApi;

/// <summary>The OpenAPI document.</summary>
internal static class Description
{
    private const string Name = "v1";

    /// <summary>Registers the document.</summary>
    public static IServiceCollection AddDescription(this IServiceCollection services) =>
        services.AddOpenApi(Name, options => options
            .AddDocumentTransformer(DescribeApi.Transform)
            .AddOperationTransformer(DescribeOperation.Transform)
            .AddSchemaTransformer(DescribeValue.Transform));

    /// <summary>Serves it at <c>/openapi/v1.json</c>, to whoever has a token.</summary>
    public static void MapDescription(this IEndpointRouteBuilder routes) => 
        routes.MapOpenApi("/openapi/{documentName}.json").For(Role.All);
}
