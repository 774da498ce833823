using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

/// <summary>One day of a Trends snapshot; a count that is null was not received, which is not a zero.</summary>
internal sealed record TrendsCountBody(
    Day Day,
    [WrittenEvenIfNull] StreamCount? Count,
    StreamCount? StreamsTotal,
    StreamCount? NonMonetised,
    StreamCount? ShortPlays);

internal sealed record TakeTrendsSnapshotBody(
    Store Store,
    Moment? TakenAt,
    ObservedBody? Observed,
    bool? Approximate,
    IReadOnlyList<TrendsCountBody> Readings,
    string? Note) : IChecked
{
    public void Check(string path, Faults faults) => When.Check(path, faults, "takenAt", TakenAt, Observed);
}

internal static class TakeTrendsSnapshotEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/trends-snapshots", Post, Role.Agent | Role.Ingest, "Hand in what Trends showed");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<TakeTrendsSnapshotBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var snapshot = body.Value;
        var command = new TakeTrendsSnapshot(
            body.Id, reporter.Account, snapshot.Store, When.Read(snapshot.TakenAt, snapshot.Observed, snapshot.Approximate),
            snapshot.Readings.Select(r => new TrendsCount(r.Day, r.Count, r.StreamsTotal, r.NonMonetised, r.ShortPlays)).ToValueList(),
            snapshot.Note);
        var outcome = await cases.Handle(isrc.Value, reporter, command, TakingTrendsSnapshot.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
