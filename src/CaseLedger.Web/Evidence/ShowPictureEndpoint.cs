using CaseLedger.Web.Access;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Evidence;

/// <summary>A picture as pages show it: drawn anew, so that nothing of the file but what can be seen reaches a browser.</summary>
internal static class ShowPictureEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/evidence/{sha256}/picture", Get)
            .AddEndpointFilter<RouteHandlerBuilder, RefuseMalformed>()
            .For(Role.People)
            .ExcludeFromDescription();

    private static async Task<IResult> Get(
        FileInPath path, Caller caller, HttpContext context, FileStore files, EvidenceTable table, Renditions renditions, CancellationToken cancellationToken)
    {
        var digest = path.Value;
        if (await table.NameFor(digest, caller, cancellationToken) is null || !files.Has(digest))
        {
            return Problems.NotFound;
        }

        if (await renditions.Of(digest, cancellationToken) is not { } rendition)
        {
            return Problems.NoRendition;
        }

        FetchEvidenceEndpoint.Sandbox(context.Response);
        return TypedResults.Stream(File.OpenRead(rendition.Path), rendition.MediaType);
    }
}
