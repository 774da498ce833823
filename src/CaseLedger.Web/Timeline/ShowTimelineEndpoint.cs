using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Timeline;

/// <summary>What <c>GET /cases/{isrc}/timeline</c> asks for.</summary>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Limit">How many.</param>
internal sealed record TimelineQuery(Cursor? Cursor, PageLimit? Limit);

internal static class ShowTimelineEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<Page<TimelineItem>>("/{isrc}/timeline", Get, Role.Staff | Role.Artist, "The case's events, in order");

    private static async Task<IResult> Get(
        IsrcInPath isrc, Query<TimelineQuery> query, Caller caller, CaseTable cases, CaseTimeline timeline, CancellationToken cancellationToken)
    {
        if (await cases.Find(isrc.Value, caller, cancellationToken) is null)
        {
            return Problems.NotFound;
        }

        var after = 0L;
        if (query.Value.Cursor is { } cursor && (!cursor.IsNumber(out after) || after >= int.MaxValue))
        {
            return Problems.ForeignCursor;
        }

        var limit = query.Value.Limit ?? PageLimit.Usual;
        var read = await timeline.Read(isrc.Value, caller, (int)after + 1, ReadDirection.Forward, limit.AndOneMore, cancellationToken);
        return TypedResults.Ok(Page.Of(read, limit, item => Cursor.Of(item.Version)));
    }
}
