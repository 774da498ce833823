using CaseLedger.Domain;
using CaseLedger.Domain.Incidents;
using CaseLedger.Ledger;
using CaseLedger.Web.Writing;

namespace CaseLedger.Web.Incidents;

/// <summary>Something that was said of an incident, beside what it took the place of.</summary>
/// <param name="Recorded">The event.</param>
/// <param name="FirstDay">The first day concerned from then on.</param>
/// <param name="LastDay">The last day concerned from then on.</param>
/// <param name="DaysBefore">The days that were concerned before, where they are others.</param>
internal sealed record IncidentStep(Recorded<IncidentEvent> Recorded, Day FirstDay, Day LastDay, (Day First, Day Last)? DaysBefore);

/// <summary>Reads what was said of an incident, one after the other.</summary>
/// <remarks>Read from the ledger itself and not from a table: the table knows what was said last, and this is what was said before it.</remarks>
internal sealed class IncidentHistory(EventLedger ledger)
{
    // An incident has a handful; the bound is for the page's sake.
    private const int Most = 1_000;

    /// <summary>Every step, the newest first.</summary>
    public async Task<IReadOnlyList<IncidentStep>> Of(Slug slug, CancellationToken cancellationToken)
    {
        var events = new List<RecordedEvent>();
        await foreach (var recorded in ledger.ReadStream(IncidentEvent.StreamOf(slug), atMost: Most, cancellationToken: cancellationToken))
        {
            events.Add(recorded);
        }

        var steps = new List<IncidentStep>();
        foreach (var recorded in events.As<IncidentEvent>())
        {
            var before = steps.Count > 0 ? (steps[^1].FirstDay, steps[^1].LastDay) : ((Day First, Day Last)?)null;
            (Day First, Day Last) now = recorded.Event switch
            {
                IncidentDeclared declared => (declared.FirstDay, declared.LastDay),
                IncidentRescoped rescoped => (rescoped.FirstDay, rescoped.LastDay),
                _ => before ?? default,
            };
            steps.Add(new(recorded, now.First, now.Last, before is { } other && other != now ? other : null));
        }

        steps.Reverse();
        return steps;
    }
}
