using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using CaseLedger.Web.Timeline;
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
        Query<DutiesQuery> query, Caller caller, DutyTable duties, WithheldEvents withheld, IClock clock, CancellationToken cancellationToken)
    {
        var ask = query.Value;
        if (Place.Of(ask, Day.Of(clock.GetCurrentInstant())) is not var (after, asOf))
        {
            return Problems.ForeignCursor;
        }

        var limit = ask.Limit ?? PageLimit.Usual;
        var read = await duties.List(new(ask.Isrc, asOf, ask.Overdue), caller, after, limit.AndOneMore, cancellationToken);
        var page = Page.Of(read, limit, duty => Cursor.Of($"{duty.Position}", $"{asOf}"));
        var unseen = await withheld.Among(page.Items.SelectMany(duty => duty.Settled?.EventIds ?? []).ToHashSet(), caller, cancellationToken);
        return TypedResults.Ok(page.Select(duty => DutyAnswer.Of(duty with { Settled = Blanked(duty.Settled, unseen) }, asOf)));
    }

    // That something private answers a request is itself private.
    private static DutySettlement? Blanked(DutySettlement? settled, HashSet<Guid> unseen) =>
        settled is { EventIds: { } answers } && answers.Any(unseen.Contains)
            ? settled with { EventIds = answers.Where(id => !unseen.Contains(id)).ToArray() is { Length: > 0 } seen ? seen : null }
            : settled;

    /// <summary>Where the list goes on. The day of judging belongs to it: at midnight, in the middle of paging, what is late would shift.</summary>
    private sealed record Place(long After, Day AsOf)
    {
        public static Place? Of(DutiesQuery ask, Day today) => ask.Cursor switch
        {
            null => new(-1, ask.AsOf ?? today),
            { Parts: [_, var text] } cursor when cursor.TryNumber(0, out var after) && Day.TryParse(text, out var asOf) && (ask.AsOf ?? asOf) == asOf =>
                new(after, asOf),
            _ => null,
        };
    }
}
