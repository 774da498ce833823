using CaseLedger.Web.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace CaseLedger.Web.OpenApi;

/// <summary>Describes the domain's values in answers as they are written there.</summary>
internal static class DescribeValue
{
    /// <summary>Fills in one schema.</summary>
    public static Task Transform(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type != typeof(string) && Vocabulary.Find(type) is { } scalar)
        {
            var described = ShapeSchema.Of(scalar);
            (schema.Type, schema.Format, schema.Pattern, schema.Enum, schema.Description) =
                (described.Type, described.Format, described.Pattern, described.Enum, described.Description);
            schema.Properties = null;
        }

        return Task.CompletedTask;
    }
}
