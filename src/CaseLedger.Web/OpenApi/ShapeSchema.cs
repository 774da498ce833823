using System.Text.Json;
using System.Text.Json.Nodes;
using CaseLedger.Web.Http;
using Microsoft.OpenApi;

namespace CaseLedger.Web.OpenApi;

/// <summary>Describes a body or a query from the same shape by which it is read, so that the document cannot promise anything else.</summary>
internal static class ShapeSchema
{
    /// <summary>The schema of an object.</summary>
    public static OpenApiSchema Of(Shape shape) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = shape.Fields.ToDictionary(f => f.Name, f => (IOpenApiSchema)Of(f)),
        Required = shape.Fields.Where(f => f.MustBeWritten || !f.IsOptional).Select(f => f.Name).ToHashSet(),
        AdditionalPropertiesAllowed = false,
    };

    /// <summary>The schema of a write's body: the fields, and the id beside them.</summary>
    public static OpenApiSchema OfWrite(Shape shape)
    {
        var schema = Of(shape);
        schema.Properties!.Add(IdempotencyId.Field, new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = "uuid",
            Description = $"Chosen by you; may stand in the header {IdempotencyId.Header} instead. The same id with the same content is recorded once.",
        });
        return schema;
    }

    /// <summary>The schema of a field.</summary>
    public static OpenApiSchema Of(Field field)
    {
        var one = Vocabulary.Find(field.Type) is { } scalar ? Of(scalar) : Of(Shape.Of(field.Type));
        if (field.MustBeWritten)
        {
            one.Type |= JsonSchemaType.Null;
        }

        return field.IsList ? new() { Type = JsonSchemaType.Array, Items = one, MaxItems = field.MostItems } : one;
    }

    /// <summary>The schema of a value.</summary>
    public static OpenApiSchema Of(Scalar scalar) => new()
    {
        Type = scalar.Kind switch
        {
            JsonValueKind.Number => JsonSchemaType.Integer,
            JsonValueKind.True => JsonSchemaType.Boolean,
            _ => JsonSchemaType.String,
        },
        Description = scalar.Expected,
        Format = scalar.Format,
        Pattern = scalar.Pattern,
        Enum = scalar.Words?.Select(word => (JsonNode)JsonValue.Create(word)).ToList(),
    };
}
