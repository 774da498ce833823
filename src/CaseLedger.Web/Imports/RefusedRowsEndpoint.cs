using CaseLedger.Web.Access;
using CaseLedger.Web.Evidence;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Imports;

internal static class RefusedRowsEndpoint
{
    public static void Map(RouteGroupBuilder imports) =>
        imports.MapRead<string>("/{id}/refused", Get, Role.All, "The refused rows of a file: line, field, reason, what to do, and the row itself", Csv.MediaType);

    private static async Task<IResult> Get(Query<NoQuery> query, ImportInPath id, Caller caller, ImportStore imports, FileStore files, CancellationToken cancellationToken) =>
        await imports.Find(id.Value, caller, cancellationToken) is { RefusedRows: { } list } import && files.Has(list)
            ? TypedResults.Stream(files.Open(list), $"{Csv.MediaType}; charset=utf-8", $"refused-{import.Id}.csv")
            : Problems.NotFound;
}
