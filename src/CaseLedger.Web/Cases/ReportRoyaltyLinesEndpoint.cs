using CaseLedger.Domain;
using CaseLedger.Domain.Cases;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Cases;

internal sealed record RoyaltyStatementBody(Month Period, string Name);

internal sealed record RoyaltyLineBody(
    Store Store,
    Month SaleMonth,
    Country? Country,
    long Quantity,
    Amount Revenue,
    Currency Currency,
    string? Kind);

internal sealed record ReportRoyaltyLinesBody(RoyaltyStatementBody Statement, [AtMost(Limits.RoyaltyLines)] IReadOnlyList<RoyaltyLineBody> Lines);

internal static class ReportRoyaltyLinesEndpoint
{
    public static void Map(RouteGroupBuilder cases) =>
        cases.MapWrite("/{isrc}/royalty-lines", Post, Role.Agent | Role.Artist | Role.Ingest, "Report lines of a royalty statement");

    private static async Task<IResult> Post(
        IsrcInPath isrc, Body<ReportRoyaltyLinesBody> body, Reporter reporter, CaseStore cases, CancellationToken cancellationToken)
    {
        var (statement, lines) = body.Value;
        var command = new ReportRoyaltyLines(
            body.Id, reporter.Account, new(statement.Period, statement.Name),
            lines.Select(l => new RoyaltyLine(l.Store, l.SaleMonth, l.Quantity, l.Revenue, l.Currency, l.Country, l.Kind)).ToValueList());
        var outcome = await cases.Handle(isrc.Value, reporter, command, ReportingRoyaltyLines.Decide, cancellationToken);
        return outcome.About(isrc.Value);
    }
}
