using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using Microsoft.AspNetCore.Http.Extensions;

namespace CaseLedger.Web.Cases;

internal static class ListCasesEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<Page<CaseAnswer>>("", Get, Role.Staff | Role.Artist, "Cases; as CSV with Accept: text/csv")
            .WithMetadata(new AnswerAlsoAs(Csv.MediaType), new AnswerHeader("Link", "The address of the next page, with rel=\"next\" (RFC 8288)."));

    private static async Task<IResult> Get(
        Query<CaseListQuery> query, Caller caller, CaseList cases, HttpContext context, CancellationToken cancellationToken)
    {
        if (await cases.Read(query.Value, caller, cancellationToken) is not { } read)
        {
            return Problems.ForeignCursor;
        }

        var page = read.Select(CaseAnswer.Of);
        context.Response.Headers.Vary = "Accept";
        if (page.Next is { } next)
        {
            // CSV has no place for it but the header (RFC 8288).
            context.Response.Headers.Link = $"<{NextAddress(context.Request, next)}>; rel=\"next\"";
        }

        return Csv.IsWanted(context.Request)
            ? Csv.Of(CaseAnswer.Head, page.Items.Select(item => item.Cells()))
            : TypedResults.Ok(page);
    }

    private static string NextAddress(HttpRequest request, string next)
    {
        var query = request.Query.Where(pair => pair.Key != "cursor").Append(new("cursor", next));
        return $"{request.PathBase}{request.Path}{new QueryBuilder(query)}";
    }
}
