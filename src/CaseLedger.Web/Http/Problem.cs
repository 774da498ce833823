using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CaseLedger.Web.Http;

/// <summary>An error as <c>application/problem+json</c> (RFC 9457) with a stable <c>code</c>.</summary>
/// <remarks>
/// Written by itself and not by the framework's writer, which adds a trace id: two answers that must not be told
/// apart (a case that is hidden and a case that does not exist) would differ in it.
/// </remarks>
internal sealed record Problem(int Status, string Code, string Title) : IResult
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // The answer is never put into a page; readable quotes and dashes are worth more than escapes.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>What went wrong this time, for people.</summary>
    public string? Detail { get; init; }

    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Further members, e.g. the expected and the actual version.</summary>
    public IReadOnlyDictionary<string, object?> More { get; init; } = new Dictionary<string, object?>();

    /// <summary>When it makes sense to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString();
        }

        if (Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer";
        }

        return response.WriteAsJsonAsync(Members(), Json, "application/problem+json", httpContext.RequestAborted);
    }

    private Dictionary<string, object?> Members()
    {
        var members = new Dictionary<string, object?>
        {
            ["type"] = $"urn:caseledger:problem:{Code}",
            ["title"] = Title,
            ["status"] = Status,
            ["code"] = Code,
        };
        if (Detail is not null)
        {
            members["detail"] = Detail;
        }

        if (Errors is not null)
        {
            members["errors"] = Errors;
        }

        foreach (var (name, value) in More)
        {
            members[name] = value;
        }

        return members;
    }
}
