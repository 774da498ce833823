using System.Globalization;
using System.Text;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;

namespace CaseLedger.Web.Cases;

/// <summary>The case list as a file for a spreadsheet: every case of the filter, with its gap.</summary>
internal static class CasesCsvEndpoint
{
    // A page of cases and their readings is what memory holds, however long the list is.
    private static readonly PageLimit AtOnce = new(PageLimit.Most);

    private static readonly IReadOnlyList<string> Head = [.. CaseAnswer.Head, "days_compared", "days_affected", "gap", "share"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/cases.csv", Get).For(Role.Staff).ExcludeFromDescription();

    private static IResult Get(HttpContext context, Caller caller, CaseList cases, CaseGaps gaps)
    {
        var filter = CaseFilter.Read(context.Request.Query);
        if (filter.Faults.Count > 0)
        {
            var faults = new Faults();
            foreach (var field in filter.Faults.Keys)
            {
                faults.Add(field, "cannot be read as this filter");
            }

            return Problems.Malformed(faults);
        }

        return TypedResults.Stream(
            stream => Write(stream, filter, caller, cases, gaps, context.RequestAborted), $"{Csv.MediaType}; charset=utf-8", "cases.csv");
    }

    private static async Task Write(
        Stream stream, CaseFilter filter, Caller caller, CaseList cases, CaseGaps gaps, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync(Csv.Line(Head));
        var query = filter.Query with { Limit = AtOnce };
        while (true)
        {
            var page = (await cases.Read(query, caller, cancellationToken))!;
            var missing = await gaps.Of(page.Items, cancellationToken);
            foreach (var found in page.Items)
            {
                await writer.WriteAsync(Csv.Line([.. CaseAnswer.Of(found).Cells(), .. Cells(missing.GetValueOrDefault(found.Isrc, CaseGap.None))]));
            }

            await writer.FlushAsync(cancellationToken);
            if (page.Next is not { } next || !Cursor.TryParse(next, out var cursor))
            {
                return;
            }

            query = query with { Cursor = cursor };
        }
    }

    private static IEnumerable<string?> Cells(CaseGap gap) => gap.Days == 0 ? ["0", "0", null, null] :
    [
        gap.Days.ToString(CultureInfo.InvariantCulture),
        gap.Affected.ToString(CultureInfo.InvariantCulture),
        gap.Gap.ToString(CultureInfo.InvariantCulture),
        gap.Share?.ToString("0.0000", CultureInfo.InvariantCulture),
    ];
}
