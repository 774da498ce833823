using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Imports;

internal static class ShowImportEndpoint
{
    public static void Map(RouteGroupBuilder imports) =>
        imports.MapRead<ImportAnswer>("/{id}", Get, Role.All, "How far the reading-in of a file has come, and what became of its rows");

    private static async Task<IResult> Get(Query<NoQuery> query, ImportInPath id, Caller caller, ImportStore imports, ImportRunner runner, CancellationToken cancellationToken) =>
        await imports.Find(id.Value, caller, cancellationToken) is { } import ? TypedResults.Ok(ImportAnswer.Of(import, runner.ProgressOf(import.Id))) : Problems.NotFound;
}
