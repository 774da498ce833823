using System.Text.Json.Serialization;
using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;

namespace CaseLedger.Web.Readings;

/// <summary>What <c>GET /cases/{isrc}/triangle</c> asks for.</summary>
/// <param name="Store">The store.</param>
/// <param name="Source">Who shows the numbers; Trends unless given.</param>
/// <param name="Measure">What is counted; what the source usually counts unless given.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Limit">How many days.</param>
internal sealed record TriangleQuery(Store Store, Source? Source, Measure? Measure, Day? From, Day? To, Cursor? Cursor, PageLimit? Limit);

/// <summary>A reporting triangle: day by lag.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Store">The store.</param>
/// <param name="Source">Who shows the numbers.</param>
/// <param name="Measure">What is counted.</param>
/// <param name="Items">The days of which a reading stands, in order.</param>
/// <param name="Next">The cursor of the next page.</param>
internal sealed record TriangleAnswer(Isrc Isrc, Store Store, Source Source, Measure Measure, IReadOnlyList<TriangleDayAnswer> Items, string? Next);

/// <summary>A day's row of the triangle.</summary>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Cells">What was shown, by lag.</param>
/// <param name="UnknownWhen">How many readings are left out because nobody knows when they were seen.</param>
internal sealed record TriangleDayAnswer(Day Day, IReadOnlyList<TriangleCellAnswer> Cells, int UnknownWhen)
{
    public static TriangleDayAnswer Of(TriangleDay day) =>
        new(day.Day, [.. day.Cells.Select(cell => new TriangleCellAnswer(cell.Lag, cell.Count, cell.Increment))], day.UnknownWhen);
}

/// <summary>What was shown of a day at one lag.</summary>
/// <param name="Lag">How many days after the day it was seen.</param>
/// <param name="Count">The number up to then; null: not received, which is not a zero.</param>
/// <param name="Increment">The number less the last one before it; absent for the first.</param>
internal sealed record TriangleCellAnswer(
    int Lag, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] StreamCount? Count, long? Increment);

internal static class ShowTriangleEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<TriangleAnswer>(
            "/{isrc}/triangle", Get, Role.Staff | Role.Artist, "The reporting triangle: what a source showed of each day, by how many days later it was seen");

    private static async Task<IResult> Get(
        IsrcInPath isrc, Query<TriangleQuery> query, Caller caller, CaseTable cases, ReadingTable readings, CancellationToken cancellationToken)
    {
        if (await cases.Find(isrc.Value, caller, cancellationToken) is null)
        {
            return Problems.NotFound;
        }

        var ask = query.Value;
        Day? after = null;
        if (ask.Cursor is { } cursor)
        {
            if (cursor.Parts is not [var text] || !Day.TryParse(text, out var day))
            {
                return Problems.ForeignCursor;
            }

            after = day;
        }

        var source = ask.Source ?? Source.Trends;
        var measure = ask.Measure ?? UsualMeasure(source);
        var limit = ask.Limit ?? PageLimit.Usual;
        var days = Page.Of(
            await readings.DaysOf(
                isrc.Value, new(ask.Store, ask.From, ask.To), after is { } last ? (last, ask.Store.ToString()) : null, limit.AndOneMore, cancellationToken),
            limit,
            key => Cursor.Of(key.Day.ToString()));
        IReadOnlyList<Reading> of = days.Items.Count == 0
            ? []
            : await readings.Of(isrc.Value, new(ask.Store, days.Items[0].Day, days.Items[^1].Day), cancellationToken);
        // Fewer than the page has days, where of some only other sources have shown a number.
        return TypedResults.Ok(new TriangleAnswer(
            isrc.Value, ask.Store, source, measure,
            [.. ReportingTriangle.Of(ask.Store, source, measure, of).Days.Select(TriangleDayAnswer.Of)],
            days.Next));
    }

    /// <summary>What a source counts where nothing else is said.</summary>
    public static Measure UsualMeasure(Source source) => source == Source.Trends ? Measure.MonetisedStreams : Measure.Streams;
}
