using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Duties;

/// <summary>What <c>GET /duties</c> asks for.</summary>
/// <param name="Overdue">Only what is late; or, where false, only what is not.</param>
/// <param name="Isrc">Only of this case.</param>
/// <param name="AsOf">The day from which lateness is judged; today, in UTC, unless given.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Limit">How many.</param>
internal sealed record DutiesQuery(bool? Overdue, Isrc? Isrc, Day? AsOf, Cursor? Cursor, PageLimit? Limit);

/// <summary>A request or promise.</summary>
/// <param name="Id">The event that asked or promised.</param>
/// <param name="Isrc">The case.</param>
/// <param name="Kind">request or promise.</param>
/// <param name="OwedBy">Whose duty it is.</param>
/// <param name="AskedBy">Who asked; absent for a promise.</param>
/// <param name="Speaker">Who promised, by a display name.</param>
/// <param name="What">What is to be done.</param>
/// <param name="Since">When it was asked or promised.</param>
/// <param name="DueOn">The last day for it; absent where none was named.</param>
/// <param name="Rule">By which an answer is judged.</param>
/// <param name="State">open, answered, kept or withdrawn.</param>
/// <param name="Overdue">It is open, and its last day is over.</param>
/// <param name="Settled">How it ended.</param>
/// <param name="Position">The event's place in the ledger.</param>
/// <param name="RecordedAt">When it was recorded.</param>
internal sealed record DutyAnswer(
    Guid Id,
    Isrc Isrc,
    string Kind,
    Party OwedBy,
    Party? AskedBy,
    string? Speaker,
    string What,
    ObservedBody Since,
    Day? DueOn,
    string? Rule,
    string State,
    bool Overdue,
    DutySettlement? Settled,
    long Position,
    Instant RecordedAt)
{
    public static DutyAnswer Of(Duty duty, Day asOf) => new(
        duty.Id, duty.Isrc, duty.Kind, duty.OwedBy, duty.AskedBy, duty.Speaker, duty.What, duty.Since.Shown(), duty.DueOn, duty.Rule,
        duty.Settled?.Outcome ?? "open",
        Domain.Duties.Overdue.Is(duty.Settled is null, duty.DueOn, asOf),
        duty.Settled, duty.Position, duty.RecordedAt);
}

internal static class ListDutiesEndpoint
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapRead<Page<DutyAnswer>>("/duties", Get, Role.Staff | Role.Artist, "Requests and promises, in the order recorded").WithTags("Duties");

    private static async Task<IResult> Get(
        Query<DutiesQuery> query, Caller caller, DutyTable duties, IClock clock, CancellationToken cancellationToken)
    {
        var ask = query.Value;
        var after = -1L;
        if (ask.Cursor is { } cursor && !cursor.IsNumber(out after))
        {
            return Problems.ForeignCursor;
        }

        var (limit, asOf) = (ask.Limit ?? PageLimit.Usual, ask.AsOf ?? Day.Of(clock.GetCurrentInstant()));
        var read = await duties.List(new(ask.Isrc, asOf, ask.Overdue), caller, after, limit.AndOneMore, cancellationToken);
        return TypedResults.Ok(Page.Of(read, limit, duty => Cursor.Of(duty.Position)).Select(duty => DutyAnswer.Of(duty, asOf)));
    }
}
