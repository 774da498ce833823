using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace CaseLedger.Web.OpenApi;

/// <summary>Describes an endpoint from what it was mapped with: its shapes, its address, who may call it, how it refuses.</summary>
internal static class DescribeOperation
{
    private static readonly (int Status, string When)[] Refusals =
    [
        (400, "`malformed`: fields that cannot be read, by name in `errors`"),
        (401, "`not-signed-in`"),
        (403, "`not-allowed`, or a rule about whose it is"),
        (404, "`not-found`: there is none, or it is not yours"),
        (503, "`database-unavailable`, with Retry-After"),
    ];

    private static readonly (int Status, string When)[] WriteRefusals =
    [
        (409, "`id-reused`, or the code of the rule that stands against it"),
        (412, "`version-conflict`, with the actual version"),
        (413, "`body-too-large`"),
        (415, "`unsupported-media-type`"),
        (503, "`overloaded`, `contended` or `not-recorded`: nothing was recorded; `outcome-unknown`: send the same again"),
    ];

    private static readonly (int Status, string When)[] FileRefusals =
    [
        (409, "the code of what is wrong with the file, with what to do and what has to be decided first"),
        (413, "`file-too-large`, `evidence-too-large`"),
        (415, "`evidence-type-refused`, with what was recognised"),
    ];

    /// <summary>Fills in one operation.</summary>
    public static Task Transform(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters = [.. PathParameters(context.Description.RelativePath), .. QueryParameters(metadata)];
        if (metadata.OfType<BodyShape>().FirstOrDefault() is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = ShapeSchema.OfWrite(body.Shape) },
                },
            };
            operation.Parameters.Add(Header(IdempotencyId.Header, "The id, where the body has none."));
            operation.Parameters.Add(Header("If-Match", "The only version on which to record, in quotes."));
            Refuses(operation, WriteRefusals);
        }

        if (metadata.OfType<TakesFile>().Any())
        {
            var file = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" };
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/octet-stream"] = new() { Schema = file },
                    ["multipart/form-data"] = new()
                    {
                        Schema = new OpenApiSchema
                        {
                            Type = JsonSchemaType.Object,
                            Properties = new Dictionary<string, IOpenApiSchema> { [IncomingFile.Field] = file },
                        },
                    },
                },
            };
            operation.Parameters.Add(Header(IncomingFile.NameHeader, "The name of a file that is the whole body, percent-encoded."));
            Refuses(operation, FileRefusals);
        }

        Answers(operation, metadata);
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            return Task.CompletedTask;
        }

        Refuses(operation, Refusals);
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(DescribeApi.Bearer, context.Document)] = [] }];
        if (metadata.OfType<IAllowedRoles>().LastOrDefault() is { } allowed)
        {
            var words = Roles.ByWord.Where(pair => allowed.Roles.HasFlag(pair.Value)).Select(pair => pair.Key);
            operation.Description = $"Who may: {string.Join(", ", words)}.";
        }

        return Task.CompletedTask;
    }

    private static void Answers(OpenApiOperation operation, IList<object> metadata)
    {
        var good = (operation.Responses ?? []).Where(answer => answer.Key.StartsWith('2')).Select(answer => answer.Value).OfType<OpenApiResponse>();
        foreach (var answer in good)
        {
            foreach (var header in metadata.OfType<AnswerHeader>())
            {
                answer.Headers ??= new Dictionary<string, IOpenApiHeader>();
                answer.Headers[header.Name] = new OpenApiHeader
                {
                    Description = header.Meaning,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                };
            }

            foreach (var other in metadata.OfType<AnswerAlsoAs>())
            {
                answer.Content ??= new Dictionary<string, OpenApiMediaType>();
                answer.Content[other.MediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
            }
        }
    }

    private static IEnumerable<IOpenApiParameter> PathParameters(string? path) =>
        RoutePatternFactory.Parse(path ?? "").Parameters.Select(parameter => new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Path,
            Required = true,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        });

    private static IEnumerable<IOpenApiParameter> QueryParameters(IList<object> metadata) =>
        metadata.OfType<QueryShape>().SelectMany(query => query.Shape.Fields).Select(field => new OpenApiParameter
        {
            Name = field.Name,
            In = ParameterLocation.Query,
            Required = !field.IsOptional,
            Schema = ShapeSchema.Of(field),
        });

    private static OpenApiParameter Header(string name, string description) => new()
    {
        Name = name,
        In = ParameterLocation.Header,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };

    private static void Refuses(OpenApiOperation operation, IEnumerable<(int Status, string When)> refusals)
    {
        operation.Responses ??= [];
        foreach (var (status, when) in refusals)
        {
            operation.Responses.TryAdd(status.ToString(), new OpenApiResponse
            {
                Description = when,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = ProblemSchema() } },
            });
        }
    }

    private static OpenApiSchema ProblemSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "type", "title", "status", "code" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Stable, for programs." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };
}
