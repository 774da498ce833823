using System.Text.Json;
using CaseLedger.Domain.Cases;
using CaseLedger.Ledger;
using CaseLedger.Web.Access;
using CaseLedger.Web.Cases;
using CaseLedger.Web.Http;
using CaseLedger.Web.ReadSide;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CaseLedger.Web.Timeline;

/// <summary>
/// Follows a case by server-sent events: each event of the case once and in order, its version as the id, so that a
/// reader who was cut off goes on where it was (<c>Last-Event-ID</c>).
/// </summary>
internal static class FollowCaseEndpoint
{
    private const string LastEventId = "Last-Event-ID";
    private const int AtOnce = 100;

    // Proxies cut what is silent for long.
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    // A reader comes back by itself, and shows its token again: this is how long a revoked one can go on reading.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    public static void Map(RouteGroupBuilder cases) =>
        cases.MapRead<TimelineItem>(
            "/{isrc}/live", Get, Role.Staff | Role.Artist, "Server-sent events: what is appended to the case", "text/event-stream");

    private static async Task<IResult> Get(
        IsrcInPath isrc,
        Query<NoQuery> query,
        Caller caller,
        CaseTable cases,
        CaseTimeline timeline,
        LiveCases live,
        IOptions<JsonOptions> json,
        IHostApplicationLifetime server,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (await cases.Find(isrc.Value, caller, cancellationToken) is null)
        {
            return Problems.NotFound;
        }

        var seen = context.Request.Headers[LastEventId];
        var last = 0;
        if (seen.Count > 0 && (!Scalar.TryParseWhole(seen.ToString(), out last) || last == int.MaxValue))
        {
            return Problems.Malformed(LastEventId, "expected the id of the last event seen");
        }

        using var watching = live.Watch(CaseEvent.StreamOf(isrc.Value), out var grown);
        if (seen.Count == 0)
        {
            // Asked after the watch began, so that nothing falls between the two.
            last = await timeline.NewestVersion(isrc.Value, cancellationToken);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, server.ApplicationStopping);
        ending.CancelAfter(Longest);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            await response.WriteAsync("retry: 500\n: following\n\n", ending.Token);
            await response.Body.FlushAsync(ending.Token);
            while (true)
            {
                last = await Send(last);
                if (!await Grows(ending.Token))
                {
                    await response.WriteAsync(": still here\n\n", ending.Token);
                    await response.Body.FlushAsync(ending.Token);
                }
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return Results.Empty;
        }

        async Task<int> Send(int from)
        {
            while (await timeline.Read(isrc.Value, caller, from + 1, ReadDirection.Forward, AtOnce, ending.Token) is { Count: > 0 } items)
            {
                foreach (var item in items)
                {
                    var data = JsonSerializer.Serialize(item, json.Value.SerializerOptions);
                    await response.WriteAsync($"id: {item.Version}\nevent: recorded\ndata: {data}\n\n", ending.Token);
                }

                from = items[^1].Version;
                await response.Body.FlushAsync(ending.Token);
            }

            return from;
        }

        async Task<bool> Grows(CancellationToken token)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(token);
            patience.CancelAfter(Heartbeat);
            try
            {
                return await grown.ReadAsync(patience.Token);
            }
            catch (OperationCanceledException) when (!token.IsCancellationRequested)
            {
                return false;
            }
        }
    }
}
