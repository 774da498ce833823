using CaseLedger.Domain;
using CaseLedger.Domain.History;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Readings;

/// <summary>What <c>GET /cases/{isrc}/readiness</c> asks for.</summary>
/// <param name="Store">Only this store.</param>
/// <param name="AsOf">The day from which is looked back; today, in UTC, unless given.</param>
internal sealed record ReadinessQuery(Store? Store, Day? AsOf);

/// <summary>Whether stores can be challenged.</summary>
internal sealed record ReadinessAnswer(Isrc Isrc, Day AsOf, IReadOnlyList<StoreReadinessAnswer> Stores);

/// <summary>Whether one store can be challenged.</summary>
/// <param name="Store">The store.</param>
/// <param name="Ready">There are enough days.</param>
/// <param name="Needed">How many separate days a challenge needs.</param>
/// <param name="Missing">How many more are needed.</param>
/// <param name="Qualifying">The days that count.</param>
/// <param name="Days">Every day with a dashboard reading, and how it is judged.</param>
internal sealed record StoreReadinessAnswer(
    Store Store, bool Ready, int Needed, int Missing, IReadOnlyList<Day> Qualifying, IReadOnlyList<ReadinessDayAnswer> Days)
{
    public static StoreReadinessAnswer Of(Readiness readiness) => new(
        readiness.Store,
        readiness.IsReady,
        Readiness.DaysNeeded,
        readiness.Missing,
        [.. readiness.Qualifying],
        [.. readiness.Days.Select(day => new ReadinessDayAnswer(day.Day, day.Verdict, day.Incident))]);
}

/// <summary>How a day is judged for a challenge.</summary>
internal sealed record ReadinessDayAnswer(Day Day, ReadinessVerdict Verdict, Slug? Incident);

internal static class ShowReadinessEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<ReadinessAnswer>("/{isrc}/readiness", Get, Role.Staff | Role.Artist, "Which days qualify for a challenge, and what is missing");

    private static async Task<IResult> Get(
        IsrcInPath isrc,
        Query<ReadinessQuery> query,
        Caller caller,
        CaseTable cases,
        ReadingTable readings,
        IncidentTable incidents,
        IClock clock,
        CancellationToken cancellationToken)
    {
        if (await cases.Find(isrc.Value, caller, cancellationToken) is null)
        {
            return Problems.NotFound;
        }

        var asOf = query.Value.AsOf ?? Day.Of(clock.GetCurrentInstant());
        var of = await readings.Of(isrc.Value, new(query.Value.Store), cancellationToken);
        var spans = await incidents.Spans(cancellationToken);
        return TypedResults.Ok(new ReadinessAnswer(
            isrc.Value, asOf, [.. ByStore(of, spans, asOf, query.Value.Store).Select(StoreReadinessAnswer.Of)]));
    }

    /// <summary>Judges every store with a dashboard reading, and one that was asked for all the same.</summary>
    public static IEnumerable<Readiness> ByStore(
        IReadOnlyList<Reading> readings, IReadOnlyList<IncidentSpan> incidents, Day asOf, Store? asked = null) =>
        from store in readings.Where(r => r.Source == Source.ArtistDashboard).Select(r => r.Store).Concat(asked is null ? [] : [asked]).Distinct()
        orderby store.ToString()
        select Readiness.Of(store, readings, incidents, asOf);
}
