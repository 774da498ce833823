using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Evidence;

/// <summary>The file of <c>/evidence/{sha256}</c>.</summary>
internal sealed class FileInPath : InPath<Sha256>, IBindableFromHttpContext<FileInPath>
{
    private FileInPath(HttpContext context)
        : base(context, "sha256")
    {
    }

    /// <inheritdoc/>
    public static ValueTask<FileInPath?> BindAsync(HttpContext context, System.Reflection.ParameterInfo parameter) =>
        ValueTask.FromResult<FileInPath?>(new(context));
}

internal static class FetchEvidenceEndpoint
{
    private const int DigitsOfAName = 12;

    public static void Map(RouteGroupBuilder evidence) =>
        evidence.MapRead<byte[]>("/{sha256}", Get, Role.People, "The bytes of a piece of evidence, as they were sent", "application/octet-stream")
            .WithMetadata(new AnswerHeader("Content-Disposition", "Always an attachment, with the name under which it was sent."));

    /// <summary>On an answer with somebody's bytes: to be saved and not shown, to be run by nothing, and to be kept by no cache.</summary>
    public static void Sandbox(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "private, no-store";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    private static async Task<IResult> Get(
        Query<NoQuery> query, FileInPath path, Caller caller, HttpContext context, FileStore files, EvidenceTable table, CancellationToken cancellationToken)
    {
        var digest = path.Value;
        // An absent file and a foreign one are refused alike, before the disk is asked.
        if (await table.NameFor(digest, caller, cancellationToken) is not { } name || !files.Has(digest))
        {
            return Problems.NotFound;
        }

        var file = files.Open(digest);
        var type = FileRecognition.Of(file).Type;
        file.Position = 0;
        Sandbox(context.Response);
        // An event's name is what somebody typed: it is cleaned as an upload's is.
        var called = IncomingFile.Clean(name, $"evidence-{digest.ToString()[..DigitsOfAName]}.{type?.Ending() ?? "bin"}");
        return TypedResults.Stream(file, type?.MediaType() ?? "application/octet-stream", called);
    }
}
