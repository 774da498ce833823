using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Readings;

/// <summary>What <c>GET /cases/{isrc}/days/{day}</c> asks for.</summary>
/// <param name="Store">Only this store.</param>
/// <param name="ObservedBy">As of what had been observed by then; a day means its end.</param>
/// <param name="RecordedBy">As of what had been recorded by then; a day means its end.</param>
internal sealed record DayQuery(Store? Store, Moment? ObservedBy, Moment? RecordedBy);

/// <summary>A day's history.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Day">The day, in UTC.</param>
/// <param name="ObservedBy">As of what had been observed by then.</param>
/// <param name="RecordedBy">As of what had been recorded by then.</param>
/// <param name="Stores">Each store's latest numbers.</param>
/// <param name="Readings">Every reading, in the order observed, those withdrawn among them.</param>
internal sealed record DayHistoryAnswer(
    Isrc Isrc, Day Day, Instant? ObservedBy, Instant? RecordedBy, IReadOnlyList<DayAnswer> Stores, IReadOnlyList<ReadingAnswer> Readings);

internal static class ShowDayEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<DayHistoryAnswer>("/{isrc}/days/{day}", Get, Role.Staff | Role.Artist, "How one day's numbers changed, by three clocks");

    private static async Task<IResult> Get(
        IsrcInPath isrc,
        DayInPath day,
        Query<DayQuery> query,
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
        var (observedBy, recordedBy) = (ask.ObservedBy.AsBound(), ask.RecordedBy.AsBound());
        var of = await readings.Of(isrc.Value, new(ask.Store, day.Value, day.Value), cancellationToken);
        var histories = DayHistory.OfMany(of, observedBy, recordedBy);
        // An incident was declared at some moment too: to a look back none is attached that came later.
        var spans = (observedBy ?? recordedBy) is null ? await incidents.Spans(cancellationToken) : [];
        return TypedResults.Ok(new DayHistoryAnswer(
            isrc.Value,
            day.Value,
            observedBy,
            recordedBy,
            [.. histories.Select(history => DayAnswer.Of(history, spans))],
            [.. histories.SelectMany(history => history.Entries).Select(ReadingAnswer.Of)]));
    }
}
