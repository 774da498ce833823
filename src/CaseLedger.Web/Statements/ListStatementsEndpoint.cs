using CaseLedger.Domain;
using CaseLedger.Domain.Statements;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.Readings;
using CaseLedger.Web.ReadSide;
using NodaTime;

namespace CaseLedger.Web.Statements;

/// <summary>What <c>GET /cases/{isrc}/statements</c> asks for.</summary>
/// <param name="Proposition">Only what affirms or denies this.</param>
/// <param name="Cursor">Where to go on.</param>
/// <param name="Limit">How many.</param>
internal sealed record StatementsQuery(Slug? Proposition, Cursor? Cursor, PageLimit? Limit);

/// <summary>What was said on a case, and where it contradicts itself.</summary>
/// <param name="Items">Statements in the order recorded, those withdrawn and older wordings among them.</param>
/// <param name="Contradictions">Over all statements of the case, not this page's alone.</param>
/// <param name="Next">The cursor of the next page.</param>
internal sealed record StatementsAnswer(IReadOnlyList<StatementAnswer> Items, IReadOnlyList<ContradictionAnswer> Contradictions, string? Next);

/// <summary>A statement.</summary>
internal sealed record StatementAnswer(
    Guid Id,
    int Version,
    long Position,
    Party Party,
    string? Speaker,
    ObservedBody Said,
    string Quote,
    StatementKind Kind,
    Slug? Proposition,
    Stance? Stance,
    Visibility Visibility,
    Standing Standing,
    Guid? Supersedes,
    Guid? SupersededBy,
    WithdrawnAnswer? Withdrawn,
    AccountId Actor,
    Instant RecordedAt)
{
    public static StatementAnswer Of(StatementRow row)
    {
        var (id, made, standing, position, recordedAt) = row.Statement;
        return new(
            id, row.Version, position, made.Party, made.Speaker, made.Said.Shown(), made.Quote, made.Kind, made.Proposition, made.Stance,
            made.Visibility, standing, made.Supersedes, row.SupersededBy,
            row.Withdrawn is var (reason, at, where) ? new(reason, at, where) : null,
            row.Actor, recordedAt);
    }
}

/// <summary>A proposition that somebody affirms and somebody denies.</summary>
/// <param name="Proposition">The claim.</param>
/// <param name="Stands">Whether both sides stand; otherwise it is a former contradiction.</param>
/// <param name="Affirming">The statements that say so.</param>
/// <param name="Denying">The statements that say otherwise.</param>
internal sealed record ContradictionAnswer(Slug Proposition, bool Stands, IReadOnlyList<Guid> Affirming, IReadOnlyList<Guid> Denying)
{
    public static ContradictionAnswer Of(Contradiction contradiction) => new(
        contradiction.Proposition,
        contradiction.Stands,
        [.. contradiction.Affirming.Select(statement => statement.Id)],
        [.. contradiction.Denying.Select(statement => statement.Id)]);
}

internal static class ListStatementsEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<StatementsAnswer>("/{isrc}/statements", Get, Role.Staff | Role.Artist, "What was said, what still stands, and what contradicts it");

    private static async Task<IResult> Get(
        IsrcInPath isrc, Query<StatementsQuery> query, Caller caller, CaseTable cases, StatementTable statements, CancellationToken cancellationToken)
    {
        if (await cases.Find(isrc.Value, caller, cancellationToken) is null)
        {
            return Problems.NotFound;
        }

        var ask = query.Value;
        var after = -1L;
        if (ask.Cursor is { } cursor && !cursor.IsNumber(out after))
        {
            return Problems.ForeignCursor;
        }

        var all = await statements.Of(isrc.Value, caller, cancellationToken);
        var limit = ask.Limit ?? PageLimit.Usual;
        var wanted = all
            .Where(row => row.Statement.Position > after && (ask.Proposition is null || row.Statement.Made.Proposition == ask.Proposition))
            .Take(limit.AndOneMore);
        var page = Page.Of([.. wanted], limit, row => Cursor.Of(row.Statement.Position));
        var contradictions = Contradictions.Of(all.Select(row => row.Statement))
            .Where(contradiction => ask.Proposition is null || contradiction.Proposition == ask.Proposition);
        return TypedResults.Ok(new StatementsAnswer(
            [.. page.Items.Select(StatementAnswer.Of)], [.. contradictions.Select(ContradictionAnswer.Of)], page.Next));
    }
}
