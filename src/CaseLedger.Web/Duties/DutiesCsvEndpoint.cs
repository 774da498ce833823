using System.Globalization;
using System.Text;
using CaseLedger.Domain;
using CaseLedger.Web.Access;
using CaseLedger.Web.Http;
using NodaTime;
using NodaTime.Text;

namespace CaseLedger.Web.Duties;

/// <summary>What is open across all cases as a file for a spreadsheet: every duty of the filter.</summary>
internal static class DutiesCsvEndpoint
{
    // A page is what memory holds, however long the list is.
    private static readonly PageLimit AtOnce = new(PageLimit.Most);

    private static readonly IReadOnlyList<string> Head =
        ["isrc", "title", "artist", "kind", "what", "owed_by", "speaker", "asked_by", "since", "since_approximate", "due_on", "days_late", "rule", "id", "recorded_at"];

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/duties.csv", Get).For(Role.Staff).ExcludeFromDescription();

    private static IResult Get(HttpContext context, OpenDutyTable duties, IClock clock)
    {
        var filter = OpenDutyFilter.Read(context.Request.Query);
        if (filter.Faults.Count > 0)
        {
            var faults = new Faults();
            foreach (var field in filter.Faults.Keys)
            {
                faults.Add(field, "cannot be read as this filter");
            }

            return Problems.Malformed(faults);
        }

        var asOf = Day.Of(clock.GetCurrentInstant());
        return TypedResults.Stream(
            stream => Write(stream, filter, asOf, duties, context.RequestAborted), $"{Csv.MediaType}; charset=utf-8", "duties.csv");
    }

    private static async Task Write(Stream stream, OpenDutyFilter filter, Day asOf, OpenDutyTable duties, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync(Csv.Line(Head));
        Cursor? cursor = null;
        do
        {
            var page = (await duties.Read(filter, asOf, cursor, AtOnce, cancellationToken))!;
            foreach (var open in page.Items)
            {
                await writer.WriteAsync(Csv.Line(Cells(open, asOf)));
            }

            await writer.FlushAsync(cancellationToken);
            cursor = page.Next is { } next && Cursor.TryParse(next, out var read) ? read : null;
        }
        while (cursor is not null);
    }

    private static IEnumerable<string?> Cells(OpenDuty open, Day asOf)
    {
        var duty = open.Duty;
        return
        [
            duty.Isrc.ToString(), open.Title, open.Artist, duty.Kind, duty.What, Words.Of(duty.OwedBy), duty.Speaker,
            duty.AskedBy is { } by ? Words.Of(by) : null, Since(duty.Since), duty.Since.Approximate ? "true" : "false",
            duty.DueOn?.ToString(), open.DaysLate(asOf)?.ToString(CultureInfo.InvariantCulture), duty.Rule, duty.Id.ToString(),
            InstantPattern.ExtendedIso.Format(duty.RecordedAt),
        ];
    }

    private static string? Since(Observed since) => since switch
    {
        Observed.At at => InstantPattern.ExtendedIso.Format(at.Instant),
        Observed.On on => on.Day.ToString(),
        _ => null,
    };
}
