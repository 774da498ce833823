using CaseLedger.Ledger.Projections;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.ReadSide;

/// <summary>How a projection stands.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The version of the code that made its tables.</param>
/// <param name="Position">The next event that it will apply.</param>
/// <param name="Lag">Events recorded and not yet applied.</param>
/// <param name="Status">current, behind or failed.</param>
/// <param name="FailedAt">Position of the event that stopped it.</param>
/// <param name="Failure">Why it stopped.</param>
internal sealed record ProjectionAnswer(string Name, int Version, long Position, long Lag, string Status, long? FailedAt, string? Failure)
{
    public static ProjectionAnswer Of(ProjectionStatus status) => new(
        status.Name, status.Version, status.Position, status.Lag,
        status.FailedAt is not null ? "failed" : status.Lag > 0 ? "behind" : "current",
        status.FailedAt, status.Failure);
}

/// <summary>All projections.</summary>
internal sealed record ProjectionsAnswer(IReadOnlyList<ProjectionAnswer> Items);

internal static class ShowProjectionsEndpoint
{
    public static void Map(RouteGroupBuilder api) =>
        api.MapRead<ProjectionsAnswer>("/projections", Get, Role.Manager, "How far the views are").WithTags("Operations");

    private static async Task<IResult> Get(Query<NoQuery> query, ProjectionDaemon projections, CancellationToken cancellationToken) =>
        TypedResults.Ok(new ProjectionsAnswer([.. (await projections.Status(cancellationToken)).Select(ProjectionAnswer.Of)]));
}
