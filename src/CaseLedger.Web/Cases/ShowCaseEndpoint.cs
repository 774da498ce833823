using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Domain.History;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.Duties;
using CaseLedger.Web.Http;
using CaseLedger.Web.Incidents;
using CaseLedger.Web.Readings;
using CaseLedger.Web.ReadSide;
using CaseLedger.Web.Statements;
using NodaTime;

namespace CaseLedger.Web.Cases;

/// <summary>How a case stands.</summary>
/// <param name="Isrc">The recording.</param>
/// <param name="Display">The recording in the form for people.</param>
/// <param name="Version">Of its newest event; what <c>If-Match</c> takes.</param>
/// <param name="Status">watched, open or resolved.</param>
/// <param name="Title">The recording's title; absent while it is only watched, as everything that its opening says.</param>
/// <param name="Artist">The name that the artist goes by.</param>
/// <param name="ArtistAccount">Who may see it as its artist.</param>
/// <param name="Channel">How it reached the distributor.</param>
/// <param name="ReleaseDate">The first day on which it could be streamed.</param>
/// <param name="Note">What the opening says beside.</param>
/// <param name="Began">When the matter began, where that was before it was recorded.</param>
/// <param name="OpenedAt">When the opening was recorded.</param>
/// <param name="Assignee">Who works on it.</param>
/// <param name="WaitingOn">Whose move it is, while it is open.</param>
/// <param name="Resolution">How it was settled, while it is.</param>
/// <param name="ResolvedAt">When.</param>
/// <param name="Missing">What is missing.</param>
/// <param name="Evidence">What was sent already.</param>
/// <param name="Gap">Each store's totals.</param>
/// <param name="Contradictions">How many propositions somebody affirms and somebody denies, both standing.</param>
/// <param name="Links">The cases that belong to it; of an artist, their own.</param>
/// <param name="Followers">Who wants to hear how it ends; not shown to artists.</param>
/// <param name="FirstRecordedAt">When its first event was recorded.</param>
/// <param name="LastRecordedAt">When its newest event was recorded.</param>
internal sealed record CaseSummaryAnswer(
    Isrc Isrc,
    string Display,
    int Version,
    CaseStatus Status,
    string? Title,
    string? Artist,
    AccountId? ArtistAccount,
    Channel? Channel,
    Day? ReleaseDate,
    string? Note,
    ObservedBody? Began,
    Instant? OpenedAt,
    AccountId? Assignee,
    WaitingOnAnswer? WaitingOn,
    Slug? Resolution,
    Instant? ResolvedAt,
    MissingAnswer Missing,
    EvidenceSentAnswer Evidence,
    IReadOnlyList<GapAnswer> Gap,
    int Contradictions,
    IReadOnlyList<CaseLink> Links,
    IReadOnlyList<CaseFollower>? Followers,
    Instant FirstRecordedAt,
    Instant LastRecordedAt);

/// <summary>What a case lacks.</summary>
/// <param name="OpenRequests">What was asked for and not answered.</param>
/// <param name="OverduePromises">What was promised and is late.</param>
/// <param name="Challenge">Of each store, how many more days a challenge needs.</param>
internal sealed record MissingAnswer(
    IReadOnlyList<DutyAnswer> OpenRequests, IReadOnlyList<DutyAnswer> OverduePromises, IReadOnlyList<MissingDaysAnswer> Challenge);

/// <summary>How many more days a challenge of a store needs.</summary>
internal sealed record MissingDaysAnswer(Store Store, int Missing, bool Ready);

/// <summary>What was sent already: "evidence sent n times".</summary>
/// <param name="Times">How often something was sent.</param>
/// <param name="ByWhat">The same, by what it was.</param>
/// <param name="Items">Each, in the order recorded.</param>
internal sealed record EvidenceSentAnswer(int Times, IReadOnlyDictionary<string, int> ByWhat, IReadOnlyList<EvidenceAnswer> Items);

internal static class ShowCaseEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<CaseSummaryAnswer>("/{isrc}", Get, Role.Staff | Role.Artist, "How a case stands, and what it lacks")
            .WithMetadata(AnswerHeader.Version);

    private static async Task<IResult> Get(
        IsrcInPath isrc,
        Query<NoQuery> query,
        Caller caller,
        CaseTable cases,
        ReadingTable readings,
        IncidentTable incidents,
        StatementTable statements,
        DutyTable duties,
        IClock clock,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (await cases.Find(isrc.Value, caller, cancellationToken) is not { } found)
        {
            return Problems.NotFound;
        }

        var today = Day.Of(clock.GetCurrentInstant());
        var of = await readings.Of(isrc.Value, new(), cancellationToken);
        var spans = await incidents.Spans(cancellationToken);
        var owed = await duties.List(new(isrc.Value, today, null), caller, -1, int.MaxValue, cancellationToken);
        var said = await statements.Of(isrc.Value, caller, cancellationToken);
        var sent = await cases.Evidence(isrc.Value, cancellationToken);
        var links = await cases.Links(isrc.Value, cancellationToken);
        if (caller.SeesSomeOnly)
        {
            var seen = await cases.Seen([.. links.Select(link => link.Isrc)], caller, cancellationToken);
            links.RemoveAll(link => !seen.Contains(link.Isrc));
        }

        var open = owed.Where(duty => duty.Settled is null).Select(duty => DutyAnswer.Of(duty, today)).ToArray();
        var challenge = ShowReadinessEndpoint.ByStore(of, spans, today);
        context.Response.Headers.ETag = $"\"{found.Version}\"";
        return TypedResults.Ok(new CaseSummaryAnswer(
            found.Isrc, found.Isrc.Display, found.Version, found.Status, found.Title, found.Artist, found.ArtistAccount, found.Channel,
            found.ReleaseDate, found.Note, found.Began?.Shown(), found.OpenedAt, found.Assignee, CaseAnswer.Of(found).WaitingOn,
            found.Resolution, found.ResolvedAt,
            new(
                [.. open.Where(duty => duty.Kind == DutiesProjection.Request)],
                [.. open.Where(duty => duty.Kind == DutiesProjection.Promise && duty.Overdue)],
                [.. challenge.Select(store => new MissingDaysAnswer(store.Store, store.Missing, store.IsReady))]),
            new(
                sent.Count,
                sent.GroupBy(piece => Words.Of(piece.What)).ToDictionary(group => group.Key, group => group.Count()),
                [.. sent.Select(EvidenceAnswer.Of)]),
            GapAnswer.Of(DayHistory.OfMany(of)),
            Contradictions.Of(said.Select(row => row.Statement)).Count(contradiction => contradiction.Stands),
            links,
            caller.IsArtist ? null : await cases.Followers(isrc.Value, cancellationToken),
            found.FirstRecordedAt,
            found.LastRecordedAt));
    }
}
