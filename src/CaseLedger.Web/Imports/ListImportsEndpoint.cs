using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Imports;

/// <summary>What <c>GET /imports</c> asks for.</summary>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Limit">How many.</param>
internal sealed record ImportsQuery(Cursor? Cursor, PageLimit? Limit);

internal static class ListImportsEndpoint
{
    public static void Map(RouteGroupBuilder imports) =>
        imports.MapRead<Page<ImportAnswer>>("", Get, Role.All, "Files that were read in, the newest first: staff see all, others their own");

    private static async Task<IResult> Get(Query<ImportsQuery> query, Caller caller, ImportTable imports, ImportRunner runner, CancellationToken cancellationToken)
    {
        var (cursor, limit) = (query.Value.Cursor, query.Value.Limit ?? PageLimit.Usual);
        long? before = null;
        if (cursor is not null)
        {
            if (!cursor.IsNumber(out var position))
            {
                return Problems.ForeignCursor;
            }

            before = position;
        }

        var read = await imports.Newest(caller, before, limit.AndOneMore, cancellationToken);
        return TypedResults.Ok(Page.Of(read, limit, import => Cursor.Of(import.Position)).Select(import => ImportAnswer.Of(import, runner.ProgressOf(import.Id))));
    }
}
