using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Readings;

/// <summary>What <c>GET /cases/{isrc}/days</c> asks for.</summary>
/// <param name="Store">Only this store.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="ObservedBy">As of what had been observed by then; a day means its end.</param>
/// <param name="RecordedBy">As of what had been recorded by then; a day means its end.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Limit">How many.</param>
internal sealed record DaysQuery(Store? Store, Day? From, Day? To, Moment? ObservedBy, Moment? RecordedBy, Cursor? Cursor, PageLimit? Limit);

internal static class ShowDaysEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<Page<DayAnswer>>("/{isrc}/days", Get, Role.Staff | Role.Artist, "Each day's latest numbers, share and gap");

    private static async Task<IResult> Get(
        IsrcInPath isrc,
        Query<DaysQuery> query,
        Caller caller,
        CaseTable cases,
        ReadingTable readings,
        IncidentTable incidents,
        CancellationToken cancellationToken)
    {
        if (await cases.Find(isrc.Value, caller, cancellationToken) is null)
        {
            return Problems.NotFound;
        }

        var ask = query.Value;
        (Day Day, string Store)? after = null;
        if (ask.Cursor is { } cursor)
        {
            if (cursor.Parts is not [var text, var store] || !Day.TryParse(text, out var day))
            {
                return Problems.ForeignCursor;
            }

            after = (day, store);
        }

        var limit = ask.Limit ?? PageLimit.Usual;
        var days = Page.Of(
            await readings.DaysOf(isrc.Value, new(ask.Store, ask.From, ask.To), after, limit.AndOneMore, cancellationToken),
            limit,
            key => Cursor.Of(key.Day.ToString(), key.Store.ToString()));
        if (days.Items.Count == 0)
        {
            return TypedResults.Ok(new Page<DayAnswer>([], null));
        }

        var of = await readings.Of(isrc.Value, new(ask.Store, days.Items[0].Day, days.Items[^1].Day), cancellationToken);
        var histories = DayHistory.OfMany(of, ask.ObservedBy.AsBound(), ask.RecordedBy.AsBound());
        // An incident was declared at some moment too: to a look back none is attached that came later.
        var spans = (ask.ObservedBy ?? ask.RecordedBy) is null ? await incidents.Spans(cancellationToken) : [];
        var wanted = days.Items.ToHashSet();
        // Fewer than the page has days, where of some nothing was known by then.
        return TypedResults.Ok(new Page<DayAnswer>(
            [.. histories.Where(history => wanted.Contains((history.Day, history.Store))).Select(history => DayAnswer.Of(history, spans))], days.Next));
    }
}
